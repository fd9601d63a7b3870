import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type Action,
  actions,
  delayedUntil,
  hurdles,
  isYes,
  type TicketFacts,
  type Verdict,
  verdictOn,
  verdictsOn,
} from "../../../../src/core/ticketing/tickets/allowed.ts";
import { letterOf } from "../../../../src/protocols/archtics/ticket-letters.ts";

const start = new Date("2026-12-01T00:00:00Z");
const minutes = (count: number): Date => new Date(start.getTime() + count * 60_000);
/** A ticket with which everything may be done until an hour before the start. */
const free: TicketFacts = {
  ...{ restricted: false, eventStatus: "published", startsAt: start, durationMinutes: 150, barcoded: true, mobile: true },
  ...{
    hideMobileBarcode: false,
    freeOfFees: false,
    returnable: true,
    exchangeOption: "E",
    transferMinutes: 60,
    delayHours: null,
  },
  ...{ selected: actions, notAllowed: [], complimentary: false, purchasePrice: 100, paid: 100, deliveryOnline: null },
  ...{ barcode: 1, hasValue: false, printedVia: null, printCount: 0 },
};
const early = minutes(-1_000);

type Change = Partial<TicketFacts>;
const verdicts = (change: Change, now = early): Record<Action, Verdict> => verdictsOn({ ...free, ...change }, now);
const all = (verdict: Verdict): Record<Action, Verdict> =>
  Object.fromEntries(actions.map((one) => [one, verdict])) as Record<Action, Verdict>;

describe("what stands against a ticket's use", () => {
  const everyNo: readonly (readonly [what: string, change: Change, expected: Partial<Record<Action, Verdict>>, now?: Date])[] = [
    ["a restricted customer", { restricted: true }, all("restricted")],
    ["a cancelled event", { eventStatus: "cancelled" }, all("off")],
    ["an event that may not be shown on a telephone", { mobile: false }, { mobile: "off" }],
    ["an event whose tickets can't be given back", { returnable: false }, { return: "off" }],
    ["no exchange", { exchangeOption: "n" }, { exchange: "not-selected" }],
    ["an event without barcodes", { barcoded: false }, { ...all("not-barcoded"), return: "yes" }],
    ["a ticket without a barcode", { barcode: null }, { ...all("not-barcoded"), return: "yes" }],
    ["a ticket that was given away", { complimentary: true }, { resale: "complimentary", return: "complimentary" }],
    ["a price not paid in full", { paid: 99 }, { ...all("not-paid"), return: "yes" }],
    ["a way of delivery that is not online", { deliveryOnline: false }, { print: "delivery-method", card: "delivery-method" }],
    ["value on the ticket", { hasValue: true }, { resale: "has-value", return: "has-value" }],
    ["a card that it is on", { printedVia: "card" }, { print: "on-card", card: "on-card" }],
    ["five prints", { printCount: 5 }, { print: "reprint-limit" }],
    ["a minute too much", {}, { ...all("too-late"), mobile: "yes" }, minutes(-59)],
    ["the end of the event", {}, all("too-late"), minutes(151)],
    ["a day after a start with no known end", { durationMinutes: null }, all("too-late"), minutes(24 * 60 + 1)],
  ];
  for (const [what, change, expected, now] of everyNo)
    it(what, () => assert.deepEqual(verdicts(change, now), { ...all("yes"), ...expected }));

  it("an event that the organisation has not chosen for it", () => {
    const chosen = ["forward", "resale", "add-value", "print", "card"] as const;
    for (const action of chosen)
      assert.deepEqual(verdicts({ selected: actions.filter((one) => one !== action) }), {
        ...all("yes"),
        [action]: "not-selected",
      });
    assert.deepEqual(verdicts({ selected: chosen }), all("yes"));
  });

  it("a price code that forbids it", () => {
    for (const action of actions) assert.deepEqual(verdicts({ notAllowed: [action] }), { ...all("yes"), [action]: "price-code" });
  });
});

