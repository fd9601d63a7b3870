/** A place in a feed: behind this row, in the order of when changes were numbered and of their numbers. */
export interface FeedPlace {
  readonly at: Date;
  readonly seq: number;
  /** So many rows further on. */
  readonly skip: number;
  /** The time that the caller named; without one that of the row. */
  readonly asked: Date;
}

/** Where a caller says that they want to go on. */
export interface FeedStart {
  readonly cursor?: string | null;
  readonly since?: Date | null;
  /** Pages of `count` rows from there; 0 is the first. */
  readonly page?: number;
}

/**
 * How much earlier a time is taken. Who reads by their own clock may have read while a number that counts as given before that was not yet to be seen: numbering takes a moment, and clocks differ. So what is read by time comes at least
 * once, and what is read by cursor comes once.
 */
const overlapMs = 30_000;

/** Where to read from. Undefined for a cursor that is none. */
export function placeOf({ cursor, since, page = 0 }: FeedStart, count: number): FeedPlace | undefined {
  const skip = page * count;
  if (cursor) {
    const [, at, seq] = /^(\d{1,15})-(\d{1,15})$/.exec(Buffer.from(cursor, "base64url").toString("latin1")) ?? [];
    if (at === undefined) return undefined;
    const time = new Date(Number(at));
    return { at: time, seq: Number(seq), skip, asked: time };
  }
  return { at: since ? new Date(since.getTime() - overlapMs) : new Date(0), seq: -1, skip, asked: since ?? new Date(0) };
}

/**
 * The cursor behind a row. It holds a time beside the number: after a restore numbers that were given since the backup are given again, to other changes, always at a later time; so who goes on from
 * before the restore meets all of those, and none that they had seen.
 */
export function cursorBehind({ at, seq }: { readonly at: Date; readonly seq: number }): string {
  return Buffer.from(`${at.getTime()}-${seq}`, "latin1").toString("base64url");
}

/** A row of a feed. */
export interface FeedRow {
  readonly seq: number;
  readonly numbered_at: Date;
}

/** What a reader gets. */
export interface FeedPage<Row> {
  readonly rows: readonly Row[];
  readonly more: boolean;
  /** Behind the last row, or where the reader was when there is none. */
  readonly cursor: string;
  /** The time of the last row; of none, the time that was asked for. */
  readonly at: Date;
}

/** Rows that were read, one more than `count` where there are more, as a page. */
export function pageOf<Row extends FeedRow>(read: readonly Row[], count: number, from: FeedPlace): FeedPage<Row> {
  const rows = read.slice(0, count);
  const last = rows.at(-1);
  const behind = last ? { at: last.numbered_at, seq: last.seq } : from;
  const cursor = cursorBehind({ at: behind.at, seq: Math.max(0, behind.seq) });
  return { rows, more: read.length > count, cursor, at: last?.numbered_at ?? from.asked };
}
