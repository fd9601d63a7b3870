/** A place in a feed: behind this row, in the order of when changes were numbered and of their numbers. */
export interface FeedPlace {
  readonly at: Date;
  readonly seq: number;
  /** So many rows further on. */
  readonly skip: number;
  /** The time that the caller named; without one that of the row. */
  readonly asked: Date;
  readonly byCursor: boolean;
  /** Of a walk by time that goes on by the cursor of one of its pages: the row that it goes on behind; see pageOfEach. */
  readonly behind?: { readonly at: Date; readonly seq: number };
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
    const text = Buffer.from(cursor, "base64url").toString("latin1");
    const [, at, seq, start] = /^(\d{1,15})-(\d{1,15})(?:-(\d{1,15}))?$/.exec(text) ?? [];
    if (at === undefined) return undefined;
    const time = new Date(Number(at));
    if (start !== undefined) {
      const begun = new Date(Number(start));
      return { at: begun, seq: -1, skip, asked: begun, byCursor: false, behind: { at: time, seq: Number(seq) } };
    }
    return { at: time, seq: Number(seq), skip, asked: time, byCursor: true };
  }
  return {
    at: since ? new Date(since.getTime() - overlapMs) : new Date(0),
    seq: -1,
    skip,
    asked: since ?? new Date(0),
    byCursor: false,
  };
}

/**
 * The cursor behind a row. It holds a time beside the number: after a restore numbers that were given since the backup are given again, to other changes, always at a later time; so who goes on from
 * before the restore meets all of those, and none that they had seen.
 */
export function cursorBehind({ at, seq }: { readonly at: Date; readonly seq: number }, start?: Date): string {
  const began = start ? `-${Math.max(0, start.getTime())}` : "";
  return Buffer.from(`${at.getTime()}-${seq}${began}`, "latin1").toString("base64url");
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

/**
 * The same of a feed that tells each thing once, with its latest change. By cursor a thing stands where it changed last, and comes again only when it changes again. By time, in pages, it stands where it changed first since then, so that no place moves while changes are being made and
 * pages neither skip nor repeat, also when one goes on by the cursor of such a page; the last page then ends behind all changes, those of things that were told before too.
 */
export function pageOfEach<Row extends FeedRow & { readonly newest_at: Date; readonly newest_seq: number }>(
  read: readonly Row[],
  count: number,
  from: FeedPlace,
): FeedPage<Row> {
  const page = pageOf(read, count, from);
  const last = page.rows.at(-1);
  if (from.byCursor) return page;
  // Its cursor goes on with the same walk.
  const behind = last ? { at: last.numbered_at, seq: last.seq } : from.behind;
  if (behind && (!last || page.more)) return { ...page, cursor: cursorBehind(behind, from.at) };
  if (!last) return page;
  return { ...page, cursor: cursorBehind({ at: last.newest_at, seq: last.newest_seq }), at: last.newest_at };
}

/** What the statements of such a feed take for a walk by time, behind all else: the row that it goes on behind. */
export function behindOf({ byCursor, behind = { at: new Date(0), seq: -1 } }: FeedPlace): readonly unknown[] {
  return byCursor ? [] : [behind.at, behind.seq];
}
