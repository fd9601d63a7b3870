import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { attempt } from "../../../src/core/loyalty/attempts.ts";
import { Refusal } from "../../../src/core/refusal.ts";
import { testApp, testClock } from "../../support/app.ts";

const clock = testClock();
const { parts } = await testApp({ clock, template: "empty" });
const { core } = parts;
const minute = 60_000;
let checked = 0;

const attemptAt = (name: string, result: string | undefined, orgId = 1) =>
  attempt(core, { orgId, name }, async () => {
    checked += 1;
    return result;
  });
const wrong = (name: string) => attemptAt(name, undefined);
const right = (name: string) => attemptAt(name, "right");
const isLocked = (error: unknown) => error instanceof Refusal && error.refusal === "attempts-locked";
const assertLocked = (made: Promise<unknown>) => assert.rejects(made, isLocked);

describe("attempts at a secret", () => {
  it("are not looked at after five wrong ones in a row, for 15 minutes", async () => {
    for (let i = 0; i < 5; i++) assert.equal(await wrong("a"), undefined);
    checked = 0;
    await assertLocked(wrong("a"));
    await assertLocked(right("a"));
    clock.pass(15 * minute - 1);
    await assertLocked(right("a"));
    assert.equal(checked, 0);
    clock.pass(1);
    assert.equal(await right("a"), "right");
  });

  it("count from nought after a lock, and after a right one", async () => {
    for (let i = 0; i < 5; i++) await wrong("b");
    clock.pass(15 * minute);
    for (let i = 0; i < 4; i++) await wrong("b");
    assert.equal(await right("b"), "right");
    for (let i = 0; i < 4; i++) await wrong("b");
    assert.equal(await right("b"), "right");
    for (let i = 0; i < 5; i++) await wrong("b");
    await assertLocked(right("b"));
  });

  it("count however long lies between them", async () => {
    for (let i = 0; i < 5; i++) {
      await wrong("slow");
      clock.pass(60 * minute);
    }
    clock.pass(-60 * minute);
    await assertLocked(right("slow"));
  });

  it("are apart for another subject, and for the same in another organisation or in none", async () => {
    for (let i = 0; i < 5; i++) await wrong("c");
    assert.equal(await right("d"), "right");
    assert.equal(await attemptAt("c", "right", 2), "right");
    for (let i = 0; i < 5; i++) await attempt(core, { orgId: undefined, name: "e" }, async () => undefined);
    await assertLocked(attempt(core, { orgId: undefined, name: "e" }, async () => "right"));
    assert.equal(await right("e"), "right");
  });

  it("of two hundred at once get five that are looked at", async () => {
    checked = 0;
    const all = await Promise.allSettled(Array.from({ length: 200 }, () => wrong("crowd")));
    assert.equal(checked, 5);
    assert.equal(all.filter((one) => one.status === "rejected" && isLocked(one.reason)).length, 195);
  });

  it("wait for those under way, and none of many right ones is turned away", async () => {
    const all = await Promise.all(Array.from({ length: 40 }, () => right("queue")));
    assert.ok(all.every((one) => one === "right"));
  });

  it("whose check fails count neither way", async () => {
    const failing = () => attempt(core, { orgId: 1, name: "f" }, () => Promise.reject(new Error("no slot")));
    for (let i = 0; i < 10; i++) await assert.rejects(failing(), /no slot/);
    assert.equal(await right("f"), "right");
  });

  it("that a process left under way hold nobody up for long", async () => {
    const release: (() => void)[] = [];
    const hung = Array.from({ length: 5 }, () =>
      attempt(core, { orgId: 1, name: "g" }, () => new Promise<undefined>((done) => release.push(() => done(undefined)))),
    );
    while (release.length < 5) await new Promise(setImmediate);
    clock.pass(10_001);
    assert.equal(await right("g"), "right");
    for (const one of release) one();
    await Promise.all(hung);
  });

  it("are not locked for ever when the clock is turned back", async () => {
    clock.pass(365 * 1440 * minute);
    for (let i = 0; i < 5; i++) await wrong("h");
    clock.pass(-365 * 1440 * minute);
    assert.equal(await right("h"), "right");
  });
});
