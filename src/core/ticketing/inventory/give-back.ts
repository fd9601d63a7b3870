import type { Transaction } from "../../../platform/database/transaction.ts";
import { newWrite, runWrite, type Write } from "../../audit/write.ts";
import type { Caller, Core } from "../../core.ts";
import { refuse } from "../../refusal.ts";
import { claim } from "./claim.ts";
import { type Move, type MoveKind, nextTurn, sendMoves, sendSeats } from "./moves.ts";
import { classRules, forgetPrints, retireBarcodes, ticketsInUse } from "./queries.ts";
import { type EventRun, type HeldSeat, placeOf } from "./seat.ts";

/** Seats that become nobody's again. */
export interface GivingBack {
  readonly runs: readonly EventRun[];
  /** Whose they must be; anybody's unless it is given. */
  readonly accountId?: number;
  readonly reason?: string | null;
  /** The class that they get; the return class of theirs unless it is given. */
  readonly classId?: number;
}

/** Takes sold seats back from whose they are; they are open from then on, and their barcodes open no gate. Refuses with seats-not-there, seats-not-owned, seats-in-use, not-there (the class) and value-invalid. */
export async function returnSeats(core: Core, caller: Caller, giving: GivingBack): Promise<void> {
  const write = newWrite(core);
  await runWrite(core, caller, write, (tx) => giveBack(core, caller, tx, write, giving, "sold"));
}

/** Ends reservations: the seats are open from then on. Refuses as returnSeats does. */
export async function releaseReserved(core: Core, caller: Caller, giving: GivingBack): Promise<void> {
  const write = newWrite(core);
  await runWrite(core, caller, write, (tx) => giveBack(core, caller, tx, write, giving, "reserved"));
}

/** Ends the holds of a cart before their time. What it does not hold any more stays as it is. Gives how many seats were let go. Refuses with seats-not-there. */
export async function releaseHeld(core: Core, caller: Caller, orderId: number, runs: readonly EventRun[]): Promise<number> {
  const write = newWrite(core);
  return runWrite(core, caller, write, async (tx) => {
    const claimed = await claim(tx, caller, runs);
    const ours = (one: HeldSeat): boolean => one.state === "held" && one.orderId === orderId;
    const moves = runs.flatMap((run) => movesOf(run, claimed.of(run).filter(ours), "release", null));
    const seats = claimed.seats.filter(ours);
    sendSeats(tx, caller, openAgain(seats, moves));
    await sendMoves(core, caller, tx, write, moves);
    return seats.length;
  });
}

/** The same in a write that is under way. */
export async function giveBack(
  core: Core,
  caller: Caller,
  tx: Transaction,
  write: Write,
  { runs, accountId, reason = null, classId }: GivingBack,
  from: "sold" | "reserved",
): Promise<void> {
  const [rules, claimed] = await Promise.all([tx.query(classRules, [caller.orgId]), claim(tx, caller, runs)]);
  const strange = claimed.seats.filter((one) => one.state !== from || (accountId !== undefined && one.accountId !== accountId));
  if (strange.length > 0) refuse("seats-not-owned", { seats: strange.map(placeOf) });
  if (classId !== undefined && !rules.some((one) => one.classId === classId))
    refuse("not-there", { field: "hold_class_id", id: String(classId) });
  await refuseUsed(tx, caller, claimed.seats);
  const returnTo = new Map(rules.map((one) => [one.classId, one.returnClassId ?? one.classId]));
  const after = (seat: HeldSeat): number => classId ?? returnTo.get(seat.classId) ?? seat.classId;
  const moves = runs.flatMap((run) => movesOf(run, claimed.of(run), from === "sold" ? "return" : "release", reason, after));
  sendSeats(tx, caller, openAgain(claimed.seats, moves, after));
  retire(tx, caller, write, claimed.seats, "returned");
  await sendMoves(core, caller, tx, write, moves);
}

/** Refuses tickets with seats-in-use: somebody is inside on them, who would be there twice with whoever gets the seat next; or there is value on them, which would be nobody's. */
export async function refuseUsed(tx: Transaction, { orgId }: Caller, seats: readonly HeldSeat[]): Promise<void> {
  const tickets = seats.filter((one) => one.barcode !== null);
  if (tickets.length === 0) return;
  const column = <K extends keyof HeldSeat>(key: K) => tickets.map((one) => one[key]);
  const used = await tx.query(ticketsInUse, [orgId, column("eventId"), column("rowId"), column("seat"), column("barcode")]);
  if (used.length > 0) refuse("seats-in-use", { seats: used });
}

/** Barcodes of tickets that are given up, or reissued to somebody else, open no gate any more; what was printed for them is forgotten. */
export function retire(
  tx: Transaction,
  { orgId }: Caller,
  { at }: Write,
  seats: readonly HeldSeat[],
  reason: "returned" | "reissued",
): void {
  const old = seats.filter((one) => one.barcode !== null);
  if (old.length === 0) return;
  const column = <K extends keyof HeldSeat>(key: K) => old.map((one) => one[key]);
  tx.send(retireBarcodes, [
    ...[orgId, column("barcode"), column("eventId"), column("rowId"), column("seat"), column("accountId"), reason, at],
  ]);
  tx.send(forgetPrints, [orgId, column("eventId"), column("rowId"), column("seat")]);
}

/** A move for each stretch of a run's seats that was of one order line and one account, and will be of one class. */
function movesOf(
  run: EventRun,
  seats: readonly HeldSeat[],
  kind: MoveKind,
  reason: string | null,
  after: (seat: HeldSeat) => number = (seat) => seat.classId,
): Move[] {
  const stretches: HeldSeat[][] = [];
  for (const seat of seats) {
    const before = stretches.at(-1)?.at(-1);
    const alike =
      before &&
      before.seat + run.increment === seat.seat &&
      before.orderId === seat.orderId &&
      before.line === seat.line &&
      before.accountId === seat.accountId &&
      after(before) === after(seat);
    if (alike) stretches.at(-1)!.push(seat);
    else stretches.push([seat]);
  }
  return stretches.map((some) => {
    const { eventId, rowId, seat: firstSeat, orderId, line, accountId, priceCode } = some[0]!;
    const classId = after(some[0]!);
    const turn = nextTurn(some);
    return { eventId, rowId, firstSeat, seats: some.length, kind, orderId, line, accountId, classId, priceCode, reason, turn };
  });
}

/** The seats as nobody's, each with the turn of its move. */
function openAgain(
  seats: readonly HeldSeat[],
  moves: readonly Move[],
  after: (seat: HeldSeat) => number = (seat) => seat.classId,
): HeldSeat[] {
  const nobodys = { state: "open", orderId: null, line: null, accountId: null, heldUntil: null, barcode: null } as const;
  const turns = new Map<string, number>();
  for (const { eventId, rowId, orderId, line, turn } of moves) {
    const key = `${eventId} ${rowId} ${orderId} ${line}`;
    turns.set(key, Math.max(turn, turns.get(key) ?? 0));
  }
  return seats.map((seat) => ({
    ...seat,
    ...nobodys,
    classId: after(seat),
    turn: turns.get(`${seat.eventId} ${seat.rowId} ${seat.orderId} ${seat.line}`) ?? seat.turn + 1,
  }));
}
