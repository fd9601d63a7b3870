import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  cursorBehind,
  type FeedPage,
  type FeedPlace,
  type FeedRow,
  type FeedStart,
  pageOf,
  pageOfEach,
  placeOf,
} from "../../../src/core/ticketing/feeds/place.ts";

const at = (seconds: number): Date => new Date(Date.UTC(2026, 0, 1) + seconds * 1_000);
const row = (seconds: number, seq: number): FeedRow => ({ seq, numbered_at: at(seconds) });

/** What a feed's statement does: rows behind a place in their order, one more than `count`. */
function read(log: readonly FeedRow[], from: FeedPlace, count: number): FeedRow[] {
  const behind = ({ numbered_at: time, seq }: FeedRow) =>
    time > from.at || (time.getTime() === from.at.getTime() && seq > from.seq);
  return log.filter(behind).slice(from.skip, from.skip + count + 1);
}
const ask = (log: readonly FeedRow[], start: FeedStart, count: number): FeedPage<FeedRow> => {
  const from = placeOf(start, count)!;
  return pageOf(read(log, from, count), count, from);
};
const seqs = (rows: readonly FeedRow[]): number[] => rows.map((one) => one.seq);

describe("a place in a feed", () => {
  it("is none for a cursor that is none", () => {
    for (const bytes of [
      "none",
      "1",
      "1-",
      "-1",
      "1-2-3-4",
      "1-2-",
      "a-1",
      "1.5-1",
      "1--1",
      " 1-2",
      "1-2\n3",
      `${"1".repeat(16)}-1`,
    ])
      assert.equal(placeOf({ cursor: Buffer.from(bytes).toString("base64url") }, 10), undefined, bytes);
    assert.equal(placeOf({ cursor: "!" }, 10), undefined);
  });
  it("is the beginning of time where nothing is said", () =>
    assert.deepEqual(placeOf({}, 10), { at: new Date(0), seq: -1, skip: 0, asked: new Date(0), byCursor: false }));
  it("is thirty seconds before a time, which is the one that was asked for, and pages further on", () =>
    assert.deepEqual(placeOf({ since: at(100), page: 3 }, 20), {
      ...{ at: at(70), seq: -1, skip: 60, asked: at(100), byCursor: false },
    }));
  it("is just behind a cursor's row, whatever time is given beside it", () => {
    const cursor = cursorBehind({ at: at(100), seq: 7 });
    const place = { at: at(100), seq: 7, skip: 0, asked: at(100), byCursor: true };
    assert.deepEqual(placeOf({ cursor }, 10), place);
    assert.deepEqual(placeOf({ cursor, since: at(5), page: 2 }, 10), { ...place, skip: 20 });
    assert.deepEqual(placeOf({ cursor: "" }, 10), placeOf({}, 10));
  });
});

describe("a page of a feed", () => {
  const log = [row(0, 1), row(0, 2), row(10, 3), row(10, 4), row(60, 5)];
  it("has so many rows, says whether there are more, and where the last of them is", () => {
    const page = ask(log, {}, 2);
    assert.deepEqual(page, { rows: log.slice(0, 2), more: true, cursor: cursorBehind({ at: at(0), seq: 2 }), at: at(0) });
    assert.deepEqual(ask(log, { page: 2 }, 2), {
      rows: [log[4]],
      more: false,
      cursor: cursorBehind({ at: at(60), seq: 5 }),
      at: at(60),
    });
    assert.deepEqual([ask(log, {}, 5).more, ask(log, {}, 4).more], [false, true]);
  });
  it("keeps the reader where they were when it is empty", () => {
    const { cursor } = ask(log, {}, 5);
    assert.deepEqual(ask(log, { cursor }, 5), { rows: [], more: false, cursor, at: at(60) });
    const { rows, at: time, cursor: next } = ask(log, { since: at(200) }, 5);
    assert.deepEqual([rows, time], [[], at(200)]);
    // What is numbered behind the asked-for time, less the overlap, is still to come.
    assert.deepEqual(seqs(ask([...log, row(175, 6)], { cursor: next }, 5).rows), [6]);
  });
  it("begins by time with what was numbered in the thirty seconds before, and by cursor never twice", () => {
    assert.deepEqual(seqs(ask(log, { since: at(40) }, 9).rows), [3, 4, 5]);
    assert.deepEqual(seqs(ask(log, { since: at(40.001) }, 9).rows), [5]);
    assert.deepEqual(seqs(ask(log, { cursor: cursorBehind({ at: at(10), seq: 3 }) }, 9).rows), [4, 5]);
  });
  it("has after a restore what was numbered anew, at a later time under the same numbers", () => {
    const { cursor } = ask(log, {}, 5);
    const restored = [...log.slice(0, 3), row(100, 4), row(100, 5), row(101, 6)];
    assert.deepEqual(seqs(ask(restored, { cursor }, 9).rows), [4, 5, 6]);
  });
});

