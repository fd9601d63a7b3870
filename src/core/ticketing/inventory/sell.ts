import { violates, violatesForeignKey } from "../../../platform/database/errors.ts";
import type { Transaction } from "../../../platform/database/transaction.ts";
import { newWrite, type Record as RecordChange, runWrite, type Write } from "../../audit/write.ts";
import type { Caller, Core } from "../../core.ts";
import { nextNumber } from "../../organisations/blocks.ts";
import { refuse } from "../../refusal.ts";
import { newBarcode } from "./barcode.ts";
import { claim } from "./claim.ts";
import { type Move, nextTurn, sendMoves, sendSeats } from "./moves.ts";
import { classRules, insertOrder, insertOrderLines, pricesOf, shareEvents } from "./queries.ts";
import { type EventRun, type HeldSeat, isOpen, placeOf } from "./seat.ts";

/** Neighbouring seats of one event that are sold at one price. Prices are those of one seat, in minor units. */
export interface SaleLine {
  readonly run: EventRun;
  /** The plan that they are sold in. */
  readonly planId?: number | null;
  readonly priceCode: string;
  readonly ticketTypeId: number;
  /** What the price code says, unless it is given. */
  readonly fullPrice?: number;
  /** The full price less discount and with surcharge, unless it is given. */
  readonly purchasePrice?: number;
  /** How much of it is paid; all of it unless it is given. */
  readonly paid?: number;
  readonly discountCode?: string | null;
  readonly discount?: number;
  readonly surchargeCode?: string | null;
  readonly surcharge?: number;
  readonly compCode?: string | null;
  readonly compName?: string | null;
  readonly promotionCode?: string | null;
  readonly renewal?: boolean;
  readonly deliveryMethodId?: number | null;
  readonly market?: "primary" | "secondary" | "host";
  readonly userFlag?: boolean;
}

/** Seats that become an account's, or are kept for it. */
export interface Sale {
  readonly accountId: number;
  readonly lines: readonly SaleLine[];
  /** The cart whose held seats these may be; it becomes the order. Otherwise all must be open, or reserved for the account. */
  readonly orderId?: number;
  /** When it happened; now, unless it is told later. */
  readonly soldAt?: Date;
  readonly sellLocation?: string | null;
  readonly salesSource?: string | null;
  /** Kept and not sold, until then or for good. */
  readonly reserve?: { readonly until: Date | null };
}

/** A line with its prices. */
export type Priced = SaleLine & { readonly fullPrice: number; readonly purchasePrice: number; readonly paid: number };

const tries = 3;

/**
 * Sells seats to an account, all of them or none; gives the order's number. Refuses with seats-not-there, seats-not-open, seats-held-otherwise (the cart is another's or over), event-not-published,
 * price-not-there, account-not-found and value-invalid.
 */
export async function sell(core: Core, caller: Caller, sale: Sale): Promise<number> {
  const write = newWrite(core);
  const lines = await priced(core, caller, sale.lines);
  const orderId = sale.orderId ?? (await nextNumber(core, caller.orgId, "order"));
  for (let tried = 1; ; tried++) {
    try {
      return await runWrite(core, caller, write, async (tx, record) => {
        await sellIn(core, caller, tx, record, write, [{ ...sale, orderId, lines }]);
        return orderId;
      });
    } catch (error) {
      if (violates(error, "orders_pkey")) refuse("seats-held-otherwise");
      if (violatesForeignKey(error)?.includes("account_id")) refuse("account-not-found");
      // Somebody has one of the barcodes: others are drawn.
      if (!violates(error, "event_seats_barcode") || tried === tries) throw error;
    }
  }
}

/** The lines with what they cost. Refuses with price-not-there and value-invalid, which tell the line. */
export async function priced(core: Core, { orgId }: Caller, lines: readonly SaleLine[]): Promise<Priced[]> {
  if (lines.length === 0) refuse("value-invalid", { field: "lines", fault: "must name a seat" });
  const open = lines.filter((one) => one.fullPrice === undefined);
  const found = open.length
    ? await core.db.run(pricesOf, [
        orgId,
        open.map((one) => one.run.eventId),
        open.map((one) => one.priceCode),
        open.map((one) => one.ticketTypeId),
      ])
    : [];
  const key = (one: { eventId: number; priceCode: string; ticketTypeId: number }): string =>
    `${one.eventId} ${one.ticketTypeId} ${one.priceCode}`;
  const prices = new Map(found.map((one) => [key(one), one.price]));
  return lines.map((line, index) => {
    const fullPrice = line.fullPrice ?? prices.get(key({ ...line, eventId: line.run.eventId }));
    if (fullPrice === undefined) return refuse("price-not-there", { field: "price_code", index, id: line.priceCode });
    const purchasePrice = line.purchasePrice ?? Math.max(0, fullPrice - (line.discount ?? 0) + (line.surcharge ?? 0));
    if ((line.paid ?? 0) > purchasePrice)
      return refuse("value-invalid", { field: "paid", index, fault: "is more than the price" });
    return { ...line, fullPrice, purchasePrice, paid: line.paid ?? purchasePrice };
  });
}

