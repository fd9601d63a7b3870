import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp, testClock } from "../../../support/app.ts";
import { campaigns } from "../ledger.ts";
import { call, parseXml, refused, succeeded, type Values } from "../support.ts";
import { balanceOf, campaignOf, partOf, records, standing } from "./ledger-world.ts";
import { made } from "./world.ts";

const clock = testClock();
const willcall = await testApp({ clock });
await made(willcall, { code: "who" });

type Told = Record<string, string>;
const list = async (values: Values = {}, type = "campaigns_list"): Promise<Told[]> =>
  succeeded(await call(willcall, type, values)).campaigns;
const ids = async (values: Values = {}, type?: string) => (await list(values, type)).map(({ id }) => id);
const update = async (values: Values) => succeeded(await call(willcall, "campaign_update", values));

test("campaign_new answers an id of 16 digits, of every type", async () => {
  for (const [campaign_type, more] of [
    ["points", {}],
    ["giftcard", { latitude: "-41.28", longitude: "174.77", description: "By the sea" }],
    ["events", {}],
    ["earned", { amount_per_event: "1,50" }],
    ["buyx", {}],
  ] as const) {
    const given = { action: "campaign", campaign_type, campaign_name: `New ${campaign_type}`, ...more };
    const { campaign } = succeeded(await call(willcall, "campaign_new", given));
    assert.match(campaign.id, /^\d{16}$/);
    const [told] = await list({ searchField: "id", searchOper: "eq", searchValue: campaign.id });
    assert.deepEqual([told!.name, told!.type], [given.campaign_name, campaign_type]);
    assert.equal(told!.created_stamp, "2026-06-15 12:00:00");
  }
});

test("campaigns_list: account_name, ratios of points only, earned_per_event of earned, pagination", async () => {
  const points = await campaignOf(willcall, "points", { points_ratio: "2", reward_ratio: "25" });
  const earned = await campaignOf(willcall, "earned", { amount_per_event: "1.5" });
  const { account_name, campaigns: all, pagination } = succeeded(await call(willcall, "campaigns_list"));
  assert.ok(account_name);
  const of = (id: string) => all.find((one: Told) => one.id === id);
  assert.deepEqual(
    [of(points).points_ratio, of(points).reward_ratio, of(points).currency, of(points).glyph],
    ["2", "25", "USD", "$"],
  );
  assert.deepEqual([Number(of(earned).earned_per_event), of(earned).points_ratio], [1.5, undefined]);
  assert.equal(of(campaigns.points).points_ratio, "100");
  assert.equal(of(campaigns.events).points_ratio, undefined);
  assert.deepEqual([pagination.total, pagination.offset], [String(all.length), "0"]);
});

test("campaigns_list: type_restrict, search, sort, offset and length; an array with one element", async () => {
  const points = await list({ type_restrict: "points" });
  assert.ok(points.length >= 2 && points.every(({ type }) => type === "points"));
  const [only, ...none] = await list({ searchField: "name", searchOper: "eq", searchValue: "New buyx" });
  assert.deepEqual([only!.type, none], ["buyx", []]);
  assert.deepEqual(await list({ searchField: "name", searchOper: "eq", searchValue: "No such one" }), []);
  const up = (await list({ sortField: "name", sortOrder: "asc" })).map(({ name }) => name);
  assert.deepEqual(
    (await list({ sortField: "name", sortOrder: "desc" })).map(({ name }) => name),
    [...up].reverse(),
  );
  const sort = { sortField: "name", sortOrder: "asc" };
  const { campaigns: page, pagination } = succeeded(await call(willcall, "campaigns_list", { ...sort, offset: 1, length: 2 }));
  assert.deepEqual(
    page.map(({ name }: Told) => name),
    up.slice(1, 3),
  );
  assert.deepEqual(pagination, { total: String(up.length), offset: "1", length: "2" });
});

test("campaign_update changes what is sent, and what is recorded from then on", async () => {
  const points = await campaignOf(willcall, "points", { points_ratio: "1" });
  await records(willcall, points, "who", { amount: 10 });
  await update({ action: "campaign", campaign_id: points, new_points_ratio: "3", new_reward_ratio: "7" });
  await records(willcall, points, "who", { amount: 10 });
  assert.equal(await balanceOf(willcall, points, "who"), "40");
  const earned = await campaignOf(willcall, "earned", { amount_per_event: "1" });
  await records(willcall, earned, "who");
  await update({ action: "campaign", campaign_id: earned, new_campaign_name: "Renamed", new_amount_per_event: "0.25" });
  await records(willcall, earned, "who");
  assert.equal(await balanceOf(willcall, earned, "who"), "1.25");
  const [told] = await list({ searchField: "id", searchValue: earned });
  assert.deepEqual([told!.name, Number(told!.earned_per_event)], ["Renamed", 0.25]);
  assert.equal((await list({ searchField: "id", searchValue: points }))[0]!.reward_ratio, "7");
});

