import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp, testClock } from "../../../support/app.ts";
import { campaigns } from "../ledger.ts";
import { call, refused, succeeded, type Values } from "../support.ts";
import { balanceOf, campaignOf, partOf, records, refusedAndNothingChanged, userWith } from "./ledger-world.ts";
import { made } from "./world.ts";

const willcall = await testApp({ clock: testClock() });
await made(willcall, { code: "who" });
const points = await campaignOf(willcall, "points", { points_ratio: 100, reward_ratio: 100 });
const card = await campaignOf(willcall, "giftcard");
await records(willcall, points, "who", { amount: "100000" });
await records(willcall, card, "who", { amount: "10000" });
const who = { code: "who" };
let named = 0;

/** A representative call of each kind, new every time, after what must be there for it. */
const kinds = {
  record: async () => ["record_activity", { campaign_id: points, ...who, amount: 1 }],
  redeem: async () => ["redeem", { campaign_id: points, ...who, custom_points_redeem: 1 }],
  batch: async () => {
    const headers = { visits_header_1: "code", visits_header_2: "campaign_id", visits_header_3: "amount" };
    return ["batch_transactions", { delimiter: "pipe", ...headers, Visits_Data: `who|${points}|1` }];
  },
  deleteTransaction: async () => {
    const { id } = await records(willcall, points, "who", { amount: 1 });
    return ["transaction_delete", { campaign_id: points, ...who, transaction_id: id }];
  },
  balance: async () => ["customer_balance", { campaign_id: points, ...who }],
  report: async () => ["reports", { report: "transactions_all" }],
  addCampaign: async () => ["campaign_new", { action: "campaign", campaign_type: "events", campaign_name: "By a role" }],
  editCampaign: async () => [
    "campaign_update",
    { action: "campaign", campaign_id: points, new_campaign_name: `Named ${++named}` },
  ],
  deleteCampaign: async () => ["campaign_delete", { action: "campaign", campaign_id: await campaignOf(willcall, "events") }],
  addReward: async () => ["campaign_new", { action: "reward", campaign_id: points, reward_level: 9, reward_description: "R" }],
  deletePromo: async () => {
    const promo_id = await partOf(willcall, "promo", points, { promo_operation: "+", promo_amount: 1 });
    return ["campaign_delete", { action: "promo", campaign_id: points, promo_id }];
  },
} satisfies Record<string, () => Promise<(string | Values)[]>>;

type Kind = keyof typeof kinds;
const all = Object.keys(kinds) as Kind[];
const manage: Kind[] = ["addCampaign", "editCampaign", "addReward"];
const deletions: Kind[] = ["deleteTransaction", "deleteCampaign", "deletePromo"];
const activity: Kind[] = ["record", "redeem"];
const reads: Kind[] = ["balance", "report"];

/** What each role may and may not do with campaigns; what decisions leave open is in neither. */
const roles: Record<string, { may: Kind[]; mayNot: Kind[] }> = {
  A: { may: all, mayNot: [] },
  M: { may: all, mayNot: [] },
  S: { may: [...activity, ...reads, ...manage, "batch"], mayNot: deletions },
  N: { may: [...manage, "deleteCampaign", "deletePromo"], mayNot: [...activity, "deleteTransaction", "batch"] },
  K: { may: [...activity, "balance"], mayNot: [...manage, "deleteCampaign", "deletePromo"] },
  H: { may: [...activity, "balance"], mayNot: [...manage, "deleteCampaign", "deletePromo"] },
  C: { may: reads, mayNot: [...activity, "batch", ...manage, ...deletions] },
  O: { may: reads, mayNot: [...activity, "batch", ...manage, ...deletions] },
  F: { may: ["redeem", "balance"], mayNot: ["record", "batch", ...manage, ...deletions] },
  G: { may: ["report"], mayNot: [...activity, "batch", ...manage, ...deletions] },
  I: { may: ["report", "batch"], mayNot: [...activity, ...manage, ...deletions] },
  L: { may: [...activity, ...reads, ...manage, "batch"], mayNot: deletions },
  D: { may: manage, mayNot: [...activity, "batch", ...deletions] },
};

for (const [role, { may, mayNot }] of Object.entries(roles)) {
  test(`role ${role}: ${may.join(", ")}`, async () => {
    const user = await userWith(willcall, role);
    // Made beforehand: between refusals nothing changes, and need not be read anew.
    const refusals: (string | Values)[][] = [];
    for (const kind of mayNot) refusals.push(await kinds[kind]());
    for (const [type, values] of refusals as [string, Values][])
      await refusedAndNothingChanged(willcall, type, values, undefined, user);
    for (const kind of may) {
      const [type, values] = (await kinds[kind]()) as [string, Values];
      const { status, text } = await call(willcall, type, values, user);
      assert.equal(status, "success", `${kind}: ${text}`);
    }
  });
}

