import { instantIn, isCalendarDay } from "../../../platform/clock.ts";
import type { Caller, Core } from "../../core.ts";
import { refuse } from "../../refusal.ts";
import { deliveryMethod } from "../catalogue/kinds/box-office.ts";
import { ticketType } from "../catalogue/kinds/prices.ts";
import { allItems } from "../catalogue/read.ts";
import type { SaleLine } from "../inventory/sell.ts";
import { seatsOfLine } from "./manifest.ts";
import { eventsByName, rowNames } from "./queries.ts";
import { type Line, moneyCell, refuseCell, wholeCell } from "./table.ts";

/** A line that can be sold. */
export interface ReadTicket {
  readonly number: number;
  readonly accountId: number;
  /** Tells the orders of an account apart. */
  readonly order: string;
  readonly soldAt: Date | undefined;
  readonly sellLocation: string | null;
  readonly salesSource: string | null;
  readonly sale: SaleLine;
}

interface EventRows {
  readonly eventId: number;
  readonly manifestId: number | null;
  readonly isPlan: boolean;
}

/** The names that lines bear, looked up once each. */
export interface TicketNames {
  readonly timeZone: string;
  event(name: string): Promise<EventRows | undefined>;
  row(manifestId: number, section: string, row: string): Promise<{ rowId: number; increment: number } | undefined>;
  readonly types: ReadonlyMap<string, number>;
  readonly deliveries: ReadonlyMap<string, number>;
}

/** Opens the names of an organisation. */
export async function openTicketNames(core: Core, { orgId, timeZone }: Caller): Promise<TicketNames> {
  const [allTypes, allDeliveries] = await Promise.all([allItems(core, orgId, ticketType), allItems(core, orgId, deliveryMethod)]);
  const events = new Map<string, Promise<EventRows | undefined>>();
  const rows = new Map<number, Promise<Map<string, { rowId: number; increment: number }>>>();
  return {
    timeZone,
    types: new Map(
      allTypes.flatMap((one) => [one.name, one.code].map((name) => [String(name).toUpperCase(), one.ticket_type_id as number])),
    ),
    deliveries: new Map(allDeliveries.map((one) => [String(one.code).toUpperCase(), one.delivery_method_id as number])),
    event(name) {
      const key = name.toUpperCase();
      const known = events.get(key);
      if (known) return known;
      const found = core.db
        .run(eventsByName, [orgId, [key]])
        .then(([one]) => one && { eventId: one.event_id, manifestId: one.manifest_id, isPlan: one.plan_type === "plan" });
      events.set(key, found);
      return found;
    },
    async row(manifestId, section, row) {
      let known = rows.get(manifestId);
      if (!known) {
        known = core.db
          .run(rowNames, [orgId, [manifestId]])
          .then((all) => new Map(all.map((one) => [`${one.section}\n${one.row}`, one])));
        rows.set(manifestId, known);
      }
      return (await known).get(`${section.toUpperCase()}\n${row.toUpperCase()}`);
    },
  };
}

/**
 * Reads a line: event_name, plan_event_name, section_name, row_name, seat_num, num_seats or last_seat, acct_id, order_num, price_code, ticket_type_code or ticket_type (its name), full_price and purchase_price (of one
 * seat; what the price code says), paid (Y, N, P), paid_amount (of one seat), disc_code, disc_amount, surchg_code, surchg_amount, comp_code, comp_name, promo_code, renewal_ind, delivery_method, sell_location, sales_source_name, user_flag,
 * add_datetime (YYYY-MM-DD HH:MM[:SS], venue time). Refuses with value-invalid.
 */
