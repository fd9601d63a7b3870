import type { Readable } from "node:stream";
import { violates, violatesForeignKey } from "../../../platform/database/errors.ts";
import { newWrite, runWrite } from "../../audit/write.ts";
import type { Caller, Core } from "../../core.ts";
import { nextNumber } from "../../organisations/blocks.ts";
import { Refusal } from "../../refusal.ts";
import { lastSeatOf } from "../inventory/seat.ts";
import { type PricedSale, priced, type Sale, sellIn } from "../inventory/sell.ts";
import { ownersOf } from "./queries.ts";
import { type LineFault, readTable, type Telling } from "./table.ts";
import { openTicketNames, type ReadTicket, readTicketLine, type TicketNames } from "./ticket-line.ts";

/** What came of a list of sold tickets. */
export interface PutTickets {
  /** Seats that are sold now, and those that were that account's already. */
  readonly sold: number;
  readonly there: number;
  readonly orders: number;
  readonly faults: readonly LineFault[];
}

const batch = 500;
const mostFaults = 1_000;

/**
 * Reads sold tickets from a CSV file whose columns are those of the vendor's export (archtics-vocabulary.md, Ticket); ticket-line.ts says which. Lines of one account and order_num become one order. A line that can't be taken is left out and told of with its number; the others are
 * sold, some hundred at a time. What an earlier run has sold to the same account is there already: so an import that broke off can be run again. Refuses with value-invalid for a file that is no such list.
 */
export async function importTickets(
  core: Core,
  caller: Caller,
  source: Readable | string,
  { done }: Telling = {},
): Promise<PutTickets> {
  const names = await openTicketNames(core, caller);
  const sum = { sold: 0, there: 0, orders: 0, faults: [] as LineFault[] };
  let lines: ReadTicket[] = [];
  let read = 0;
  const put = async (): Promise<void> => {
    if (lines.length > 0) await putLines(core, caller, lines, sum);
    lines = [];
    done?.(read);
  };
  for await (const line of readTable(source, ["event_name", "section_name", "row_name", "seat_num", "acct_id", "price_code"])) {
    read++;
    try {
      lines.push(await readOne(names, line));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      tell(sum.faults, line.number, error);
    }
    if (lines.length >= batch) await put();
  }
  await put();
  return sum;
}

const readOne = (names: TicketNames, line: Parameters<typeof readTicketLine>[1]): Promise<ReadTicket> =>
  readTicketLine(names, line);

type Sum = { sold: number; there: number; orders: number; faults: LineFault[] };

async function putLines(core: Core, caller: Caller, lines: readonly ReadTicket[], sum: Sum): Promise<void> {
  const open = await notThere(core, caller, lines, sum);
  const orders = grouped(open);
  if (orders.length === 0) return;
  try {
    await sellAll(core, caller, orders);
    count(sum, orders);
    return;
  } catch (error) {
    if (!isFault(error)) throw error;
  }
  // One of them is at fault: each by itself shows which.
  for (const order of orders) await putOrder(core, caller, order, sum);
}

/** Sells an order without those of its lines that are at fault. */
async function putOrder(core: Core, caller: Caller, order: readonly ReadTicket[], sum: Sum): Promise<void> {
  const whole = await faultOf(sellAll(core, caller, [order]));
  if (whole === undefined) return count(sum, [order]);
  const found = await Promise.all(order.map((line) => faultOf(sellAll(core, caller, [[line]], true))));
  const good = order.filter((_, index) => found[index] === undefined);
  // Where none is at fault by itself, they can't be sold together: a seat that two of them name, or the account.
  const none = good.length === order.length;
  for (const [index, line] of order.entries())
    if (none || found[index] !== undefined) tell(sum.faults, line.number, found[index] ?? whole);
  if (!none && good.length > 0) await putOrder(core, caller, good, sum);
}

