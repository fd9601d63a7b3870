import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { admittedWrongly, outcomeCode, outcomeText, scanOutcomes } from "../../../src/core/ticketing/access/outcomes.ts";
import { conflictOf, decideNow, inOrder, judgeDone, type Passage, stateOf } from "../../../src/core/ticketing/access/passage.ts";

const minutes = (count: number): Date => new Date(Date.UTC(2026, 9, 1, 18, count));
const passage = (direction: "in" | "out", at: number, scanId = at, barcode = "7"): Passage => ({
  ...{ scanId, barcode, direction, at: minutes(at), scanner: `S${scanId % 3}`, scannerRef: String(scanId) },
});
const open = { status: "published", doorsAt: minutes(0), reEntry: false };
const ticket = { ofEvent: true, gate: "Gate A", retiredAt: null };
const comes = { direction: "in", at: minutes(30), gate: null } as const;
const leaves = { ...comes, direction: "out" } as const;

describe("a scan that is decided now", () => {
  for (const [outcome, event, what, before, attempt] of [
    ["unknown", open, undefined, [], comes],
    ["other-event", open, { ...ticket, ofEvent: false }, [], comes],
    ["retired", open, { ...ticket, retiredAt: minutes(60) }, [], comes],
    ["not-on", { ...open, status: "postponed" }, ticket, [], comes],
    ["not-on", { ...open, status: "cancelled" }, ticket, [], comes],
    ["too-early", { ...open, doorsAt: minutes(31) }, ticket, [], comes],
    ["other-gate", open, ticket, [], { ...comes, gate: "Gate B" }],
    ["used", open, ticket, [passage("in", 1)], comes],
    ["used", open, ticket, [passage("in", 1), passage("out", 2)], comes],
    ["used", { ...open, reEntry: true }, ticket, [passage("in", 1)], comes],
    ["not-inside", open, ticket, [], leaves],
    ["not-inside", open, ticket, [passage("in", 1), passage("out", 2)], leaves],
    ["retired", open, { ...ticket, retiredAt: minutes(1) }, [], leaves],
    ["admitted", open, ticket, [], comes],
    ["admitted", { ...open, doorsAt: null }, { ...ticket, gate: null }, [], { ...comes, gate: "Gate B" }],
    ["admitted", { ...open, doorsAt: minutes(30) }, ticket, [], { ...comes, gate: " gate a" }],
    ["admitted", { ...open, reEntry: true }, ticket, [passage("in", 1), passage("out", 2)], comes],
    ["admitted", { ...open, status: "cancelled" }, { ...ticket, retiredAt: minutes(2) }, [passage("in", 1)], leaves],
  ] as const)
    it(`is ${outcome}: ${attempt.direction} after ${before.map((one) => one.direction).join(", ") || "nothing"}`, () =>
      assert.equal(decideNow(event, what, before, attempt), outcome));
});

describe("what a scanner has done offline", () => {
  const retired = { ...ticket, retiredAt: minutes(30) };
  for (const [outcome, what, attempt, admitted] of [
    ["refused-offline", ticket, comes, false],
    ["unknown", undefined, comes, true],
    ["other-event", { ...ticket, ofEvent: false }, comes, true],
    ["retired", retired, comes, true],
    ["admitted", retired, { ...comes, at: minutes(29) }, true],
    ["admitted", retired, leaves, true],
    ["admitted", ticket, { ...comes, gate: "Gate Z" }, true],
  ] as const)
    it(`is ${outcome}`, () => assert.equal(judgeDone(what, attempt, admitted), outcome));
});

describe("outcomes", () => {
  it("have a number and words each", () => {
    assert.deepEqual(
      scanOutcomes.map(({ code }) => code),
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    );
    assert.equal(new Set(scanOutcomes.map(({ text }) => text)).size, 10);
    for (const { name, code, text } of scanOutcomes) assert.deepEqual([outcomeCode(name), outcomeText(code)], [code, text]);
  });
  it("are wrong when somebody was let through all the same", () => {
    const wrong = scanOutcomes.filter(({ code }) => admittedWrongly({ offline: true, code })).map(({ code }) => code);
    assert.deepEqual(wrong, [1, 2, 3, 4, 5, 6, 7, 8]);
    assert.ok(scanOutcomes.every(({ code }) => !admittedWrongly({ offline: false, code })));
  });
});

describe("a conflict", () => {
  it("is with the entry before, or else the one after", () => {
    const others = [passage("in", 10), passage("in", 20), passage("in", 40)];
    for (const reEntry of [true, false]) {
      assert.equal(conflictOf(passage("in", 30), others, reEntry)?.scanId, 20);
      assert.equal(conflictOf(passage("in", 5), others, reEntry)?.scanId, 10);
      assert.equal(conflictOf(passage("in", 5), [], reEntry), undefined);
      assert.equal(conflictOf(passage("out", 30), others, reEntry), undefined);
    }
  });
  it("is none after an exit, but where there is no re-entry", () => {
    const others = [passage("in", 10), passage("out", 20)];
    assert.equal(conflictOf(passage("in", 30), others, true), undefined);
    assert.equal(conflictOf(passage("in", 30), others, false)?.scanId, 10);
    assert.equal(conflictOf(passage("in", 15), others, true)?.scanId, 10);
  });
});

describe("what a seat is at", () => {
  const passages = fc
    .array(fc.record({ at: fc.integer({ min: 0, max: 6 }), out: fc.boolean(), other: fc.boolean() }), {
      minLength: 1,
      maxLength: 8,
    })
    .map((all) => all.map(({ at, out, other }, id) => passage(out ? "out" : "in", at, id + 1, other ? "8" : "7")));

  it("does not depend on the order in which it was heard of", () =>
    fc.assert(
      fc.property(passages, fc.infiniteStream(fc.nat()), (all, keys) => {
        const shuffled = all
          .map((one) => ({ one, key: keys.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        assert.deepEqual(stateOf(shuffled), stateOf(all));
      }),
    ));

  it("begins with the first passage of the ticket that came in last, and ends with its last", () => {
    assert.equal(stateOf([]), undefined);
    const first = passage("in", 20, 2, "8");
    const last = passage("out", 30, 3, "8");
    const state = stateOf([last, passage("in", 10, 1), first]);
    assert.deepEqual(state, { barcode: "8", inside: false, first, last });
  });

  it("has as many conflicts for each order of reports, where nobody goes out", () =>
    fc.assert(
      fc.property(fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }), fc.boolean(), (times, reEntry) => {
        const heard: Passage[] = [];
        let conflicts = 0;
        for (const at of times) {
          const one = passage("in", at);
          if (conflictOf(one, heard.toSorted(inOrder), reEntry)) conflicts++;
          heard.push(one);
        }
        assert.equal(conflicts, times.length - 1);
      }),
    ));
});
