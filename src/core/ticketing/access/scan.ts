import { violates } from "../../../platform/database/errors.ts";
import type { Transaction } from "../../../platform/database/transaction.ts";
import { randomSlice } from "../../../platform/ids.ts";
import { newWrite, runWrite, type Write } from "../../audit/write.ts";
import type { Caller, Core, Outcome } from "../../core.ts";
import { nextNumber } from "../../organisations/blocks.ts";
import { refuse } from "../../refusal.ts";
import { lockSeats } from "../inventory/queries.ts";
import { inKeyOrder, type Place } from "../inventory/seat.ts";
import { inReportedOrder, judgeReports, type Known, type NewScan, refOf, type ScanReport, type TicketPlace } from "./judge.ts";
import {
  type AnsweredScan,
  eventOfName,
  gateEvent,
  insertScans,
  passagesOf,
  placesOfBarcodes,
  putAdmissions,
  retiredAmong,
  scansReported,
} from "./queries.ts";

export type { AnsweredScan, ScanReport };

/** Scans at the gates of one event. */
export interface Scans {
  readonly eventId: number;
  readonly reports: readonly ScanReport[];
  /** What the scanner's clock shows now, by which its error is known; without it the clock is taken to be right. */
  readonly scannerNow?: Date | null;
}

/** The number of an event that has gates, by its name without regard to case. Refuses with not-there. */
export async function gateEventNamed({ db }: Pick<Core, "db">, orgId: number, name: string): Promise<number> {
  const [found] = await db.read(eventOfName, [orgId, name.trim().toUpperCase()]);
  return found?.eventId ?? refuse("not-there", { field: "event_name", id: name });
}

const tries = 3;

/**
 * Decides scans, and takes down those that scanners have decided while they were offline; gives an answer for each, in their order. A scanner's report that was told before (the same scanner and reference) is answered as it was
 * then and counts once. All seats of the scans are locked, so that of two gates at once one admits; what a seat is at is made from everything that is known of it, so the order of reports makes no difference.
 * Refuses with not-there (the event) and reference-in-use (the scanner has given its reference to another event, barcode or direction).
 */
export async function recordScans(
  core: Core,
  caller: Caller,
  { eventId, reports, scannerNow }: Scans,
  outcome?: (answers: AnsweredScan[]) => Outcome,
): Promise<AnsweredScan[]> {
  const { orgId } = caller;
  const [event] = await core.db.read(gateEvent, [orgId, eventId]);
  if (!event) return refuse("not-there", { field: "event_id", id: String(eventId) });
  const write = newWrite(core);
  const tickets = await ticketsOf(core, orgId, reports);
  const error = scannerNow ? scannerNow.getTime() - write.at.getTime() : 0;
  const ordered = inReportedOrder(
    // Nothing has happened after it is heard of, whatever clocks say.
    reports.map((one) => ({ ...one, at: new Date(Math.min(one.at.getTime() - error, write.at.getTime())) })),
  );
  const numbers: number[] = [];
  for (const _ of reports) numbers.push(await nextNumber(core, orgId, "scan"));
  const places = distinct([...tickets.values()].filter((one) => one.eventId === eventId));
  for (let tried = 1; ; tried++) {
    try {
      return await runWrite(
        core,
        caller,
        write,
        async (tx) => {
          const known = await lookUp(tx, orgId, ordered, [...tickets.keys()], places);
          const { answers, fresh, states } = judgeReports(event, ordered, { ...known, tickets }, numbers);
          sendScans(tx, caller, write, eventId, fresh);
          if (states.length > 0) {
            const column = <K extends keyof (typeof states)[number]>(key: K) => states.map((one) => one[key]);
            tx.send(putAdmissions, [
              ...[orgId, eventId, column("rowId"), column("seat"), column("barcode"), column("inside")],
              ...[column("firstScan"), column("lastScan"), column("lastAt")],
            ]);
          }
          return answers;
        },
        outcome,
      );
    } catch (failed) {
      // The same report came twice at once: now the other one is found.
      if (!violates(failed, "scans_once") || tried === tries) throw failed;
    }
  }
}

async function ticketsOf(core: Core, orgId: number, reports: readonly ScanReport[]): Promise<Map<number, TicketPlace>> {
  const barcodes = [...new Set(reports.flatMap(({ barcode }) => (typeof barcode === "number" ? [barcode] : [])))];
  const found = barcodes.length > 0 ? await core.db.run(placesOfBarcodes, [orgId, barcodes]) : [];
  return new Map(found.map((one) => [one.barcode, one]));
}

function distinct(places: readonly TicketPlace[]): Place[] {
  const byKey = new Map(places.map(({ eventId, rowId, seat }) => [`${rowId} ${seat}`, { eventId, rowId, seat }]));
  return [...byKey.values()].sort(inKeyOrder);
}

/** Locks the seats, then looks at what is known of them. */
async function lookUp(
  tx: Transaction,
  orgId: number,
  reports: readonly ScanReport[],
  barcodes: readonly number[],
  places: readonly Place[],
): Promise<Omit<Known, "tickets">> {
  const where = [places.map((one) => one.eventId), places.map((one) => one.rowId), places.map((one) => one.seat)];
  const told = reports.filter((one) => one.scannerRef != null);
  const [seats, retired, passages, answered] = await Promise.all([
    tx.query(lockSeats, [orgId, ...where]),
    tx.query(retiredAmong, [orgId, barcodes]),
    tx.query(passagesOf, [orgId, ...where]),
    tx.query(scansReported, [orgId, told.map((one) => one.scanner), told.map((one) => one.scannerRef)]),
  ]);
  return {
    owners: new Map(seats.flatMap((one) => (one.barcode === null ? [] : [[one.barcode, one.accountId!] as const]))),
    retired: new Map(retired.map((one) => [one.barcode, one])),
    passages,
    answered: new Map(answered.map((one) => [refOf(one)!, one])),
  };
}

function sendScans(tx: Transaction, caller: Caller, write: Write, eventId: number, scans: readonly NewScan[]): void {
  if (scans.length === 0) return;
  const column = <K extends keyof NewScan>(key: K) => scans.map((one) => one[key] ?? null);
  tx.send(insertScans, [
    ...[caller.orgId, write.writeId, write.at, caller.keyId, caller.userName, caller.protocol, caller.call, caller.requestId],
    ...[eventId, column("scanId"), column("barcode"), column("rowId"), column("seat"), column("accountId"), column("direction")],
    ...[column("code"), column("gate"), column("scanner"), column("scannerRef"), column("at"), column("offline")],
    ...[column("conflictsWith"), scans.map(() => randomSlice(16))],
  ]);
}
