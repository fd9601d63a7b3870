import { type PriceRow, readPrices } from "../../../core/ticketing/events/read.ts";
import { commonInput, commonOutput, commonResults, defineCommand, refuseCommand } from "../command.ts";
import { pageFromWire, pageInput, pageOutput } from "../feed-fields.ts";
import { char, decimal, type EncodableFields, integer, list } from "../fields.ts";
import { numbered } from "../seat-letters.ts";
import { dateTimeToWire, moneyToWire, numberOf, yesNo } from "../wire.ts";

const price = {
  event_name: char(8, "Event or plan", "observed"),
  event_id: integer("Its number", "observed"),
  price_code: char(3, "Price code", "observed"),
  price_code_desc: char(64, "What it stands for", "observed"),
  price_code_group: char(20, "A group of codes", "observed"),
  parent_price_code: char(3, "The code that it was made from", "observed"),
  ticket_type_code: char(3, "Type of ticket", "observed"),
  ticket_type: char(40, "What it is called", "observed"),
  ticket_type_desc: char(255, "In full", "observed"),
  ticket_type_category: char(40, "A group of types", "observed"),
  comp_ind: char(1, "Y: given away", "observed"),
  price: decimal("Of one seat, all parts together", "observed"),
  printed_price: decimal("What is printed on the ticket", "observed"),
  pc_ticket: decimal("Of the price, the ticket itself", "observed"),
  pc_tax: decimal("Of the price, the tax", "observed"),
  pc_licfee: decimal("Of the price, the licence fee", "observed"),
  pc_other1: decimal("Of the price, a further part 1", "observed"),
  pc_other2: decimal("Of the price, a further part 2", "observed"),
  pc_other3: decimal("Of the price, a further part 3", "observed"),
  pc_other4: decimal("Of the price, a further part 4", "observed"),
  pc_other5: decimal("Of the price, a further part 5", "observed"),
  pc_other6: decimal("Of the price, a further part 6", "observed"),
  pc_other7: decimal("Of the price, a further part 7", "observed"),
  pc_other8: decimal("Of the price, a further part 8", "observed"),
  tax_rate_a: decimal("Rate of tax A, in percent", "observed"),
  tax_rate_b: decimal("Rate of tax B, in percent", "observed"),
  tax_rate_c: decimal("Rate of tax C, in percent", "observed"),
  pricing_method: char(20, "How it came about", "observed"),
  tm_price_level: char(10, "What the host system calls it", "observed"),
  pc_sellable: char(1, "Y: it is sold", "observed"),
  inet_pc_sellable: char(1, "Y: it is sold online", "observed"),
  event_sellable: char(1, "Y: the event is sold", "observed"),
  onsale_datetime: char(16, "When its sale begins, the event's unless it has its own", "observed"),
  offsale_datetime: char(16, "When its sale ends, the event's unless it has its own", "observed"),
  inet_onsale_datetime: char(16, "When its sale begins online", "observed"),
  inet_offsale_datetime: char(16, "When its sale ends online", "observed"),
  inet_price_code_name: char(64, "What the public knows it by", "observed"),
  inet_offer_text: char(2_000, "What is said of it where it is sold", "observed"),
  inet_full_price: decimal("What is shown as the full price", "observed"),
  inet_min_tickets_per_tran: integer("The fewest in a purchase", "observed"),
  inet_max_tickets_per_tran: integer("The most in a purchase", "observed"),
  required_membership_list: char(255, "Who may buy it, with commas between", "observed"),
  color: integer("The colour it is drawn in, as a number", "observed"),
  price_code_info1: char(64, "Free text 1", "observed"),
  price_code_info2: char(64, "Free text 2", "observed"),
  price_code_info3: char(64, "Free text 3", "observed"),
  price_code_info4: char(64, "Free text 4", "observed"),
  price_code_info5: char(64, "Free text 5", "observed"),
} as const;

export const eventPriceInfo = defineCommand({
  name: "event_price_info",
  product: "sth-inventory",
  purpose: "Tells what seats of an event or plan cost: a row per price code and type of ticket.",
  family: "plain",
  input: {
    ...commonInput,
    ...pageInput,
    event_name: char(8, "Event or plan", "willcall"),
    acct_id: integer("Makes no difference: prices are the same for all accounts", "willcall"),
  },
  required: ["event_name"],
  output: { ...commonOutput, ...pageOutput, price_codes: list(price, "Prices, by code and type", 5_000, "willcall") },
  results: {
    ...commonResults,
    5241: { meaning: "event_name was not sent", mark: "willcall" },
    5249: { meaning: "There is no such event, or it has no prices", mark: "willcall", sqlCode: 100 },
  },
  codes: { missing: 5241, invalid: 9999 },
  async handle({ core, caller }, values) {
    const { count, page } = pageFromWire(values);
    const found = await readPrices(core, caller.orgId, values.event_name!, count + 1, page * count);
    const where = { page: String(page), more: yesNo(found.length > count) };
    if (found.length === 0) refuseCommand(5249, "No prices found", where);
    return { ...where, price_codes: found.slice(0, count).map((row) => priceToWire(caller.timeZone, row)) };
  },
});

function priceToWire(timeZone: string, row: PriceRow): EncodableFields<typeof price> {
  return {
    event_name: row.eventName,
    event_id: row.eventId,
    price_code: row.priceCode,
    price_code_desc: row.description,
    price_code_group: row.codeGroup,
    parent_price_code: row.parentCode,
    ticket_type_code: row.typeCode,
    ticket_type: row.typeName,
    ticket_type_desc: row.typeDescription,
    ticket_type_category: row.typeCategory,
    comp_ind: yesNo(row.complimentary),
    price: moneyToWire(row.price),
    printed_price: moneyToWire(row.printedPrice),
    pc_ticket: moneyToWire(row.ticket),
    pc_tax: moneyToWire(row.tax),
    pc_licfee: moneyToWire(row.licenceFee),
    ...numbered("pc_other", row.others.map(moneyToWire)),
    tax_rate_a: row.taxRateA,
    tax_rate_b: row.taxRateB,
    tax_rate_c: row.taxRateC,
    pricing_method: row.pricingMethod,
    tm_price_level: row.hostPriceLevel,
    pc_sellable: yesNo(row.sellable),
    inet_pc_sellable: yesNo(row.onlineSellable),
    event_sellable: yesNo(row.eventSellable),
    onsale_datetime: dateTimeToWire(timeZone, row.onSaleAt),
    offsale_datetime: dateTimeToWire(timeZone, row.offSaleAt),
    inet_onsale_datetime: dateTimeToWire(timeZone, row.onlineOnSaleAt),
    inet_offsale_datetime: dateTimeToWire(timeZone, row.onlineOffSaleAt),
    inet_price_code_name: row.onlineName,
    inet_offer_text: row.onlineText,
    inet_full_price: moneyToWire(row.onlineFullPrice),
    inet_min_tickets_per_tran: row.onlineLeast,
    inet_max_tickets_per_tran: row.onlineMost,
    required_membership_list: row.memberships,
    color: numberOf(row.color),
    ...numbered("price_code_info", row.info),
  };
}
