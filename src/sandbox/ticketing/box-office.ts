import type { Kind } from "../../core/ticketing/catalogue/kind.ts";
import { deliveryMethod, paymentType, serviceCharge } from "../../core/ticketing/catalogue/kinds/box-office.ts";
import { classAttribute, holdClass, ticketType } from "../../core/ticketing/catalogue/kinds/prices.ts";
import type { Values } from "../../core/ticketing/catalogue/values.ts";

/** What the sandbox's box office works with. The names of the classes are those of the vendor's samples. */
export const boxOffice: readonly (readonly [Kind, readonly Values[]])[] = [
  [
    holdClass,
    [
      { name: "OPEN", letter: "O", color: "#2e7d32", open: true, built_in: true },
      { name: "PREFERRED", letter: "P", color: "#1565c0", open: true },
      { name: "SUITES", letter: "S", color: "#6a1b9a" },
      { name: "OUTHOLD", letter: "H", color: "#ef6c00" },
      { name: "REMOVABLE", letter: "R", color: "#5d4037" },
      { name: "KILL", letter: "K", color: "#000000", kill: true, built_in: true, valid_for_reclass: false },
      { name: "DOQ-WHEELCHAIR", letter: "W", color: "#00897b", open: true, attribute_type: "DOQ", attribute_code: "wheelchair" },
      { name: "DOQ-COMPANION", letter: "C", color: "#00897b", open: true, attribute_type: "DOQ", attribute_code: "companion" },
      { name: "DOQ-SIGHT/HEARING", letter: "E", color: "#00897b", attribute_type: "DOQ", attribute_code: "sight-or-hearing" },
      { name: "DOQ-LIMITED MOBILITY", letter: "L", color: "#00897b", attribute_type: "DOQ", attribute_code: "limited-mobility" },
      { name: "DIST-OPEN", letter: "D", distribution_status: "O", distribution_name: "OPEN", unsold_type: "DIST" },
      { name: "DIST-1HOLD", letter: "1", distribution_status: "H", distribution_name: "1HOLD", unsold_type: "DIST" },
      { name: "DIST-REFUND", letter: "F", distribution_status: "R", distribution_name: "REFUND", unsold_type: "DIST" },
    ],
  ],
  [
    classAttribute,
    [
      { abbreviation: "WC", description: "Wheelchair", attribute: "wheelchair" },
      { abbreviation: "CO", description: "Companion", attribute: "companion" },
      { abbreviation: "LM", description: "Limited mobility", attribute: "limited-mobility" },
      { abbreviation: "SH", description: "Sight or hearing", attribute: "sight-or-hearing" },
      { abbreviation: "OV", description: "Obstructed view", attribute: "obstructed" },
      { abbreviation: "FS", description: "Folding seat", attribute: "folding" },
      { abbreviation: "AI", description: "Aisle", attribute: "aisle" },
    ],
  ],
  [
    ticketType,
    [
      { code: "_A", name: "Adult", category: "Full" },
      { code: "_C", name: "Child", category: "Reduced" },
      { code: "_S", name: "Senior", category: "Reduced" },
      { code: "_X", name: "Complimentary", category: "Comp", complimentary: true },
    ],
  ],
  [
    deliveryMethod,
    [
      { code: "TF", name: "Print at home", type: "print" },
      { code: "MB", name: "Mobile", type: "mobile" },
      { code: "US", name: "Mail", type: "mail", online: false },
      { code: "WC", name: "Will call", type: "will-call" },
      { code: "CD", name: "Season card", type: "card", online: false },
    ],
  ],
  [
    paymentType,
    [
      { code: "CA", description: "Cash" },
      { code: "CK", description: "Check" },
      { code: "GC", description: "Gift card" },
      { code: "IN", description: "Invoice" },
      { code: "VI", description: "Visa" },
      { code: "MC", description: "Mastercard" },
      { code: "AX", description: "American Express" },
      { code: "DI", description: "Discover" },
    ],
  ],
  [
    serviceCharge,
    [
      { name: "Order fee", description: "Per order", type: "service", amount: 5_00 },
      { name: "Facility fee", description: "Per order", type: "service", amount: 2_50 },
    ],
  ],
];