describe("reading a feed while rows are added", () => {
  /** Rows by how many seconds they come after the one before, and a reader's turns: pages of `count`, before each of which some rows are there that were not. */
  const story = fc.record({
    gaps: fc.array(fc.constantFrom(0, 0, 0, 1, 31), { minLength: 1, maxLength: 60 }),
    count: fc.integer({ min: 1, max: 7 }),
    added: fc.array(fc.nat(9), { minLength: 1, maxLength: 30 }),
    begun: fc.option(fc.nat(60)),
  });
  const logOf = (gaps: readonly number[]): FeedRow[] => {
    let time = 0;
    return gaps.map((gap, index) => {
      time += gap;
      return row(time, index + 1);
    });
  };
  /** How much of the log is there at each turn; at the end all of it, for as long as it takes. */
  const heights = (added: readonly number[], length: number): number[] => {
    const turns: number[] = [];
    for (const more of added) turns.push(Math.min(length, (turns.at(-1) ?? 0) + more));
    return [...turns, ...Array(length + 2).fill(length)];
  };

  it("by cursor gives every row once, in order", () =>
    fc.assert(
      fc.property(story, ({ gaps, count, added, begun }) => {
        const log = logOf(gaps);
        const since = begun === null ? null : at(begun);
        const got: FeedRow[] = [];
        let cursor: string | undefined;
        for (const there of heights(added, log.length)) {
          const page = ask(log.slice(0, there), { cursor, since }, count);
          got.push(...page.rows);
          ({ cursor } = page);
        }
        assert.deepEqual(got, since === null ? log : log.filter((one) => one.numbered_at >= at(begun! - 30)));
      }),
    ));

  it("by pages gives every row once, in order", () =>
    fc.assert(
      fc.property(story, ({ gaps, count, added, begun }) => {
        const log = logOf(gaps);
        const since = begun === null ? null : at(begun);
        const got: FeedRow[] = [];
        let page = 0;
        for (const there of heights(added, log.length)) {
          const { rows, more } = ask(log.slice(0, there), { since, page }, count);
          // Who meets a page that is not full asks for it again later.
          if (more || (there === log.length && rows.length > 0)) {
            got.push(...rows);
            page++;
          }
        }
        assert.deepEqual(got, since === null ? log : log.filter((one) => one.numbered_at >= at(begun! - 30)));
      }),
    ));

  it("by the time of the last page gives every row at least once", () =>
    fc.assert(
      fc.property(story, ({ gaps, added }) => {
        const log = logOf(gaps);
        const got = new Set<number>();
        let since: Date | null = null;
        for (const there of heights(added, log.length)) {
          const page = ask(log.slice(0, there), { since }, 100);
          for (const seq of seqs(page.rows)) got.add(seq);
          since = page.at;
        }
        assert.deepEqual(
          [...got].sort((a, b) => a - b),
          seqs(log),
        );
      }),
    ));
});

