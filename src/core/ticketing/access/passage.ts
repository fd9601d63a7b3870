import type { ScanOutcome } from "./outcomes.ts";

export type Direction = "in" | "out";

/** Somebody who went through a gate with the ticket of a seat. */
export interface Passage {
  readonly scanId: number;
  /** As stored with the scan. */
  readonly barcode: string;
  readonly direction: Direction;
  readonly at: Date;
  readonly scanner: string | null;
  readonly scannerRef: string | null;
}

/** What a gate must know of its event. */
export interface GateEvent {
  readonly status: string;
  readonly doorsAt: Date | null;
  /** Whether who has gone out may come in again. */
  readonly reEntry: boolean;
}

/** A ticket that a barcode is, or was, of. */
export interface GateTicket {
  /** It is for this event. */
  readonly ofEvent: boolean;
  /** The only gate that it may come in by. */
  readonly gate: string | null;
  /** From when on it opens no gate any more. */
  readonly retiredAt: Date | null;
}

/** What a scanner asks, or tells. */
export interface Attempt {
  readonly direction: Direction;
  readonly at: Date;
  readonly gate: string | null;
}

const text = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

/**
 * In the order in which they happened, whatever order they were heard of in: of two at the same moment, and of no others, scanners and their
 * references decide. Statements order in the same way (queries.ts).
 */
export function inOrder(one: Passage, other: Passage): number {
  return (
    one.at.getTime() - other.at.getTime() ||
    text(one.direction, other.direction) ||
    text(one.scanner ?? "", other.scanner ?? "") ||
    text(one.scannerRef ?? "", other.scannerRef ?? "") ||
    one.scanId - other.scanId
  );
}

/** Decides a scan by what is known now; `passages` are those of this ticket, in order. */
export function decideNow(
  event: GateEvent,
  ticket: GateTicket | undefined,
  passages: readonly Passage[],
  { direction, at, gate }: Attempt,
): ScanOutcome {
  if (!ticket) return "unknown";
  if (!ticket.ofEvent) return "other-event";
  const inside = passages.at(-1)?.direction === "in";
  // Whoever is inside may leave, whatever has become of ticket and event since.
  if (direction === "out") return inside ? "admitted" : ticket.retiredAt ? "retired" : "not-inside";
  if (ticket.retiredAt) return "retired";
  if (event.status !== "published") return "not-on";
  if (event.doorsAt && at < event.doorsAt) return "too-early";
  if (ticket.gate && gate && !sameName(ticket.gate, gate)) return "other-gate";
  if (inside || (passages.length > 0 && !event.reEntry)) return "used";
  return "admitted";
}

const sameName = (one: string, other: string): boolean => one.trim().toUpperCase() === other.trim().toUpperCase();

/**
 * What to make of what a scanner has done while it was offline. Who was let through is through: it counts, unless there is no seat of this event that it could count for. It depends on nothing that is
 * reported by others, so the order of reports makes no difference.
 */
export function judgeDone(ticket: GateTicket | undefined, { direction, at }: Attempt, admitted: boolean): ScanOutcome {
  if (!admitted) return "refused-offline";
  if (!ticket) return "unknown";
  if (!ticket.ofEvent) return "other-event";
  return direction === "in" && ticket.retiredAt && at >= ticket.retiredAt ? "retired" : "admitted";
}

/**
 * The passage that an entry is in conflict with: somebody was let in on the same ticket before or after it and had not gone out in between, or, without re-entry, at all. `others` are those of this
 * ticket that are known, in order. Of several it is the one before, then the one after.
 */
export function conflictOf(entry: Passage, others: readonly Passage[], reEntry: boolean): Passage | undefined {
  if (entry.direction === "out") return undefined;
  const earlier = others.filter((one) => inOrder(one, entry) < 0);
  const later = others.filter((one) => inOrder(one, entry) > 0);
  if (!reEntry) return earlier.findLast(isEntry) ?? later.find(isEntry);
  return [earlier.at(-1), later[0]].find((one) => one !== undefined && isEntry(one));
}

const isEntry = ({ direction }: Passage): boolean => direction === "in";

/** What a seat is at. */
export interface SeatState {
  /** Of the ticket that was admitted last. */
  readonly barcode: string;
  readonly inside: boolean;
  readonly first: Passage;
  readonly last: Passage;
}

/** What a seat is at after these passages, in whatever order they came. Undefined without any. */
export function stateOf(passages: readonly Passage[]): SeatState | undefined {
  const ordered = passages.toSorted(inOrder);
  const barcode = (ordered.findLast(isEntry) ?? ordered.at(-1))?.barcode;
  if (barcode === undefined) return undefined;
  const own = ordered.filter((one) => one.barcode === barcode);
  const [first, last] = [own[0]!, own.at(-1)!];
  return { barcode, inside: isEntry(last), first, last };
}
