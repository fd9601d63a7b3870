import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, it } from "node:test";
import fc from "fast-check";
import { createLimiter, type LimitedKey } from "../../../src/core/limits/limiter.ts";
import { testClock } from "../../support/app.ts";
import { openTestDatabase, testDatabase } from "../../support/database.ts";

const db = openTestDatabase(await testDatabase("empty"));
const minute = 60_000;
const day = 24 * 60 * minute;

function key(callsPerMinute: number | null, callsPerDay: number | null): LimitedKey {
  return { orgId: 1, keyId: randomUUID(), callsPerMinute, callsPerDay };
}

/** A limiter on the test's database that tells how often it asked. */
function limiter(clock = testClock()) {
  let asked = 0;
  const run: typeof db.run = (one, values) => {
    asked++;
    return db.run(one, values);
  };
  const counted = { ...db, run };
  return { clock, take: createLimiter({ db: counted, clock }).take, asked: () => asked };
}

/** Calls one after another; gives what each was told. */
async function calls(take: (key: LimitedKey) => number | Promise<number>, one: LimitedKey, count: number): Promise<number[]> {
  const told: number[] = [];
  for (let i = 0; i < count; i++) told.push(await take(one));
  return told;
}

const passed = (told: readonly number[]): number => told.filter((wait) => wait === 0).length;

