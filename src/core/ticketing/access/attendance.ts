import type { Core } from "../../core.ts";
import { type FeedPage, type FeedPlace, pageOf } from "../feeds/place.ts";
import {
  admittedSeats,
  type ScanRow,
  scansAfter,
  scansOfAccount,
  scansOfEvents,
  ticketOfBarcode,
  ticketsOfEvent,
} from "./queries.ts";

export type { ScanRow };

/** Whose scans are wanted: of these events, of this account, or both. */
export interface WantedScans {
  /** Undefined: of all. */
  readonly events?: readonly number[];
  readonly accountId?: number | null;
  readonly count: number;
  /** From 0 on. */
  readonly page: number;
}

/** Scans seat by seat, with whether there are more. */
export async function readScans(
  { db }: Pick<Core, "db">,
  orgId: number,
  { events, accountId = null, count, page }: WantedScans,
): Promise<{ rows: ScanRow[]; more: boolean }> {
  const one = accountId === null ? scansOfEvents : scansOfAccount;
  const read = await db.run(one, [orgId, events ?? null, accountId, count + 1, page * count]);
  return { rows: read.slice(0, count), more: read.length > count };
}

/** Scans from a place on, in the order in which the change log has them: each once. At most `count`; of all events unless some are given. */
export async function readNewScans(
  { db }: Pick<Core, "db">,
  orgId: number,
  { events, accountId = null }: Pick<WantedScans, "events" | "accountId">,
  from: FeedPlace,
  count: number,
): Promise<FeedPage<ScanRow>> {
  const values = [orgId, from.at, from.seq, count + 1, from.skip, events ?? null, accountId];
  return pageOf(await db.run(scansAfter, values), count, from);
}

/** How many seats of an event were admitted, each counted once, and how many of them are inside. */
export async function countAdmitted(
  { db }: Pick<Core, "db">,
  orgId: number,
  eventId: number,
): Promise<{ admitted: number; inside: number }> {
  return (await db.run(admittedSeats, [orgId, eventId]))[0]!;
}

/** The tickets that open the gates of an event: what a scanner loads before it goes offline. */
export function readGateTickets({ db }: Pick<Core, "db">, orgId: number, eventId: number) {
  return db.run(ticketsOfEvent, [orgId, eventId]);
}

/** What a barcode stands for, or stood for until it was retired; undefined when it never was one. */
export async function readBarcode({ db }: Pick<Core, "db">, orgId: number, barcode: number) {
  return (await db.read(ticketOfBarcode, [orgId, barcode]))[0];
}

/** What was read as a barcode: its number, or the text when it can't be one. */
export function barcodeFrom(read: string): number | string {
  const text = read.trim();
  return /^\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : text;
}