/** A sale whose lines have their prices, under an order's number that was taken for it. */
export type PricedSale = Omit<Sale, "lines" | "orderId"> & { readonly orderId: number; readonly lines: readonly Priced[] };

/** Makes sales in a write that is under way: all of them or none. */
export async function sellIn(
  core: Core,
  caller: Caller,
  tx: Transaction,
  record: RecordChange,
  write: Write,
  sales: readonly PricedSale[],
): Promise<void> {
  const runs = sales.flatMap(({ lines }) => lines.map((one) => one.run));
  const eventIds = [...new Set(runs.map((one) => one.eventId))].sort((a, b) => a - b);
  const [events, classes, claimed] = await Promise.all([
    tx.query(shareEvents, [caller.orgId, eventIds]),
    tx.query(classRules, [caller.orgId]),
    claim(tx, caller, runs),
  ]);
  const killed = new Set(classes.filter((one) => one.kill).map((one) => one.classId));
  const barcoded = new Set(events.filter((one) => one.barcoded).map((one) => one.eventId));
  if (events.some((one) => one.status !== "published" && one.status !== "postponed")) refuse("event-not-published");
  const seats: HeldSeat[] = [];
  const moves: Move[] = [];
  for (const sale of sales) {
    const { orderId, accountId, lines, reserve } = sale;
    for (const [index, { run, priceCode }] of lines.entries()) {
      const before = claimed.of(run);
      refuseTaken(before, sale, write.at, killed);
      const turn = nextTurn(before);
      const line = index + 1;
      const state = reserve ? "reserved" : "sold";
      for (const seat of before) {
        const barcode = !reserve && barcoded.has(run.eventId) ? newBarcode() : null;
        seats.push({ ...seat, state, orderId, line, accountId, heldUntil: reserve?.until ?? null, barcode, turn });
      }
      moves.push({ ...run, kind: reserve ? "reserve" : "sale", orderId, line, accountId, priceCode, turn });
    }
    sendOrder(tx, caller, write, sale);
    const values = {
      accountId: [null, accountId],
      seats: [null, lines.reduce((sum, one) => sum + one.run.seats, 0)],
      amount: [null, lines.reduce((sum, one) => sum + one.purchasePrice * one.run.seats, 0)],
    } as const;
    record({ entity: "order", entityId: orderId, version: 1, action: reserve ? "reserved" : "sold", values });
  }
  sendSeats(tx, caller, seats);
  await sendMoves(core, caller, tx, write, moves);
}

/** Seats of the cart must still be its own, or be reserved for the account; others must be open. A seat whose hold has ended is still to be had by whose hold it was. */
function refuseTaken(
  seats: readonly HeldSeat[],
  { orderId, accountId }: Pick<PricedSale, "orderId" | "accountId">,
  now: Date,
  killed: ReadonlySet<number>,
): void {
  const isTheirs = (seat: HeldSeat): boolean =>
    (seat.state === "held" && seat.orderId === orderId) || (seat.state === "reserved" && seat.accountId === accountId);
  const isFree = (seat: HeldSeat): boolean => isOpen(seat, now) || isTheirs(seat);
  const taken = seats.filter((seat) => !isFree(seat) || killed.has(seat.classId));
  if (taken.length > 0) refuse("seats-not-open", { seats: taken.map(placeOf) });
}

function sendOrder(
  tx: Transaction,
  { orgId }: Caller,
  { at }: Write,
  { orderId, accountId, lines, reserve, soldAt = at, sellLocation, salesSource }: PricedSale,
): void {
  const state = reserve ? "reserved" : "sold";
  tx.send(insertOrder, [orgId, orderId, accountId, state, sellLocation ?? null, salesSource ?? null, soldAt]);
  const column = <K extends keyof Priced>(key: K, otherwise: unknown = null) => lines.map((one) => one[key] ?? otherwise);
  const run = <K extends keyof EventRun>(key: K) => lines.map((one) => one.run[key]);
  tx.send(insertOrderLines, [
    ...[orgId, orderId, soldAt, run("eventId"), column("planId"), run("rowId"), run("firstSeat"), run("seats")],
    ...[column("priceCode"), column("ticketTypeId"), column("fullPrice"), column("purchasePrice"), column("paid")],
    ...[column("discountCode"), column("discount", 0), column("surchargeCode"), column("surcharge", 0)],
    ...[column("compCode"), column("compName"), column("promotionCode"), column("renewal", false)],
    ...[column("deliveryMethodId"), column("market", "primary"), column("userFlag", false)],
    ...[lines.map((_, index) => index + 1), reserve?.until ?? null],
  ]);
}
