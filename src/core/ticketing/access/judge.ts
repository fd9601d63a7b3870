import { refuse } from "../../refusal.ts";
import { admittedWrongly, outcomeCode } from "./outcomes.ts";
import { conflictOf, type Direction, decideNow, type GateEvent, inOrder, judgeDone, type Passage, stateOf } from "./passage.ts";
import type { AnsweredScan } from "./queries.ts";

/** A barcode as it was read: its number, or the text of what is none. */
export type Barcode = number | string;

/** What a scanner asks, or tells of. */
export interface ScanReport {
  readonly barcode: Barcode;
  readonly direction: Direction;
  /** By the scanner's clock. */
  readonly at: Date;
  readonly gate?: string | null;
  readonly scanner?: string | null;
  /** Under which the scanner can report it again; only beside the scanner's name. */
  readonly scannerRef?: string | null;
  /** Decided by the scanner while it was offline, as `admitted` says. */
  readonly offline: boolean;
  readonly admitted?: boolean;
}

/** Which seat a barcode is of. */
export interface TicketPlace {
  readonly barcode: number;
  readonly eventId: number;
  readonly rowId: number;
  readonly seat: number;
  readonly section: string;
  readonly row: string;
  readonly gate: string | null;
}

/** What is known when scans are judged. */
export interface Known {
  readonly tickets: ReadonlyMap<number, TicketPlace>;
  /** Whose the tickets of the seats are. */
  readonly owners: ReadonlyMap<number, number>;
  readonly retired: ReadonlyMap<number, { readonly accountId: number; readonly retiredAt: Date }>;
  readonly passages: readonly (Passage & { readonly rowId: number; readonly seat: number })[];
  /** Reports that were answered before, by refOf(). */
  readonly answered: ReadonlyMap<string, AnsweredScan>;
}

/** A scan that is stored. */
export interface NewScan extends AnsweredScan {
  readonly rowId: number | null;
  readonly gate: string | null;
}

/** What a seat is at. */
export interface NewState {
  readonly rowId: number;
  readonly seat: number;
  readonly barcode: number;
  readonly inside: boolean;
  readonly firstScan: number;
  readonly lastScan: number;
  readonly lastAt: Date;
}

/** What a report is recognised by; undefined when its scanner gave it nothing. */
export const refOf = ({ scanner, scannerRef }: Pick<ScanReport, "scanner" | "scannerRef">): string | undefined =>
  scannerRef == null ? undefined : JSON.stringify([scanner, scannerRef]);

type Placed = ScanReport & { readonly place: number };

/** Reports with the places that they came at, in the order in which they happened. */
export function inReportedOrder(reports: readonly ScanReport[]): Placed[] {
  return reports.map((one, place) => ({ ...one, place })).sort((a, b) => a.at.getTime() - b.at.getTime() || a.place - b.place);
}

/**
 * Judges reports one after the other, each in the light of those before it. The answers come in the order in which the reports came; their numbers are taken from `numbers`. Refuses with
 * reference-in-use: what another scan was answered must not let anybody in, and an entry must not be lost for it.
 */
export function judgeReports(
  event: GateEvent & { readonly eventId: number },
  reports: readonly Placed[],
  known: Known,
  numbers: readonly number[],
): { answers: AnsweredScan[]; fresh: NewScan[]; states: NewState[] } {
  const bySeat = new Map<string, Passage[]>();
  const seatKey = (one: { rowId: number; seat: number }): string => `${one.rowId} ${one.seat}`;
  for (const one of known.passages) bySeat.set(seatKey(one), [...(bySeat.get(seatKey(one)) ?? []), one]);
  const answered = new Map(known.answered);
  const answers: AnsweredScan[] = [];
  const fresh: NewScan[] = [];
  const changed = new Map<string, TicketPlace>();
  for (const report of reports) {
    const ref = refOf(report);
    const before = ref === undefined ? undefined : answered.get(ref);
    if (before) {
      const same = before.eventId === event.eventId && before.direction === report.direction;
      if (!same || before.barcode !== String(report.barcode)) refuse("reference-in-use", { id: report.scannerRef! });
      answers[report.place] = before;
      continue;
    }
    const place = known.tickets.get(report.barcode as number);
    const ofEvent = place?.eventId === event.eventId;
    const all = ofEvent ? (bySeat.get(seatKey(place)) ?? []) : [];
    const scan = judge(event, report, known, all, numbers[report.place]!);
    if (ofEvent && scan.code === outcomeCode("admitted")) {
      bySeat.set(seatKey(place), [...all, scan]);
      changed.set(seatKey(place), place);
    }
    fresh.push(scan);
    answers[report.place] = scan;
    if (ref !== undefined) answered.set(ref, scan);
  }
  const states = [...changed.values()].map(({ rowId, seat }): NewState => {
    const { barcode, inside, first, last } = stateOf(bySeat.get(seatKey({ rowId, seat }))!)!;
    return { rowId, seat, barcode: Number(barcode), inside, firstScan: first.scanId, lastScan: last.scanId, lastAt: last.at };
  });
  return { answers, fresh, states };
}

function judge(
  event: GateEvent & { readonly eventId: number },
  { barcode: read, direction, gate = null, scanner = null, scannerRef = null, offline, ...report }: ScanReport,
  { tickets, owners, retired }: Known,
  ofSeat: readonly Passage[],
  scanId: number,
): NewScan {
  const place = tickets.get(read as number);
  const barcode = String(read);
  const gone = retired.get(read as number);
  const ofEvent = place?.eventId === event.eventId;
  const ticket = place && { ofEvent, gate: place.gate, retiredAt: gone?.retiredAt ?? null };
  const own = ofSeat.filter((one) => one.barcode === barcode).sort(inOrder);
  const attempt = { direction, at: report.at, gate };
  const name = offline ? judgeDone(ticket, attempt, report.admitted ?? true) : decideNow(event, ticket, own, attempt);
  // What is decided now comes after all that it was decided by.
  const last = offline || name !== "admitted" ? undefined : own.at(-1)?.at;
  const at = last && last >= report.at ? new Date(last.getTime() + 1) : report.at;
  const code = outcomeCode(name);
  const passage = { scanId, eventId: event.eventId, barcode, direction, at, scanner, scannerRef };
  // A ticket that was none any more meets whoever came with the one that is.
  const others = name === "admitted" ? own : admittedWrongly({ offline, code }) ? ofSeat.toSorted(inOrder) : [];
  return {
    ...passage,
    ...{ code, offline, gate, section: null, row: null, rowId: null, seat: null },
    ...(ofEvent && { section: place.section, row: place.row, rowId: place.rowId, seat: place.seat }),
    accountId: ofEvent ? (gone?.accountId ?? owners.get(read as number) ?? null) : null,
    conflictsWith: (offline && conflictOf(passage, others, event.reEntry)?.scanId) || null,
  };
}