describe("of several the one that lasts longest is told", () => {
  const chain = (action: Action, steps: readonly (readonly [Verdict, Change])[]): void => {
    let ticket = free;
    for (const [verdict, change] of [...steps].reverse()) {
      ticket = { ...ticket, ...change };
      assert.equal(verdictOn(ticket, action, minutes(-1)), verdict);
    }
  };
  it("of printing", () =>
    chain("print", [
      ["restricted", { restricted: true }],
      ["off", { eventStatus: "cancelled" }],
      ["not-selected", { selected: [] }],
      ["not-barcoded", { barcoded: false }],
      ["price-code", { notAllowed: ["print"] }],
      ["not-paid", { paid: 0 }],
      ["delivery-method", { deliveryOnline: false }],
      ["on-card", { printedVia: "card" }],
      ["reprint-limit", { printCount: 5 }],
      ["too-late", {}],
    ]));
  it("of reselling", () =>
    chain("resale", [
      ["not-barcoded", { barcode: null }],
      ["complimentary", { complimentary: true }],
      ["price-code", { notAllowed: ["resale"] }],
      ["not-paid", { paid: 0 }],
      ["has-value", { hasValue: true }],
      ["too-late", {}],
    ]));
});

describe("a ticket may be used", () => {
  it("for everything, until the minute that the event says", () => {
    assert.deepEqual(verdicts({}), all("yes"));
    assert.deepEqual(verdicts({}, minutes(-60)), all("yes"));
    assert.deepEqual(verdicts({ printCount: 4, deliveryOnline: true, eventStatus: "postponed" }), all("yes"));
    assert.deepEqual(verdicts({ startsAt: null }, minutes(1_000_000)), all("yes"));
  });

  it("free of fees, and without its barcode", () => {
    assert.deepEqual(verdicts({ freeOfFees: true }), { ...all("yes"), forward: "free", resale: "free", print: "free" });
    assert.deepEqual(verdicts({ hideMobileBarcode: true }), { ...all("yes"), mobile: "without-barcode" });
  });

  it("from the hour on from which it is given out", () => {
    const ticket = { ...free, delayHours: 48 };
    assert.deepEqual(delayedUntil(ticket, minutes(-48 * 60 - 1)), minutes(-48 * 60));
    assert.equal(delayedUntil(ticket, minutes(-48 * 60)), null);
    assert.equal(delayedUntil(free, early), null);
    assert.equal(delayedUntil({ ...ticket, startsAt: null }, early), null);
  });
});

describe("of any ticket", () => {
  /** Every third value is the harmless one, so that tickets with few hurdles come up too. */
  let seed = 7;
  const random = (count: number): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % count;
  };
  const one = <T>(...values: readonly T[]): T => values[random(values.length)]!;
  const some = (): Action[] => actions.filter(() => random(3) > 0);
  const tickets = Array.from({ length: 3_000 }, () => ({
    now: minutes(one(-10_000, -10_000, -60, -59, 100, 151)),
    ticket: {
      ...free,
      ...{ restricted: random(9) === 0, eventStatus: one("published", "published", "postponed", "cancelled") },
      ...{ barcoded: random(5) > 0, mobile: random(3) > 0, hideMobileBarcode: random(2) === 0, freeOfFees: random(2) === 0 },
      ...{
        returnable: random(3) > 0,
        exchangeOption: one("E", "N"),
        selected: one<readonly Action[]>(actions, some()),
        notAllowed: one<Action[]>([], some()),
      },
      ...{
        complimentary: random(4) === 0,
        paid: one(100, 100, 0),
        deliveryOnline: one(null, true, false),
        hasValue: random(4) === 0,
      },
      ...{ printedVia: one(null, "online", "card"), printCount: one(0, 4, 5), startsAt: one(start, start, null) },
    } satisfies TicketFacts,
  }));

  it("a yes is told when no hurdle stands, and only then", () => {
    for (const { ticket, now } of tickets)
      for (const action of actions) {
        const stands = hurdles.some(([, of, judge]) => of.includes(action) && judge(ticket, action, now));
        assert.equal(isYes(verdictOn(ticket, action, now)), !stands);
      }
  });

  it("no indicator has a letter that the vendor's table of it lacks, and each that Willcall gives comes up", () => {
    const table: Readonly<Partial<Record<Action, string>>> = {
      forward: "XNEBPDYZ",
      resale: "XNEB$CPADY",
      print: "XNEBPJCUDYZ",
      card: "XNEBPJCDY",
      exchange: "XNEBPDY",
      mobile: "XNBPDYW",
      return: "XN$CADY",
    };
    for (const [action, letters] of Object.entries(table) as [Action, string][]) {
      const given = new Set(tickets.map(({ ticket, now }) => letterOf(action, verdictOn(ticket, action, now))));
      assert.deepEqual([...given].sort(), [...letters].sort(), action);
    }
  });
});
