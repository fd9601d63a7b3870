import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { campaigns } from "./ledger.ts";
import { rivals } from "./organisations.ts";
import { userOf } from "./people.ts";
import { makeSecondAccount } from "./queries.ts";
import { call, john, refused, succeeded, type Values } from "./support.ts";
import { userWith } from "./users.ts";

const test = await testApp();
const make = (values: Values, who?: Values) => call(test, "campaign_new", { action: "campaign", ...values }, who);
const update = (values: Values, who?: Values) => call(test, "campaign_update", { action: "campaign", ...values }, who);
const made = async (values: Values) => succeeded(await make(values)).campaign.id as string;
const listed = async (values: Values = {}, who?: Values) =>
  succeeded(await call(test, "campaigns_list", values, who)).campaigns as Record<string, string>[];
const points = { campaign_type: "points", campaign_name: "More points" };

describe("who may use campaigns", () => {
  it("is a question of the role", async () => {
    const campaign_id = await made(points);
    const tries = async (role: Parameters<typeof userOf>[1]) => {
      const who = { ...(await userOf(test, role)) };
      const answers = [
        await make(points, who),
        await update({ campaign_id, new_campaign_name: "x" }, who),
        await call(test, "campaign_deactivate", { campaign_id }, who),
        await call(test, "campaign_reactivate", { campaign_id }, who),
        await call(test, "campaign_delete", { action: "campaign", campaign_id: await made(points) }, who),
        await call(test, "campaigns_list", {}, who),
      ];
      return answers.map(({ status, error }) => /no permission for (\w+)/.exec(error ?? "")?.[1] ?? status);
    };
    const all = Array(6).fill("success");
    const none = ["add_campaign", "edit_campaign", "deactivate_campaign", "activate_campaign", "delete_campaign", "success"];
    assert.deepEqual(await tries("campaign-manager"), all);
    assert.deepEqual(await tries("campaign-designer"), all.with(4, "delete_campaign"));
    // One deactivates nothing, so the other finds it active.
    assert.deepEqual(await tries("clerk"), none);
    assert.deepEqual(await tries("accountant"), none);
  });

  it("is another organisation's users, and the user's who may use others only: they find none", async () => {
    const theirs = { ...(await rivals(test)) };
    assert.deepEqual(await listed({}, theirs), []);
    const limited = { ...(await userWith(test, "limited", { user_role: "A", allowed_campaigns: campaigns.events })) };
    assert.deepEqual(
      (await listed({}, limited)).map(({ id }) => id),
      [campaigns.events],
    );
    for (const who of [theirs, limited])
      for (const [type, values] of [
        ["campaign_update", { action: "campaign", new_campaign_name: "x" }],
        ["campaign_delete", { action: "campaign" }],
        ["campaign_deactivate", {}],
        ["campaign_rewards", {}],
        ["campaign_users", {}],
      ] as const)
        refused(await call(test, type, { campaign_id: campaigns.points, ...values }, who), "campaign_id");
    succeeded(await update({ campaign_id: campaigns.events, new_campaign_name: "Visits, counted" }, limited));
  });

  it("is a question of the account: another of the organisation finds none, and makes its own", async () => {
    const { core, directory } = test.parts;
    const second = { ...john, account_id: "1111222233334444" };
    await core.db.transaction(async (tx) => tx.send(makeSecondAccount, [1, second.account_id]));
    await directory.refresh();
    assert.deepEqual(await listed({}, second), []);
    for (const [type, values] of [
      ["campaign_update", { action: "campaign", new_campaign_name: "x" }],
      ["campaign_deactivate", {}],
      ["campaign_rewards", {}],
      ["record_activity", { code: "012345678912345", amount: 1 }],
    ] as const)
      refused(await call(test, type, { campaign_id: campaigns.points, ...values }, second), "campaign_id");
    const { id } = succeeded(await make(points, second)).campaign;
    assert.deepEqual(
      (await listed({}, second)).map((one) => one.id),
      [id],
    );
    assert.ok(!(await listed()).some((one) => one.id === id));
    refused(await call(test, "campaign_rewards", { campaign_id: id }), "campaign_id");
  });

  it("is told by campaign_users, to who manages users", async () => {
    await userWith(test, "nowhere", { user_role: "K", allowed_campaigns: "none" });
    const who = async (campaign_id: string) =>
      succeeded(await call(test, "campaign_users", { campaign_id })).users.map((one: Values) => one.user_id);
    const [visits, others] = [await who(campaigns.events), await who(campaigns.points)];
    assert.ok(visits.includes("john1970") && visits.includes("limited") && !visits.includes("nowhere"), visits.join());
    assert.ok(others.includes("john1970") && !others.includes("limited"), others.join());
    refused(
      await call(test, "campaign_users", { campaign_id: campaigns.events }, { ...(await userOf(test, "clerk")) }),
      /manage_users/,
    );
  });

  it("is given by the ids of campaigns that are there, and by nobody who may not use them", async () => {
    const user = { user_name: "kiosk1" };
    for (const allowed_campaigns of ["11", "1234567890123456", `${campaigns.points},1234567890123456`])
      for (const [type, values] of [
        ["user_update", user],
        ["user_new", { user_name: "another", user_role: "K" }],
      ] as const)
        refused(await call(test, type, { ...values, allowed_campaigns }), "allowed_campaigns");
    const manager = { ...(await userWith(test, "few", { user_role: "A", allowed_campaigns: campaigns.buyx })) };
    for (const allowed_campaigns of ["all", campaigns.points])
      refused(await call(test, "user_update", { ...user, allowed_campaigns }, manager), "allowed_campaigns");
    succeeded(await call(test, "user_new", { user_name: "fewer", user_role: "K" }, manager));
    const { user_allowed_campaigns: allowed } = succeeded(await call(test, "user_info", { user_name: "fewer" })).user;
    assert.deepEqual(allowed.campaign_ids, [{ xml_value_to_show: campaigns.buyx }]);
    succeeded(await call(test, "user_update", { ...user, allowed_campaigns: `${campaigns.buyx}, ${campaigns.points}` }));
  });
});
