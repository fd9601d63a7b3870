import assert from "node:assert/strict";
import { after, describe, it, mock } from "node:test";
import { watchOverload } from "../../src/platform/overload.ts";

mock.timers.enable({ apis: ["setInterval"] });
after(() => mock.timers.reset());

/** A watch whose time and load are the test's. `late`: the process does nothing else for so long; `well`: it keeps up. */
function watch(lagMs = 20) {
  let now = 0;
  let active = 100;
  const overload = watchOverload(
    lagMs,
    () => active,
    () => now,
  );
  after(() => overload.stop());
  return {
    overload,
    late: (ms: number) => {
      now += ms;
    },
    tick: () => mock.timers.tick(10),
    well(ms: number) {
      for (let passed = 0; passed < ms; passed += 10) {
        now += 10;
        mock.timers.tick(10);
      }
    },
    active(count: number) {
      active = count;
    },
    refusals: (requests: number) => Array.from({ length: requests }, () => overload.refuses()).filter(Boolean).length,
  };
}

const nextTurn = () => new Promise(setImmediate);

describe("an overloaded process", () => {
  it("refuses what comes while it is late, after a burst, and nothing as soon as it is in time again", async () => {
    const { late, tick, well, refusals } = watch();
    late(31);
    assert.equal(refusals(2_000), 2_000 - 256);
    tick();
    // It is in time from the next tick on.
    assert.equal(refusals(10), 10);
    well(10);
    await nextTurn();
    assert.equal(refusals(10), 0);
    late(31);
    assert.equal(refusals(10), 10);
  });

  it("takes another burst once it has kept up for a quarter of a second", () => {
    const { late, tick, well, refusals } = watch();
    late(40);
    refusals(1_000);
    tick();
    well(250);
    late(40);
    assert.equal(refusals(1), 1);
    tick();
    well(270);
    late(40);
    assert.equal(refusals(900), 900 - 256);
  });

  it("refuses what comes while every read takes long, however well the process itself keeps up", async () => {
    const { overload, late, well, refusals } = watch();
    const slow = overload.read(async () => {
      for (let i = 0; i < 3; i++) {
        late(8);
        mock.timers.tick(10);
      }
    });
    assert.equal(refusals(900), 900 - 256, "nothing has come back for 24 ms");
    await slow;
    well(10);
    assert.equal(refusals(10), 10);
    await overload.read(async () => {});
    well(20);
    await nextTurn();
    assert.equal(refusals(10), 0);
  });

  it("refuses what comes beyond a burst in one turn of the event loop, and not in the next", async () => {
    const { refusals } = watch(10);
    assert.equal(refusals(1_000), 1_000 - 32 - 256);
    await nextTurn();
    assert.equal(refusals(40), 8);
  });

  it("refuses nothing for one slow read among quick ones", async () => {
    const { overload, well, refusals } = watch();
    await overload.read(async () => well(30));
    await overload.read(async () => {});
    well(10);
    assert.equal(refusals(60), 0);
  });

  it("passes on what a read gives and throws", async () => {
    const { overload } = watch();
    assert.equal(await overload.read(async () => 7), 7);
    await assert.rejects(
      overload.read(() => Promise.reject(new Error("gone"))),
      /gone/,
    );
  });

  it("refuses nothing while few requests are under way, or while it is no later than it may be", () => {
    const { late, active, refusals } = watch();
    late(30);
    assert.equal(refusals(64), 0);
    late(500);
    active(15);
    assert.equal(refusals(2_000), 0);
  });
});
