import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { slots } from "../../../src/platform/secrets/slots.ts";

class Full extends Error {}

describe("slots", () => {
  it("refuse what comes when the queue is at its bound, without running it, and take more once it moves", {
    timeout: 5_000,
  }, async () => {
    const two = slots(2, 1, () => new Full());
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