describe("a limiter", () => {
  it("refuses what is over a minute's limit, with the seconds until the minute ends, and then lets calls through again", async () => {
    const { take, clock } = limiter();
    const one = key(3, null);
    assert.deepEqual(await calls(take, one, 4), [0, 0, 0, 60]);
    clock.pass(59_001);
    assert.equal(await take(one), 1);
    clock.pass(998);
    assert.equal(await take(one), 1);
    clock.pass(1);
    assert.deepEqual(await calls(take, one, 4), [0, 0, 0, 60]);
  });

  it("begins a minute with its first call, not on the clock's minute", async () => {
    const { take, clock } = limiter();
    const one = key(2, null);
    await take(one);
    clock.pass(45_000);
    assert.deepEqual(await calls(take, one, 2), [0, 15]);
    clock.pass(40_000);
    assert.deepEqual(await calls(take, one, 3), [0, 0, 60]);
  });

  it("refuses what is over a day's limit until 24 hours after its first call", async () => {
    const { take, clock } = limiter();
    const one = key(null, 2);
    assert.deepEqual(await calls(take, one, 3), [0, 0, 86_400]);
    clock.pass(day - 1);
    assert.equal(await take(one), 1);
    clock.pass(1);
    assert.equal(await take(one), 0);
  });

  it("takes nothing of the day for what the minute refuses, and nothing of the minute for what the day refuses", async () => {
    const { take, clock } = limiter();
    const one = key(2, 5);
    assert.deepEqual(await calls(take, one, 20), [0, 0, ...Array(18).fill(60)]);
    clock.pass(minute);
    assert.equal(passed(await calls(take, one, 20)), 2);
    clock.pass(minute);
    assert.equal(passed(await calls(take, one, 20)), 1);
    // The minute has room for one more; both windows are asked for at once by a process that knows of neither.
    const other = limiter(clock);
    assert.deepEqual(await calls(other.take, one, 3), Array(3).fill((day - 2 * minute) / 1000));
    clock.pass(day - 2 * minute);
    assert.equal(passed(await calls(other.take, one, 20)), 2);
  });

  it("tells the later end when both windows are full", async () => {
    const { take } = limiter();
    const one = key(2, 2);
    assert.deepEqual(await calls(take, one, 3), [0, 0, 86_400]);
    assert.deepEqual(await calls(limiter().take, one, 1), [86_400]);
  });

  it("asks nothing for a key without limits", async () => {
    const { take, asked } = limiter();
    assert.equal(take(key(null, null)), 0);
    assert.equal(asked(), 0);
  });

  it("asks once for a hundredth of the limit, both windows together, and not while the block lasts", async () => {
    const { take, asked } = limiter();
    const one = key(1_000, 5_000);
    const counts: number[] = [];
    for (let i = 0; i < 51; i++) {
      await take(one);
      counts.push(asked());
    }
    assert.deepEqual(
      counts,
      Array.from({ length: 51 }, (_, i) => 1 + Math.floor(i / 10)),
    );
    const day100 = key(null, 10_000);
    const before = asked();
    await calls(take, day100, 100);
    assert.equal(asked() - before, 1);
  });

  it("asks once that a window is full, not for each refusal", async () => {
    const { take, asked } = limiter();
    const one = key(1, null);
    await calls(take, one, 100);
    assert.equal(asked(), 1);
    const late = limiter();
    await calls(late.take, one, 100);
    assert.equal(late.asked(), 1);
  });

  it("asks once for all that come at once", async () => {
    const { take, asked } = limiter();
    const told = await Promise.all(Array.from({ length: 100 }, () => take(key1)));
    assert.equal(passed(told), 80);
    assert.ok(asked() <= 3, `${asked()} statements`);
  });
  const key1 = key(80, 5_000);

  it("lets exactly the limit through that several processes share, whatever the blocks leave over", async () => {
    const clock = testClock();
    const several = Array.from({ length: 4 }, () => limiter(clock));
    for (const limit of [1, 80, 99, 100, 250, 333]) {
      const one = key(limit, null);
      const told = await Promise.all(Array.from({ length: limit * 2 + 50 }, (_, i) => several[i % several.length]!.take(one)));
      assert.equal(passed(told), limit, `limit ${limit}`);
    }
  });

  it("follows a limit that is changed", async () => {
    const { take } = limiter();
    const one = key(2, null);
    assert.equal(passed(await calls(take, one, 5)), 2);
    assert.equal(passed(await calls(take, { ...one, callsPerMinute: 4 }, 5)), 2);
    assert.equal(passed(await calls(take, { ...one, callsPerMinute: 3 }, 5)), 0);
    assert.equal(await take({ ...one, callsPerMinute: null }), 0);
  });

  it("begins anew when the clock was turned far back", async () => {
    const { take, clock } = limiter();
    const one = key(1, 1);
    assert.equal(await take(one), 0);
    clock.pass(-365 * day);
    assert.deepEqual(await calls(take, one, 2), [0, 86_400]);
    assert.deepEqual(await calls(limiter(clock).take, one, 1), [86_400]);
  });

  it("never lets more through than a plain count would, and at most a block for each process fewer", async () => {
    const steps = fc.array(
      fc.record({
        who: fc.integer({ min: 0, max: 1 }),
        passes: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 90_000 }), fc.constant(day / 2)),
        calls: fc.integer({ min: 1, max: 120 }),
      }),
      { minLength: 1, maxLength: 12 },
    );
    const limit = fc.option(fc.integer({ min: 1, max: 400 }), { nil: null });
    await fc.assert(
      fc.asyncProperty(limit, limit, steps, async (perMinute, perDay, all) => {
        const clock = testClock();
        const one = key(perMinute, perDay);
        const two = [limiter(clock), limiter(clock)];
        const windows = [
          { ms: minute, limit: perMinute, begun: Number.NEGATIVE_INFINITY, used: 0 },
          { ms: day, limit: perDay, begun: Number.NEGATIVE_INFINITY, used: 0 },
        ];
        for (const step of all) {
          clock.pass(step.passes);
          const now = clock.now().getTime();
          for (const window of windows) if (now >= window.begun + window.ms) Object.assign(window, { begun: now, used: 0 });
          const told = await Promise.all(Array.from({ length: step.calls }, () => two[step.who]!.take(one)));
          const through = passed(told);
          for (const window of windows) {
            window.used += through;
            assert.ok(window.limit === null || window.used <= window.limit, "too many");
          }
          const stranded = windows.some(({ limit: most, used }) => most !== null && used >= most - Math.floor(most / 100));
          assert.ok(through === step.calls || stranded, "refused with room left");
          const waits = told.filter((wait) => wait !== 0);
          const ends = windows.map(({ begun, ms }) => Math.ceil((begun + ms - now) / 1000));
          assert.ok(waits.every((wait) => ends.includes(wait)));
        }
      }),
      { numRuns: 60 },
    );
  });
});