export async function readTicketLine(names: TicketNames, line: Line): Promise<ReadTicket> {
  const { number, cells } = line;
  const event = await names.event(cells.event_name ?? "");
  if (!event?.manifestId)
    return refuseCell(number, "event_name", `is no event with seats: ${cells.event_name?.slice(0, 40) ?? ""}`);
  const plan = cells.plan_event_name === undefined ? undefined : await names.event(cells.plan_event_name);
  if (cells.plan_event_name !== undefined && !plan?.isPlan)
    return refuseCell(number, "plan_event_name", `is no plan: ${cells.plan_event_name.slice(0, 40)}`);
  const row = await names.row(event.manifestId, cells.section_name ?? "", cells.row_name ?? "");
  if (!row) return refuseCell(number, "row_name", `is no row of the event: ${cells.section_name ?? ""} ${cells.row_name ?? ""}`);
  const { firstSeat, seats, increment } = seatsOfLine(
    cells.seat_increment === undefined ? withIncrement(line, row.increment) : line,
  );
  // Seats between would be sold, or others than were meant.
  if (increment !== row.increment && seats > 1)
    return refuseCell(number, "seat_increment", `differs from the row's, ${row.increment}`);
  const typeId = names.types.get((cells.ticket_type_code ?? cells.ticket_type ?? "_A").toUpperCase());
  if (typeId === undefined) return refuseCell(number, "ticket_type_code", "is no type of ticket");
  const deliveryMethodId = cells.delivery_method === undefined ? null : names.deliveries.get(cells.delivery_method.toUpperCase());
  if (deliveryMethodId === undefined) return refuseCell(number, "delivery_method", "is no way of delivery");
  const accountId = wholeCell(line, "acct_id");
  const soldAt = instantOf(line, names.timeZone);
  const fullPrice = moneyCell(line, "full_price");
  const purchasePrice = moneyCell(line, "purchase_price");
  return {
    number,
    accountId,
    order: cells.order_num ?? soldAt?.toISOString() ?? "",
    soldAt,
    sellLocation: cells.sell_location ?? null,
    salesSource: cells.sales_source_name ?? null,
    sale: {
      run: { eventId: event.eventId, rowId: row.rowId, firstSeat, seats, increment: row.increment },
      planId: plan?.eventId ?? null,
      priceCode: cells.price_code ?? refuse("value-invalid", { field: "price_code", fault: "is required" }),
      ticketTypeId: typeId,
      ...(fullPrice === undefined ? {} : { fullPrice }),
      ...(purchasePrice === undefined ? {} : { purchasePrice }),
      ...paidOf(line),
      discountCode: cells.disc_code ?? null,
      discount: moneyCell(line, "disc_amount") ?? 0,
      surchargeCode: cells.surchg_code ?? null,
      surcharge: moneyCell(line, "surchg_amount") ?? 0,
      compCode: cells.comp_code ?? null,
      compName: cells.comp_name ?? null,
      promotionCode: cells.promo_code ?? null,
      renewal: cells.renewal_ind?.toUpperCase() === "Y",
      deliveryMethodId,
      userFlag: cells.user_flag?.toUpperCase() === "Y",
    },
  };
}

const withIncrement = (line: Line, increment: number): Line => ({
  ...line,
  cells: { ...line.cells, seat_increment: String(increment) },
});

function paidOf(line: Line): { paid?: number } {
  const amount = moneyCell(line, "paid_amount");
  if (amount !== undefined) return { paid: amount };
  const paid = line.cells.paid?.toUpperCase() ?? "Y";
  if (paid === "P") return refuseCell(line.number, "paid_amount", "is required where paid is P");
  return paid === "N" ? { paid: 0 } : {};
}

function instantOf({ number, cells }: Line, timeZone: string): Date | undefined {
  const text = cells.add_datetime;
  if (text === undefined) return undefined;
  const [, day, time, seconds = ":00"] = /^(\d{4}-\d\d-\d\d)[ T]((?:[01]\d|2[0-3]):[0-5]\d)(:[0-5]\d)?$/.exec(text) ?? [];
  const at = day && isCalendarDay(day) ? instantIn(timeZone, `${day}T${time}${seconds}`) : undefined;
  return at ?? refuseCell(number, "add_datetime", "must be as in 2016-10-01 19:00");
}