describe("a feed that tells each thing once", () => {
  /** A change of a thing, and how far the range that was read goes. */
  interface Change extends FeedRow {
    readonly of: string;
  }
  type Told = Change & { readonly newest_at: Date; readonly newest_seq: number };
  /** What such a feed's statement does: each thing where it changed first, or last for who goes by cursor. */
  function readEach(log: readonly Change[], from: FeedPlace, count: number): Told[] {
    const range = read(log, { ...from, skip: 0 }, log.length) as Change[];
    const newest = range.at(-1);
    const each = [...Map.groupBy(range, (one) => one.of).values()].map((all) => all.at(from.byCursor ? -1 : 0)!);
    return each
      .sort((a, b) => a.seq - b.seq)
      .slice(from.skip, from.skip + count + 1)
      .map((one) => ({ ...one, newest_at: newest!.numbered_at, newest_seq: newest!.seq }));
  }
  const askEach = (log: readonly Change[], start: FeedStart, count: number): FeedPage<Told> => {
    const from = placeOf(start, count)!;
    return pageOfEach(readEach(log, from, count), count, from);
  };
  const change = (seconds: number, seq: number, of: string): Change => ({ ...row(seconds, seq), of });
  const named = (page: FeedPage<Told>) => page.rows.map((one) => one.of);
  const log = [change(0, 1, "a"), change(100, 2, "b"), change(200, 3, "c"), change(300, 4, "a")];

  it("by time has things where they changed first, and ends its last page behind all changes", () => {
    const first = askEach(log, {}, 2);
    assert.deepEqual([named(first), first.more, first.at], [["a", "b"], true, at(100)]);
    assert.equal(first.cursor, cursorBehind({ at: at(100), seq: 2 }, new Date(0)));
    assert.deepEqual(placeOf({ cursor: first.cursor }, 10), {
      ...{ at: new Date(0), seq: -1, skip: 0, asked: new Date(0), byCursor: false, behind: { at: at(100), seq: 2 } },
    });
    const second = askEach(log, { page: 1 }, 2);
    assert.deepEqual([named(second), second.more, second.at], [["c"], false, at(300)]);
    assert.equal(second.cursor, cursorBehind({ at: at(300), seq: 4 }));
    assert.deepEqual(askEach(log, { since: at(400) }, 2), { ...askEach([], { since: at(400) }, 2), rows: [] });
  });
  it("by cursor has things where they changed last, and ends there", () => {
    const { cursor } = askEach([], {}, 2);
    const first = askEach(log, { cursor }, 2);
    assert.deepEqual([named(first), first.more, first.at], [["b", "c"], true, at(200)]);
    const second = askEach(log, { cursor: first.cursor }, 2);
    assert.deepEqual([named(second), second.more, second.at], [["a"], false, at(300)]);
    assert.equal(second.cursor, cursorBehind({ at: at(300), seq: 4 }));
  });

  const changes = fc.record({
    things: fc.array(fc.constantFrom("a", "b", "c", "d", "e", "f"), { minLength: 1, maxLength: 40 }),
    count: fc.integer({ min: 1, max: 4 }),
    there: fc.nat(40),
  });
  const logOf = (things: readonly string[]) => things.map((one, index) => change(index * 31, index + 1, one));

  it("tells each once over all pages by time, while they change again", () =>
    fc.assert(
      fc.property(changes, ({ things, count, there }) => {
        const all = logOf(things);
        const first = askEach(all.slice(0, there), {}, count);
        // A page that is not full is the last; who asks behind it skips what has come to it since.
        fc.pre(first.rows.length === count);
        const got = named(first);
        for (let page = 1, more = true; more; page++) {
          const next = askEach(all, { page }, count);
          got.push(...named(next));
          ({ more } = next);
          if (!more && next.rows.length > 0) assert.deepEqual(next.at, all.at(-1)!.numbered_at);
        }
        assert.deepEqual(got, [...new Set(things)]);
      }),
    ));

  it("by cursor tells what changed again again, with nothing missed", () =>
    fc.assert(
      fc.property(changes, ({ things, count, there }) => {
        const all = logOf(things);
        const told: number[] = [];
        let { cursor } = askEach([], {}, count);
        for (const height of [there, ...Array(all.length + 1).fill(all.length)]) {
          const page = askEach(all.slice(0, height), { cursor }, count);
          told.push(...seqs(page.rows));
          ({ cursor } = page);
        }
        assert.equal(new Set(told).size, told.length);
        for (const thing of new Set(things)) assert.ok(told.includes(all.findLast((one) => one.of === thing)!.seq), thing);
      }),
    ));
});
