import type { Kind } from "./kind.ts";
import { accountRep, deliveryMethod, note, paymentType, serviceCharge } from "./kinds/box-office.ts";
import { event, itemSet, plan, season } from "./kinds/events.ts";
import { classAttribute, holdClass, price, ticketType } from "./kinds/prices.ts";
import { manifest, seatRow, section, venue } from "./kinds/venues.ts";

/** Everything that a box office sets up, in the order in which it has to be made. */
export const kinds: readonly Kind[] = [
  ...[venue, manifest, section, seatRow, season, event, plan, itemSet],
  ...[ticketType, price, holdClass, classAttribute, deliveryMethod, paymentType, serviceCharge, accountRep, note],
];

/** What the change log calls things of the catalogue. */
export type CatalogueEntity =
  | ("venue" | "manifest" | "section" | "seat-row" | "season" | "event" | "plan" | "item-set" | "ticket-type" | "price")
  | ("hold-class" | "class-attribute" | "delivery-method" | "payment-type" | "service-charge" | "account-rep" | "note");

/** The kind of a name or a plural. */
export function findKind(name: string): Kind | undefined {
  return kinds.find((one) => one.name === name || one.plural === name);
}
