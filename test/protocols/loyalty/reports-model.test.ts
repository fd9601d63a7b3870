import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { dayIn } from "../../../src/platform/clock.ts";
import { numberOfCode, rawEntries } from "../../core/loyalty/reports/queries.ts";
import { testApp, testClock } from "../../support/app.ts";
import { campaigns } from "./ledger.ts";
import { call, succeeded, type Values } from "./support.ts";

const clock = testClock(new Date("2026-03-02T03:00:00Z"));
const test = await testApp({ clock });
const { db } = test.parts.core;
const [org, zone] = [1, "America/New_York"];
const report = async (name: string, values: Values = {}) => succeeded(await call(test, "reports", { report: name, ...values }));
let made = 0;

const who = fc.nat(3);
const which = fc.constantFrom("points", "giftcard", "events", "buyx" as const);
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ does: fc.constant("earn" as const), who, which, amount: fc.integer({ min: 1, max: 5_000 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ does: fc.constant("redeem" as const), who, which, amount: fc.integer({ min: 1, max: 3_000 }) }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant("delete" as const), pick: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("merge" as const), who, into: who }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant("wait" as const), hours: fc.integer({ min: 1, max: 40 }) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const money = (minor: number): string => (minor / 100).toFixed(2);

/** Runs a history through the calls, some of which are refused; gives the codes of those who are left. */
async function run(steps: readonly Step[]): Promise<string[]> {
  const codes = Array.from({ length: 4 }, () => `model-${++made}`);
  const posted: Values[] = [];
  for (const code of codes) succeeded(await call(test, "record_customer", { customer_action: "new", code, last_name: "Model" }));
  for (const one of steps) {
    if (one.does === "wait") clock.pass(one.hours * 3_600_000);
    else if (one.does === "merge") {
      const [from, into] = [codes[one.who]!, codes[one.into]!];
      if (from === into) continue;
      const values = { previous_code: from, new_code: into, check_override: "Y", keep_which: "duplicate" };
      succeeded(await call(test, "card_replace", values));
      for (const [at, code] of codes.entries()) if (code === from) codes[at] = into;
    } else if (one.does === "delete") {
      if (posted.length > 0) await call(test, "transaction_delete", posted[one.pick % posted.length]);
    } else {
      const common = { code: codes[one.who], campaign_id: campaigns[one.which] };
      const values =
        one.does === "earn"
          ? { amount: money(one.amount), service_product: "96", buyx_quantity: one.amount % 20 || 1 }
          : one.which === "points"
            ? { custom_points_redeem: one.amount }
            : { reward_to_redeem: one.which === "giftcard" ? money(one.amount) : one.which === "buyx" ? "96" : "3" };
      const answer = await call(test, one.does === "earn" ? "record_activity" : "redeem", { ...common, ...values });
      const id = answer.json.receipt?.transaction.id;
      if (id) posted.push({ ...common, transaction_id: id });
    }
  }
  return [...new Set(codes)];
}

describe("reports of random histories", () => {
  it("say what the ledger's entries come to", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 30 }), fc.nat(3), fc.nat(4), async (steps, first, length) => {
        const since = clock.now();
        const codes = await run(steps);
        const day = (n: number) => dayIn(zone, new Date(since.getTime() + n * 86_400_000));
        const [from, to] = [day(first), day(first + length)];
        const raw = await db.run(rawEntries, [org]);
        const undone = new Set(raw.map((one) => one.undoes));
        const standing = raw.filter((one) => one.undoes === null && !undone.has(one.entryId));
        const dated = standing.filter(({ occurredAt }) => dayIn(zone, occurredAt) >= from && dayIn(zone, occurredAt) <= to);
        const numbers = new Map<string, number>();
        for (const code of codes) numbers.set(code, (await db.run(numberOfCode, [org, code]))[0]!.customerId);

        const all = await report("transactions_all", { date_start: from, date_end: to });
        assert.equal(all.transactions_count, String(dated.length));
        const inOrder = dated.toSorted((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime() || a.entryId - b.entryId);
        assert.deepEqual(
          all.transactions.map((one: Values) => Number(one.transaction_id)),
          inOrder.map((one) => one.entryId),
        );
        for (const [at, told] of all.transactions.entries()) {
          const { kind, amount, holderId } = inOrder[at]!;
          const shown = Number(told.amount_number) * (told.redeemed === "R" ? -1 : 1) * (told.amount_type === "$" ? 100 : 1);
          assert.equal(Math.round(shown), amount);
          assert.equal(told.redeemed === "R", kind === "redemption");
          if (numbers.has(told.code)) assert.equal(numbers.get(told.code), holderId);
          else assert.ok(![...numbers.values()].includes(holderId));
        }

        for (const include_redeemed of ["N", "Y"]) {
          const kinds = include_redeemed === "Y" ? ["activity", "redemption"] : ["activity"];
          const frequent = await report("customers_frequent", { frequency: 2, include_redeemed, date_start: from, date_end: to });
          for (const [code, number] of numbers) {
            const count = dated.filter((one) => one.holderId === number && kinds.includes(one.kind)).length;
            const told = frequent.customers.find((one: Values) => one.code === code);
            assert.equal(told?.transactions_count, count >= 2 ? String(count) : undefined);
          }
        }

        for (const [type, campaign_id] of Object.entries(campaigns)) {
          const balances = await report("customers_balances", { campaign_id });
          for (const [code, number] of numbers) {
            const mine = raw.filter((one) => one.holderId === number && String(one.campaignId) === campaign_id);
            const told = balances.customers.find((one: Values) => one.code === code);
            const sum = (some: typeof mine) => some.reduce((total, one) => total + one.amount, 0);
            const text = (amount: number) => (type === "giftcard" || type === "earned" ? money(amount) : String(amount));
            const expected = mine.length ? [text(sum(mine)), text(sum(mine.filter((one) => one.kind === "activity")))] : [];
            assert.deepEqual(told ? [told.balance, told.cumulative] : [], expected);
          }
        }
      }),
      { numRuns: 12 },
    );
  });
});