for (const role of ["P", "Q"]) {
  test(`role ${role} records and redeems as K until its end date`, async () => {
    const user = await userWith(willcall, role, { user_end_date: "2026-06-20" });
    for (const kind of activity) {
      const [type, values] = (await kinds[kind]()) as [string, Values];
      succeeded(await call(willcall, type, values, user));
    }
  });
}

test("H: no redemption over 100.00 or 10,000 points; K may", async () => {
  const [h, k] = [await userWith(willcall, "H"), await userWith(willcall, "K")];
  const big = await partOf(willcall, "reward", points, { reward_level: 10001 });
  const good = await partOf(willcall, "reward", points, { reward_level: 10000 });
  const over: [string, Values][] = [
    [points, { custom_points_redeem: 10001 }],
    [points, { custom_dollars_redeem: "100.01" }],
    [points, { reward_to_redeem: big }],
    [card, { reward_to_redeem: "100.01" }],
  ];
  for (const [campaign_id, values] of over) {
    await refusedAndNothingChanged(willcall, "redeem", { campaign_id, ...who, ...values }, undefined, h);
    succeeded(await call(willcall, "redeem", { campaign_id, ...who, ...values }, k));
  }
  const within: [string, Values][] = [
    [points, { custom_points_redeem: 10000 }],
    [points, { custom_dollars_redeem: "100.00" }],
    [points, { reward_to_redeem: good }],
    [card, { reward_to_redeem: "100.00" }],
  ];
  for (const [campaign_id, values] of within) succeeded(await call(willcall, "redeem", { campaign_id, ...who, ...values }, h));
});

test("H: dollars that are over 100.00 are refused where they are few points", async () => {
  const cheap = await campaignOf(willcall, "points", { points_ratio: 1, reward_ratio: 1 });
  await records(willcall, cheap, "who", { amount: 1000 });
  const given = { campaign_id: cheap, ...who, custom_dollars_redeem: "100.01" };
  await refusedAndNothingChanged(willcall, "redeem", given, undefined, await userWith(willcall, "H"));
  assert.equal(await balanceOf(willcall, cheap, "who"), "1000");
});

test("H, and who may not redeem, do not take by a negative amount what they may not redeem", async () => {
  const users = [await userWith(willcall, "H"), await userWith(willcall, "K", { suppress_permissions: "redeem" })];
  for (const user of users) {
    const given = { campaign_id: card, ...who, amount: "-100.01" };
    await refusedAndNothingChanged(willcall, "record_activity", given, undefined, user);
  }
});

test("single permissions can be taken away: record_transaction, redeem, access_reports, add_rewards", async () => {
  for (const [permission, kind, other] of [
    ["record_transaction", "record", "redeem"],
    ["redeem", "redeem", "record"],
    ["access_reports", "report", "balance"],
    ["add_rewards", "addReward", "addCampaign"],
    ["delete_transaction", "deleteTransaction", "record"],
    ["import_transactions", "batch", "record"],
  ] as const) {
    const user = await userWith(willcall, "M", { suppress_permissions: permission });
    const [type, values] = (await kinds[kind]()) as [string, Values];
    await refusedAndNothingChanged(willcall, type, values, undefined, user);
    const [free, more] = (await kinds[other]()) as [string, Values];
    succeeded(await call(willcall, free, more, user));
  }
});

test("allowed_campaigns: a user works with those and no others", async () => {
  const user = await userWith(willcall, "M", { allowed_campaigns: points });
  const { campaigns: told } = succeeded(await call(willcall, "campaigns_list", {}, user));
  assert.deepEqual(
    told.map(({ id }: { id: string }) => id),
    [points],
  );
  succeeded(await call(willcall, "record_activity", { campaign_id: points, ...who, amount: 1 }, user));
  const others: [string, Values][] = [
    ["record_activity", { amount: 1 }],
    ["redeem", { reward_to_redeem: 1 }],
    ["customer_balance", {}],
    ["campaign_deactivate", {}],
  ];
  for (const [type, values] of others)
    await refusedAndNothingChanged(willcall, type, { campaign_id: card, ...who, ...values }, undefined, user);
  refused(await call(willcall, "reports", { report: "transactions_all", selected_campaigns: campaigns.events }, user), /./);
  const { transactions } = succeeded(await call(willcall, "reports", { report: "transactions_all" }, user));
  assert.ok(transactions.every((one: { campaign_id: string }) => one.campaign_id === points));
});
