import assert from "node:assert/strict";
import { it } from "node:test";
import { recordBatch } from "../../../../../src/core/loyalty/ledger/batch.ts";
import { blankDraft } from "../../../../../src/core/loyalty/ledger/entry.ts";
import { call } from "../../../../protocols/loyalty/support.ts";
import { testApp } from "../../../../support/app.ts";
import { caller } from "./support.ts";

const test = await testApp();
const { core } = test.parts;

it("batches that need numbers don't wait for each other's connections", async () => {
  const codes = Array.from({ length: 20 }, (_, n) => `pool-${n}`);
  await Promise.all(
    codes.map((code) => call(test, "record_customer", { customer_action: "new", code, campaign_id: "1111222233334444" })),
  );
  const batch = (code: string) =>
    recordBatch(
      core,
      caller,
      Array.from({ length: 100 }, (_, line) => ({
        line,
        member: { loyaltyCode: code },
        campaign: { campaignId: 1111222233334444, account: null, allowed: null },
        draft: () => ({ ...blankDraft, kind: "activity", amount: 1 }) as const,
      })),
    );
  const began = performance.now();
  const all = await Promise.allSettled(codes.map(batch));
  console.log(
    Math.round(performance.now() - began),
    all.map((one) => (one.status === "fulfilled" ? one.value.recorded : String(one.reason))),
  );
  assert.ok(all.every((one) => one.status === "fulfilled"));
});
