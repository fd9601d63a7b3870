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
  it("refuses what comes while it is late, after a burst, and takes a few a turn as soon as it is in time again", async () => {
    const { late, tick, well, refusals } = watch();
    late(31);
    assert.equal(refusals(2_000), 2_000 - 128);
    tick();
    // It is in time from the next tick on.
    assert.equal(refusals(10), 10);
    well(10);
    await nextTurn();
    assert.equal(refusals(10), 2);
    late(31);
    assert.equal(refusals(10), 10);
  });

  it("takes another burst by and by, while it keeps up", async () => {
    const { late, tick, well, refusals } = watch();
    /** Late, and in time again after a quarter of a second. */
    const lateOnce = async (requests: number) => {
      late(40);
      const refused = refusals(requests);
      tick();
      well(260);
      await nextTurn();
      return refused;
    };
    assert.equal(await lateOnce(1_000), 1_000 - 128);
    assert.equal(await lateOnce(10), 10, "nothing is left of it");
    well(1_250);
    assert.equal(await lateOnce(100), 100 - 13, "a tenth");
    well(20_000);
    assert.equal(await lateOnce(900), 900 - 128, "and never more than the whole");
  });

  it("refuses what comes while every read takes long, however well the process itself keeps up", async () => {
    const { overload, late, well, refusals } = watch();
    const slow = overload.read(async () => {
      for (let i = 0; i < 3; i++) {
        late(8);
        mock.timers.tick(10);
      }
    });
    assert.equal(refusals(900), 900 - 128, "nothing has come back for 24 ms");
    await slow;
    well(10);
    assert.equal(refusals(10), 10);
    await overload.read(async () => {});
    well(260);
    await nextTurn();
    assert.equal(refusals(80), 0);
  });

  it("takes what as many callers send who wait for their answers, turn after turn, late as it may be", async () => {
    const { late, tick, active, refusals } = watch(10);
    active(39);
    for (let turn = 0; turn < 100; turn++) {
      late(35);
      assert.equal(refusals(39), 0);
      tick();
      await nextTurn();
    }
  });

  it("takes a few a turn when more than that came in one, beyond a burst, until a quarter of a second has passed with less", async () => {
    const { well, refusals } = watch(10);
    assert.equal(refusals(1_000), 1_000 - 40 - 128);
    for (let turn = 0; turn < 3; turn++) {
      await nextTurn();
      assert.equal(refusals(100), 96);
    }
    await nextTurn();
    well(250);
    assert.equal(refusals(40), 36);
    await nextTurn();
    well(10);
    assert.equal(refusals(40), 0);
  });

  it("waits twice as long each time that taking everything made it late again, two seconds at most, and forgets after five", async () => {
    const { well, refusals } = watch(10);
    const lateNow = async () => {
      refusals(200);
      await nextTurn();
    };
    /** Whether more than a few in a turn are refused, which are too few to be too many; what is left of the burst does not count. */
    const isCareful = async () => {
      const refused = refusals(40);
      await nextTurn();
      return refused > 0;
    };
    for (const calm of [250, 500, 1_000, 2_000, 2_000]) {
      await lateNow();
      well(calm);
      await lateBurst();
      assert.equal(await isCareful(), true, `not yet calm after ${calm} ms`);
      well(10);
      assert.equal(await isCareful(), false, `calm after ${calm} ms`);
    }
    well(5_010);
    await lateNow();
    well(260);
    assert.equal(await isCareful(), false, "the times before are forgotten");

    /** Uses up what the calm before has brought of the burst, a few a turn. */
    async function lateBurst() {
      for (let turn = 0; turn < 8; turn++) {
        refusals(40);
        await nextTurn();
      }
    }
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
    active(39);
    assert.equal(refusals(16), 0);
    active(40);
    assert.equal(refusals(300), 300 - 128);
  });
});