/** Why lines could not be sold. */
async function faultOf(selling: Promise<void>): Promise<unknown> {
  try {
    return await selling;
  } catch (error) {
    if (error === tried) return undefined;
    if (!isFault(error)) throw error;
    return error;
  }
}

/** Thrown inside a write it takes back what was only tried. */
const tried = new Error("this was only tried");

const isFault = (error: unknown): boolean => error instanceof Refusal || violatesForeignKey(error) !== undefined;

function count(sum: Sum, orders: readonly (readonly ReadTicket[])[]): void {
  sum.orders += orders.length;
  for (const { sale } of orders.flat()) sum.sold += sale.run.seats;
}

/** The lines whose seats are not that account's already. */
async function notThere(core: Core, { orgId }: Caller, lines: readonly ReadTicket[], sum: Sum): Promise<ReadTicket[]> {
  const ends = lines.flatMap(({ sale: { run } }) => [
    { ...run, seat: run.firstSeat },
    { ...run, seat: lastSeatOf(run) },
  ]);
  const found = await core.db.run(ownersOf, [
    orgId,
    ends.map((one) => one.eventId),
    ends.map((one) => one.rowId),
    ends.map((one) => one.seat),
  ]);
  const owner = new Map(
    found.map((one) => [`${one.event_id} ${one.row_id} ${one.seat}`, one.state === "sold" ? one.account_id : null]),
  );
  return lines.filter(({ sale: { run }, accountId }) => {
    const [first, last] = [run.firstSeat, lastSeatOf(run)].map((seat) => owner.get(`${run.eventId} ${run.rowId} ${seat}`));
    const there = first === accountId && last === accountId;
    if (there) sum.there += run.seats;
    return !there;
  });
}

/** Lines of one account and order, told by the file's own number or, without one, by when they were sold. */
function grouped(lines: readonly ReadTicket[]): ReadTicket[][] {
  const orders = new Map<string, ReadTicket[]>();
  for (const line of lines) {
    const key = `${line.accountId} ${line.order}`;
    const order = orders.get(key);
    if (order) order.push(line);
    else orders.set(key, [line]);
  }
  return [...orders.values()];
}

/** Sells orders, all of them or none; `only`: sells them to no effect and throws `tried`. */
async function sellAll(core: Core, caller: Caller, orders: readonly (readonly ReadTicket[])[], only = false): Promise<void> {
  const prices = await priced(
    core,
    caller,
    orders.flatMap((order) => order.map((one) => one.sale)),
  );
  let at = 0;
  const sales: PricedSale[] = [];
  for (const order of orders) {
    const { accountId, soldAt, sellLocation, salesSource } = order[0]!;
    const orderId = await nextNumber(core, caller.orgId, "order");
    const lines = prices.slice(at, at + order.length);
    at += order.length;
    sales.push({ accountId, soldAt, sellLocation, salesSource, orderId, lines } satisfies Omit<Sale, "lines"> & PricedSale);
  }
  const write = newWrite(core);
  for (let attempt = 1; ; attempt++) {
    try {
      return await runWrite(core, caller, write, async (tx, record) => {
        await sellIn(core, caller, tx, record, write, sales);
        if (only) throw tried;
      });
    } catch (error) {
      if (!violates(error, "event_seats_barcode") || attempt === 3) throw error;
    }
  }
}

const reasons: Readonly<Record<string, string>> = {
  "seats-not-open": "a seat is sold or held already",
  "seats-not-there": "a seat is not in the event",
  "event-not-published": "the event is not published",
};

function tell(faults: LineFault[], line: number, error: unknown): void {
  if (faults.length >= mostFaults) return;
  if (!(error instanceof Refusal)) faults.push({ line, message: "acct_id: there is no such account" });
  else {
    const { field, fault, id } = error.facts;
    const message = fault ?? reasons[error.refusal] ?? error.refusal.replaceAll("-", " ");
    faults.push({ line, message: `${field ? `${field}: ` : ""}${message.replace(/ \(line \d+\)$/, "")}${id ? `: ${id}` : ""}` });
  }
}
