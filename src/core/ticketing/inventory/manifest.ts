import type { Core } from "../../core.ts";
import {
  manifestNamed,
  manifestOfEvent,
  partsOfEvent,
  partsOfManifest,
  rowFacts,
  type SeatedManifest,
  type SeatedSection,
  seatedRows,
  sectionsOfManifest,
} from "../discovery/manifest/queries.ts";
import { seatClasses } from "../discovery/queries.ts";
import { type SeatedRun, seatedRuns } from "./seated-runs.ts";

export type { SeatedManifest, SeatedRun, SeatedSection };

/** What is seated: an event that is no draft, or a manifest itself. Names are compared without case. */
export type Seated = { readonly eventName: string } | { readonly manifestName: string };

/** Neighbouring seats with the section that they are in, and what their classes are called. */
export interface PlacedRun extends SeatedRun {
  readonly section: SeatedSection;
  readonly className: string | undefined;
  readonly defaultClass: string | undefined;
}

/** How a venue is seated. */
export interface OpenManifest extends SeatedManifest {
  /** All seats, each once, in the longest runs that are alike, by section and row. It can be gone through once. */
  readonly runs: AsyncIterable<readonly PlacedRun[]>;
}

/** Seats that are read at once: so many that it is worth its while, and so few that it is soon done. Four times as many need no more memory, nor are they quicker (bench/manifest). */
const seatsOfBatch = 2_000;

/**
 * Begins to read how an event or a manifest is seated. Its seats come in batches, each by statements of its own, one batch ahead of what has been taken: whoever takes them slowly holds no connection and no snapshot. What
 * changes meanwhile is told as it is when its row is reached. Undefined when there is no such event or manifest, or it has no seats (as a plan).
 */
export async function openManifest(
  { db }: Pick<Core, "db">,
  orgId: number,
  seated: Seated,
  seatsAtOnce = seatsOfBatch,
): Promise<OpenManifest | undefined> {
  const [facts] =
    "eventName" in seated
      ? await db.read(manifestOfEvent, [orgId, seated.eventName.trim().toUpperCase()])
      : await db.read(manifestNamed, [orgId, seated.manifestName.trim().toUpperCase()]);
  if (!facts) return undefined;
  const [rows, sections, classes] = await Promise.all([
    db.run(seatedRows, [orgId, facts.manifestId]),
    db.run(sectionsOfManifest, [orgId, facts.manifestId]),
    db.read(seatClasses, [orgId]),
  ]);
  const sectionOf = new Map(sections.map((one) => [one.sectionId, one]));
  const nameOf = new Map(classes.map((one) => [one.classId, one.name]));
  const read = async (rowIds: readonly number[]): Promise<PlacedRun[]> => {
    const [said, parts] = await Promise.all([
      db.run(rowFacts, [orgId, rowIds]),
      facts.eventId === null ? db.run(partsOfManifest, [orgId, rowIds]) : db.run(partsOfEvent, [orgId, rowIds, facts.eventId]),
    ]);
    const rowOf = new Map(said.map((one) => [one.rowId, one]));
    return seatedRuns(parts, rowOf).map((run) => ({
      ...run,
      section: sectionOf.get(run.row.sectionId)!,
      className: nameOf.get(run.classId),
      defaultClass: run.defaultClassId === null ? undefined : nameOf.get(run.defaultClassId),
    }));
  };
  const batches = filled(chunks(rows, seatsAtOnce), read);
  const first = await batches.next();
  if (first.done) return undefined;
  return { ...facts, runs: beginning(first.value, batches) };
}

/** Rows in lists that have about as many seats as are read at once. */
function* chunks(rows: readonly { readonly rowId: number; readonly seats: number }[], seatsAtOnce: number): Generator<number[]> {
  let chunk: number[] = [];
  let seats = 0;
  for (const row of rows) {
    chunk.push(row.rowId);
    seats += row.seats;
    if (seats < seatsAtOnce) continue;
    yield chunk;
    chunk = [];
    seats = 0;
  }
  if (chunk.length > 0) yield chunk;
}

/** What is read of each chunk, without empty batches; the next is read while one is being taken. */
async function* filled(
  lists: Iterable<number[]>,
  read: (rowIds: readonly number[]) => Promise<PlacedRun[]>,
): AsyncGenerator<PlacedRun[]> {
  let next: Promise<PlacedRun[]> | undefined;
  for (const list of lists) {
    const batch = await next;
    next = read(list);
    // Whoever stops in the middle waits for it no more.
    next.catch(() => {});
    if (batch?.length) yield batch;
  }
  const last = await next;
  if (last?.length) yield last;
}

async function* beginning<T>(first: T, rest: AsyncGenerator<T>): AsyncGenerator<T> {
  yield first;
  yield* rest;
}
