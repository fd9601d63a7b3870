import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import fc from "fast-check";
import type { Caller } from "../../../src/core/core.ts";
import { undoMerge } from "../../../src/core/identity/merge/undo.ts";
import { Refusal } from "../../../src/core/refusal.ts";
import { checks } from "../../../src/core/verify/checks.ts";
import { connect } from "../../../src/platform/database/connection.ts";
import { unevenBalances } from "../../faults/queries.ts";
import { testApp } from "../../support/app.ts";
import { rounds } from "../../support/counts.ts";
import { sandboxOrgId } from "../archtics/support.ts";
import { campaigns } from "./ledger.ts";
import { standingMerges } from "./queries.ts";
import { call, succeeded } from "./support.ts";

const test = await testApp();
const { core } = test.parts;
const client = await connect(test.target, "test");
after(() => client.end());

const { points, giftcard, events, earned, buyx } = campaigns;
const people = 4;
const caller: Caller = {
  ...{ orgId: sandboxOrgId, timeZone: "America/New_York", keyId: null, userName: null },
  ...{ protocol: "server", call: "test", requestId: "test" },
};

const person = fc.integer({ min: 0, max: people - 1 });
const campaign = fc.constantFrom(points, giftcard, events, earned, buyx);
const amount = fc.integer({ min: 1, max: 40 });
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("record" as const), person, campaign, amount }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("redeem" as const), person, campaign, amount }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("delete" as const), person, campaign, amount }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("add" as const), person, campaign, amount }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("batch" as const), person, campaign, amount }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("merge" as const), person, other: person }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("undo" as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const done = new Map<string, number>();
let run = 0;

/** Does a step as callers do. Whatever of it is refused is refused for want of a balance, of a transaction, or because the code was merged away. */
async function perform(one: Step, code: (n: number) => string): Promise<void> {
  let isDone = true;
  if (one.do === "undo") {
    const [merge] = await core.db.read(standingMerges, [sandboxOrgId, code(0).split("-")[0]]);
    isDone = merge !== undefined;
    if (merge)
      await undoMerge(core, caller, merge.merge_id).catch((error: unknown) => {
        if (!(error instanceof Refusal && error.refusal === "merge-not-last")) throw error;
        isDone = false;
      });
  } else if (one.do === "merge") {
    const values = { previous_code: code(one.person), new_code: code(one.other), check_override: "Y", keep_which: "matched" };
    isDone = (await call(test, "card_replace", values)).status === "success";
  } else isDone = await transact(one, code(one.person));
  if (isDone) done.set(one.do, (done.get(one.do) ?? 0) + 1);
}

async function transact(one: Extract<Step, { amount: number }>, code: string): Promise<boolean> {
  const who = { code, campaign_id: one.campaign };
  const money = `${one.amount}.05`;
  if (one.do === "record") {
    const what = one.campaign === buyx ? { service_product: "96", buyx_quantity: one.amount } : { amount: money };
    return succeeded(await call(test, "record_activity", { ...who, ...what })).status === "success";
  }
  if (one.do === "add") {
    const auto_add = one.campaign === buyx ? "coffee" : [giftcard, earned].includes(one.campaign as never) ? money : one.amount;
    const values = { customer_action: "edit", ...who, auto_add };
    return succeeded(await call(test, "record_customer", values)).status === "success";
  }
  if (one.do === "batch") {
    const columns = { delimiter: "pipe", visits_header_1: "code", visits_header_2: "amount", visits_header_3: "redeemed" };
    const lines = [`${code}|${one.amount}`, `${code}|${one.amount}|Y`, `${code}|${2 * one.amount}|Y`].join("\n");
    return succeeded(await call(test, "batch_transactions", { ...columns, campaign_id: one.campaign, Visits_Data: lines }));
  }
  if (one.do === "redeem") {
    const custom = one.campaign === points ? { custom_points_redeem: one.amount * 60 } : undefined;
    const reward = { reward_to_redeem: one.campaign === events ? "10" : one.campaign === buyx ? "96" : money };
    const { status, error } = await call(test, "redeem", { ...who, ...(custom ?? reward) });
    if (status !== "success") assert.match(error!, /balance|replaced/);
    return status === "success";
  }
  const told = succeeded(await call(test, "customer_balance", who)).campaign.customer.transactions;
  const transaction_id = told[one.amount % Math.max(1, told.length)]?.id ?? "1";
  const { status, error } = await call(test, "transaction_delete", { ...who, transaction_id });
  if (status !== "success") assert.match(error!, /^transaction_id/);
  return status === "success";
}

/** Each of the steps, so that even a short run has done them all. The deletion is of the newest of three transactions (activation, record, redemption): no other may go. */
const everything: Step[] = [
  { do: "add", person: 0, campaign: points, amount: 40 },
  { do: "record", person: 1, campaign: points, amount: 40 },
  { do: "redeem", person: 1, campaign: points, amount: 40 },
  { do: "delete", person: 1, campaign: points, amount: 42 },
  { do: "batch", person: 0, campaign: events, amount: 3 },
  { do: "merge", person: 0, other: 1 },
  { do: "redeem", person: 0, campaign: points, amount: 1 },
  { do: "undo" },
];

describe("the ledger, whatever is done to it", () => {
  it("has balances that are the sums of their entries, none below zero, and nothing for verify to find", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 45 }), async (steps) => {
        const prefix = `model${++run}`;
        const code = (n: number) => `${prefix}-${n}`;
        for (let n = 0; n < people; n++)
          succeeded(await call(test, "record_customer", { customer_action: "new", code: code(n) }));
        for (const one of steps) {
          await perform(one, code);
          assert.deepEqual((await client.query(unevenBalances)).rows, [], JSON.stringify(one));
        }
      }),
      { numRuns: rounds(40) + 1, endOnFailure: true, examples: [[everything]] },
    );
    for (const check of checks.filter(({ name }) => name !== "pepper"))
      for await (const fault of check.faults({ db: core.db } as never)) assert.fail(`${check.name}: ${JSON.stringify(fault)}`);
    for (const kind of ["record", "redeem", "delete", "add", "batch", "merge", "undo"])
      assert.ok(done.get(kind), `${kind} was never done`);
  });
});
