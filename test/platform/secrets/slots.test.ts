import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { slots } from "../../../src/platform/secrets/slots.ts";

class Full extends Error {}

describe("slots", () => {
  it("refuse what comes when the queue is at its bound, without running it, and take more once it moves", {
    timeout: 5_000,
  }, async () => {
    const two = slots(2, { length: 1, waitMs: 1_000, alwaysWaiting: 1 }, () => new Full());
    const ends: (() => void)[] = [];
    let ran = 0;
    const job = () =>
      two.run(() => {
        ran++;
        return new Promise<void>((resolve) => ends.push(resolve));
      });
    const taken = [job(), job(), job()];
    assert.deepEqual([ran, two.waiting()], [2, 1]);
    await assert.rejects(job(), Full);
    await assert.rejects(job(), Full);
    assert.deepEqual([ran, two.waiting()], [2, 1]);
    ends.shift()!();
    await taken[0];
    assert.deepEqual([ran, two.waiting()], [3, 0]);
    taken.push(job());
    while (ends.length || two.waiting()) {
      ends.shift()?.();
      await new Promise(setImmediate);
    }
    await Promise.all(taken);
    assert.equal(ran, 4);
  });
});

describe("slots that know how long a job takes", () => {
  /** Slots of one, after a job that took so long, with one running now. */
  async function busy(ms: number, waitMs: number) {
    const one = slots(1, { length: 1_000, waitMs, alwaysWaiting: 1 }, () => new Full());
    await one.run(() => new Promise((resolve) => setTimeout(resolve, ms)));
    let end = (): void => {};
    const running = one.run(
      () =>
        new Promise<void>((resolve) => {
          end = resolve;
        }),
    );
    return { one, running, end: () => end() };
  }

  it("refuse what would have to wait too long, before anything is done for it", async () => {
    const { one, running, end } = await busy(20, 100);
    const waiting: Promise<void>[] = [];
    const isFull = (): boolean => {
      try {
        one.refuseIfFull();
        return false;
      } catch {
        return true;
      }
    };
    // By 20 ms each, or more on a busy machine: the sixth at most is expected to wait less than 100 ms.
    while (!isFull()) waiting.push(one.run(async () => {}));
    assert.ok(waiting.length >= 1 && waiting.length <= 6, String(waiting.length));
    await assert.rejects(
      one.run(async () => assert.fail("it ran")),
      Full,
    );
    assert.equal(one.waiting(), waiting.length);
    end();
    await Promise.all([running, ...waiting]);
    one.refuseIfFull();
  });

  it("let as many wait as always may, however long that takes, and no more", async () => {
    const { one, running, end } = await busy(30, 1);
    const waiting = one.run(async () => "its turn");
    await assert.rejects(
      one.run(async () => assert.fail("it ran")),
      Full,
    );
    end();
    await running;
    assert.equal(await waiting, "its turn");
  });

  it("refuse nothing for its time while they know none", async () => {
    const one = slots(1, { length: 1_000, waitMs: 1, alwaysWaiting: 1 }, () => new Full());
    await Promise.all(Array.from({ length: 100 }, () => one.run(async () => {})));
  });

  it("drop a job whose turn has not come in ten times that time, and go on with the others", async () => {
    const { one, running, end } = await busy(1, 10);
    const dropped = one.run(async () => assert.fail("it ran"));
    await assert.rejects(dropped, Full);
    assert.equal(one.waiting(), 0);
    const next = one.run(async () => "ran");
    end();
    await running;
    assert.equal(await next, "ran");
    assert.equal(await one.run(async () => "again"), "again");
  });
});
