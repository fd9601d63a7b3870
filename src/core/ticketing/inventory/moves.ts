import type { Transaction } from "../../../platform/database/transaction.ts";
import { randomSlice } from "../../../platform/ids.ts";
import type { Write } from "../../audit/write.ts";
import type { Caller, Core } from "../../core.ts";
import { nextNumber } from "../../organisations/blocks.ts";
import { insertMoves, putSeats } from "./queries.ts";
import type { HeldSeat, Run } from "./seat.ts";

/** What can happen to seats. */
export type MoveKind = "hold" | "release" | "reserve" | "sale" | "return" | "reclass" | "transfer-out" | "transfer-in";

/** Something that happened to neighbouring seats of an event together. */
export interface Move extends Pick<Run, "rowId" | "firstSeat" | "seats"> {
  readonly eventId: number;
  readonly kind: MoveKind;
  readonly orderId?: number | null;
  readonly line?: number | null;
  readonly accountId?: number | null;
  /** The class after it. */
  readonly classId?: number | null;
  readonly priceCode?: string | null;
  readonly heldUntil?: Date | null;
  readonly reason?: string | null;
  readonly turn: number;
}

/** Behind the parts of a write that tell of other things. */
const firstPart = 1_000_000;

/** The turn of what happens to these seats next. */
export const nextTurn = (seats: readonly HeldSeat[]): number => seats.reduce((most, { turn }) => Math.max(most, turn), 0) + 1;

/** Puts moves down as parts of a write. The numbers are taken first, which may wait for the disk. */
export async function sendMoves(
  core: Core,
  caller: Caller,
  tx: Transaction,
  write: Write,
  moves: readonly Move[],
): Promise<void> {
  if (moves.length === 0) return;
  const numbers: number[] = [];
  for (const _ of moves) numbers.push(await nextNumber(core, caller.orgId, "seat-move"));
  const column = <K extends keyof Move>(key: K) => moves.map((one) => one[key] ?? null);
  tx.send(insertMoves, [
    ...[caller.orgId, write.writeId, write.at, caller.keyId, caller.userName, caller.protocol, caller.call, caller.requestId],
    ...[firstPart, numbers, column("eventId"), column("rowId"), column("firstSeat"), column("seats"), column("kind")],
    ...[column("orderId"), column("line"), column("accountId"), column("classId"), column("priceCode"), column("heldUntil")],
    ...[column("reason"), column("turn"), moves.map(() => randomSlice(16))],
  ]);
}

/** What locked seats are from now on. */
export function sendSeats(tx: Transaction, { orgId }: Caller, seats: readonly HeldSeat[]): void {
  if (seats.length === 0) return;
  const column = <K extends keyof HeldSeat>(key: K) => seats.map((one) => one[key]);
  tx.send(putSeats, [
    ...[orgId, column("at"), column("state"), column("orderId"), column("line"), column("accountId"), column("heldUntil")],
    ...[column("classId"), column("priceCode"), column("barcode"), column("turn")],
  ]);
}