test("rewards, promotions and items: new, told, updated, deleted; one is told as an array", async () => {
  const points = await campaignOf(willcall, "points");
  const buyx = await campaignOf(willcall, "buyx");
  const kinds = [
    [
      "reward",
      points,
      "campaign_rewards",
      "rewards",
      { reward_level: 5, reward_description: "A" },
      { new_reward_level: 6, new_reward_description: "B" },
      { level: ["5", "6"], description: ["A", "B"] },
    ],
    [
      "promo",
      points,
      "campaign_promos",
      "promotions",
      { promo_operation: "+", promo_amount: 5, promo_description: "A" },
      { new_promo_operation: "x", new_promo_amount: 2, new_promo_description: "B" },
      { operand: ["+", "x"], value: ["5", "2"], description: ["A", "B"] },
    ],
    [
      "item",
      buyx,
      "buyx_items_list",
      "buyx_items",
      { reward_level: 5, item_description: "A" },
      { new_reward_level: 6, new_item_description: "B" },
      { level: ["5", "6"], description: ["A", "B"] },
    ],
  ] as const;
  for (const [action, campaign_id, type, container, first, then, looks] of kinds) {
    const id = await partOf(willcall, action, campaign_id, first);
    const told = async (): Promise<Told[]> => succeeded(await call(willcall, type, { campaign_id }))[container];
    for (const at of [0, 1] as const) {
      const [part, ...others] = await told();
      assert.deepEqual([part!.id, others], [id, []]);
      for (const [name, values] of Object.entries(looks)) assert.equal(part![name], values[at], `${action} ${name}`);
      if (at === 0) assert.equal((await update({ action, campaign_id, [`${action}_id`]: id, ...then }))[action].id, id);
    }
    const gone = { action, campaign_id, [`${action}_id`]: id };
    assert.equal(succeeded(await call(willcall, "campaign_delete", gone))[action].id, id);
    assert.deepEqual(await told(), []);
    refused(await call(willcall, "campaign_delete", gone), new RegExp(`${action}_id`));
  }
});

test("campaign_deactivate and campaign_reactivate: the list it is in, what may be recorded, and that balances stay", async () => {
  const campaign_id = await campaignOf(willcall, "events");
  await records(willcall, campaign_id, "who");
  succeeded(await call(willcall, "campaign_deactivate", { campaign_id, code: "stray" }));
  assert.deepEqual([(await ids()).includes(campaign_id), await ids({}, "campaigns_inactive_list")], [false, [campaign_id]]);
  refused(await call(willcall, "record_activity", { campaign_id, code: "who" }), /^campaign_id\b/);
  succeeded(await call(willcall, "campaign_reactivate", { campaign_id, code: "stray" }));
  assert.deepEqual([(await ids()).includes(campaign_id), await ids({}, "campaigns_inactive_list")], [true, []]);
  assert.equal(await balanceOf(willcall, campaign_id, "who"), "1");
  await records(willcall, campaign_id, "who");
});

test("campaign_delete of a campaign removes its transactions, and no other's", async () => {
  const [gone, stays] = [await campaignOf(willcall, "events"), await campaignOf(willcall, "events")];
  for (const campaign of [gone, stays]) await records(willcall, campaign, "who", { authorization: `in ${campaign}` });
  succeeded(await call(willcall, "campaign_delete", { action: "campaign", campaign_id: gone }));
  assert.deepEqual([(await ids()).includes(gone), (await ids({}, "campaigns_inactive_list")).includes(gone)], [false, false]);
  for (const type of ["customer_balance", "campaign_rewards", "campaign_reactivate"])
    refused(await call(willcall, type, { campaign_id: gone, code: "who" }), /^campaign_id\b/);
  const { text } = await call(willcall, "reports", { report: "transactions_all" });
  assert.deepEqual([text.includes(`in ${gone}`), text.includes(`in ${stays}`)], [false, true]);
  assert.equal((await standing(willcall, stays, "who")).customer.balance, "1");
});

test("XML: containers with repeated children, and account_name beside them", async () => {
  const { children } = parseXml((await call(willcall, "campaigns_list", { output: "XML", type_restrict: "buyx" })).text);
  assert.ok(children.some(({ name, text }) => name === "account_name" && text));
  const container = children.find(({ name }) => name === "campaigns")!;
  assert.ok(container.children.length && container.children.every(({ name }) => name === "campaign"));
});
