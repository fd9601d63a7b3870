import assert from "node:assert/strict";
import { it } from "node:test";
import { createCampaign, plainCampaign } from "../../../../../src/core/loyalty/campaigns/make.ts";
import { addAccountId } from "../../../../../src/core/loyalty/details.ts";
import { plainUser, sendUser } from "../../../../../src/core/loyalty/users.ts";
import { call, customerOf, john, succeeded } from "../../../../protocols/loyalty/support.ts";
import { testApp, testClock } from "../../../../support/app.ts";
import { caller } from "./support.ts";

const clock = testClock();
const test = await testApp({ clock });
const { core } = test.parts;
const points = "1111222233334444";
const giftcard = "2222333344445555";
const code = "012345678912345";

it("a batch that is sent again tells only what was recorded", async () => {
  succeeded(await call(test, "record_customer", { customer_action: "new", code: "b1" }));
  const sent = {
    delimiter: "pipe",
    visits_header_1: "code",
    visits_header_2: "amount",
    visits_header_3: "date",
    campaign_id: points,
    Visits_Data: "b1|5|2026-06-15 11:00\nb1|7|2026-06-15 12:05",
    idempotency_key: "again",
  };
  await call(test, "batch_transactions", sent);
  clock.pass(600_000);
  const second = await call(test, "batch_transactions", sent);
  const { balance } = succeeded(await call(test, "customer_balance", { code: "b1", campaign_id: points })).campaign.customer;
  assert.equal(second.json.batch.transactions, "1");
  assert.equal(balance, "5");
});

it("a line that is refused makes no customer", async () => {
  const sent = {
    delimiter: "pipe",
    visits_header_1: "code",
    visits_header_2: "amount",
    visits_header_3: "campaign_id",
    Visits_Data: "fresh|5|1111222233334445",
    create_new_customers: "Y",
  };
  await call(test, "batch_transactions", sent);
  assert.equal(await customerOf(test, "fresh"), undefined);
});

it("a redemption too large to count is refused", async () => {
  const id = await createCampaign(core, caller, { ...plainCampaign, name: "Dear", type: "points", pointsRatio: "9999999999" });
  const answer = await call(test, "redeem", { code, campaign_id: String(id), custom_dollars_redeem: "9999999999.99" });
  assert.doesNotMatch(answer.error ?? "", /id [0-9a-f-]{8,}|request/);
});

it("refusals name the caller's field", async () => {
  const answer = await call(test, "redeem", { code, campaign_id: points, custom_points_redeem: "5" });
  const _dollars = await call(test, "redeem", { code, campaign_id: points, custom_dollars_redeem: "5" });
  assert.match(answer.error ?? "", /^custom_points_redeem/);
});

it("an associate clerk takes no more than may be redeemed, by returns either", async () => {
  await core.db.transaction(async (tx) =>
    sendUser(
      tx,
      core,
      1,
      { ...plainUser, userName: "clerk-h", role: "associate-clerk", callsPerMinute: null, keys: ["clerk-h-key"] },
      core.clock.now(),
    ),
  );
  succeeded(await call(test, "record_activity", { code, campaign_id: giftcard, amount: "500.00" }));
  const who = { ...john, user_id: "clerk-h", user_password: "clerk-h-key" };
  const answer = await call(test, "record_activity", { code, campaign_id: giftcard, amount: "-500.00" }, who);
  assert.equal(answer.status, "error");
});

it("a user sees only the campaigns that they may use", async () => {
  await addAccountId(core, caller, "shop", {}, 2);
  await test.parts.directory.refresh();
  await core.db.transaction(async (tx) =>
    sendUser(
      tx,
      core,
      1,
      { ...plainUser, userName: "narrow", role: "clerk", allowedCampaigns: [points], callsPerMinute: null, keys: ["narrow-key"] },
      core.clock.now(),
    ),
  );
  const who = { ...john, user_id: "narrow", user_password: "narrow-key" };
  const info = succeeded(await call(test, "customer_info", { code, show_only_belong_to: "Y" }, who));
  succeeded(await call(test, "record_activity", { code, campaign_id: points, amount: "1.00" }));
  const _history = succeeded(await call(test, "customer_balance", { code, campaign_id: points, across_campaigns: "Yes" }, who));
  assert.ok(!info.campaigns.some((one: { id: string }) => one.id === giftcard));
});

it("who may not redeem does not redeem by a batch", async () => {
  await core.db.transaction(async (tx) =>
    sendUser(
      tx,
      core,
      1,
      {
        ...plainUser,
        userName: "m-less",
        role: "manager",
        suppressed: ["redeem", "record-transaction"],
        callsPerMinute: null,
        keys: ["m-less-key"],
      },
      core.clock.now(),
    ),
  );
  succeeded(await call(test, "record_activity", { code, campaign_id: giftcard, amount: "500.00" }));
  const who = { ...john, user_id: "m-less", user_password: "m-less-key" };
  const sent = {
    delimiter: "pipe",
    visits_header_1: "code",
    visits_header_2: "amount",
    visits_header_3: "redeemed",
    campaign_id: giftcard,
  };
  const answer = await call(test, "batch_transactions", { ...sent, Visits_Data: `${code}|500.00|Y` }, who);
  assert.notEqual(answer.json.batch?.transactions, "1");
});
