import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp, testClock } from "../../support/app.ts";
import { campaigns } from "./ledger.ts";
import { call, parseXml, refused, succeeded, type Values } from "./support.ts";

const clock = testClock(new Date("2026-06-15T16:00:00Z"));
const test = await testApp({ clock });
const make = (values: Values, who?: Values) => call(test, "campaign_new", { action: "campaign", ...values }, who);
const update = (values: Values, who?: Values) => call(test, "campaign_update", { action: "campaign", ...values }, who);
const made = async (values: Values) => {
  clock.pass(1_000);
  return succeeded(await make(values)).campaign.id as string;
};
const listed = async (values: Values = {}, who?: Values, type = "campaigns_list") =>
  succeeded(await call(test, type, values, who)).campaigns as Record<string, string>[];
const found = async (id: string) => (await listed({ searchField: "id", searchOper: "eq", searchValue: id }))[0]!;
const points = { campaign_type: "points", campaign_name: "More points" };

describe("campaign_new refuses", () => {
  for (const [what, values, field] of [
    ["no action", { ...points, action: "" }, "action"],
    ["an action that is none", { ...points, action: "reward_level" }, "action"],
    ["no type", { campaign_name: "x" }, "campaign_type"],
    ["a type that is none", { campaign_type: "visits", campaign_name: "x" }, "campaign_type"],
    ["no name", { campaign_type: "points", campaign_name: " " }, "campaign_name"],
    ["a name that is too long", { campaign_type: "points", campaign_name: "x".repeat(256) }, "campaign_name"],
    ...["0", "0.0000", "-1", "1e3", "many", "1234567", "1.00001", "1.2.3", "1,"].flatMap((ratio) => [
      [`a points ratio of ${ratio}`, { ...points, points_ratio: ratio }, "points_ratio"] as const,
      [`a reward ratio of ${ratio}`, { ...points, reward_ratio: ratio }, "reward_ratio"] as const,
    ]),
    ["a latitude beyond the pole", { ...points, latitude: "90.1" }, "latitude"],
    ["a latitude that is none", { ...points, latitude: "north" }, "latitude"],
    ["a longitude beyond the date line", { ...points, longitude: "-180,5" }, "longitude"],
    ["events that earn nothing said", { campaign_type: "earned", campaign_name: "x" }, "amount_per_event"],
    ["events that earn nothing", { campaign_type: "earned", campaign_name: "x", amount_per_event: "0" }, "amount_per_event"],
    ["events that cost", { campaign_type: "earned", campaign_name: "x", amount_per_event: "-1" }, "amount_per_event"],
    ["events that earn no money", { campaign_type: "earned", campaign_name: "x", amount_per_event: "one" }, "amount_per_event"],
  ] as const)
    it(`${what}, and makes none`, async () => {
      const before = await listed();
      refused(await make(values), field);
      assert.deepEqual(await listed(), before);
    });
});

describe("campaign_new and campaigns_list", () => {
  it("make and tell campaigns of all types, in JSON and in XML", async () => {
    const id = await made({ ...points, points_ratio: "1,50", reward_ratio: "010.0", latitude: "-33.86", longitude: "151.2" });
    assert.match(id, /^[1-9]\d{15}$/);
    assert.deepEqual(await found(id), {
      id,
      name: "More points",
      type: "points",
      in_coalition: "Y",
      created_stamp: "2026-06-15 12:00:01",
      points_ratio: "1.5",
      reward_ratio: "10",
      currency: "USD",
      glyph: "$",
      latitude: "-33.86",
      longitude: "151.2",
      two_tier: "Y",
    });
    const out = { coalition_opt_out: "Yes", two_tier_opt_out: "Yes", description: "A & B" };
    const earned = await found(await made({ campaign_type: "EARNED", campaign_name: "<E>", amount_per_event: "2,5", ...out }));
    assert.deepEqual(
      [earned.type, earned.earned_per_event, earned.in_coalition, earned.two_tier, earned.description, earned.points_ratio],
      ["earned", "2.50", "N", "N", "A & B", undefined],
    );
    for (const campaign_type of ["giftcard", "events", "buyx"])
      assert.equal((await found(await made({ campaign_type, campaign_name: "x", points_ratio: "none" }))).type, campaign_type);
    const xml = parseXml((await call(test, "campaigns_list", { output: "XML", type_restrict: "earned" })).text);
    assert.deepEqual(
      xml.children.map(({ name }) => name),
      ["account_name", "campaigns", "pagination"],
    );
    const [one] = xml.children[1]!.children.filter(({ children }) => children.some(({ text }) => text === "<E>"));
    assert.equal(one?.name, "campaign");
    assert.equal(one?.children.find(({ name }) => name === "name")?.text, "<E>");
    const answer = parseXml((await make({ ...points, output: "XML" })).text);
    assert.deepEqual(
      answer.children.map(({ name, children }) => [name, children[0]?.name]),
      [["campaign", "id"]],
    );
  });

  it("tell a ratio that nothing was said of as it is", async () => {
    const { points_ratio, reward_ratio } = await found(await made(points));
    assert.deepEqual([points_ratio, reward_ratio], ["100", ""]);
  });

  it("earn by it", async () => {
    const campaign_id = await made({ ...points, points_ratio: "2.5" });
    const { receipt } = succeeded(await call(test, "record_activity", { code: "012345678912345", campaign_id, amount: "3" }));
    assert.deepEqual(receipt.transaction.recorded, { points: "8" });
  });
});

describe("campaigns_list", () => {
  it("refuses a type, a field, a comparison, an order and a range that are none", async () => {
    for (const [field, value] of [
      ["type_restrict", "dollars"],
      ["searchField", "version"],
      ["searchOper", "like"],
      ["sortField", "version"],
      ["sortOrder", "up"],
      ["offset", "-1"],
      ["length", "0"],
    ] as const)
      for (const type of ["campaigns_list", "campaigns_inactive_list"])
        refused(await call(test, type, { [field]: value }), field);
  });

  it("tells those that are looked for, in order, and a range of them", async () => {
    for (const name of ["b", "C", "a"]) await made({ campaign_type: "buyx", campaign_name: name, description: "Sorted" });
    const names = async (values: Values) => {
      const search = { searchField: "description", searchOper: "eq", searchValue: "sorted" };
      return (await listed({ ...search, ...values })).map(({ name }) => name);
    };
    assert.deepEqual(await names({}), ["b", "C", "a"]);
    assert.deepEqual(await names({ sortField: "name" }), ["a", "b", "C"]);
    assert.deepEqual(await names({ sortField: "name", sortOrder: "DESC" }), ["C", "b", "a"]);
    assert.deepEqual(await names({ sortOrder: "desc", offset: 1, length: 1 }), ["C"]);
    assert.deepEqual(await names({ type_restrict: "points" }), []);
    const answer = succeeded(await call(test, "campaigns_list", { type_restrict: "buyx", offset: 1, length: 2 }));
    assert.equal(answer.campaigns.length, 2);
    assert.ok(Number(answer.pagination.total) >= 4);
    assert.deepEqual([answer.pagination.offset, answer.pagination.length], ["1", "2"]);
    assert.equal(answer.account_name, "Great Widgets Arena");
  });
});

describe("campaign_update", () => {
  it("refuses what campaign_new refuses, and campaigns that are not there", async () => {
    const campaign_id = await made(points);
    const before = await found(campaign_id);
    for (const [field, value] of [
      ["action", "customer"],
      ["new_campaign_name", ""],
      ["new_points_ratio", "0"],
      ["new_reward_ratio", "x"],
      ["latitude", "91"],
      ["longitude", "181"],
    ] as const)
      refused(await update({ campaign_id, [field]: value }), field);
    refused(await update({ campaign_id: campaigns.earned, new_amount_per_event: "0.00" }), "new_amount_per_event");
    refused(await update({ new_campaign_name: "x" }), /^campaign_id: is required$/);
    for (const wrong of ["1", "9".repeat(16), "1234567890123456", "x"])
      refused(await update({ campaign_id: wrong, new_campaign_name: "x" }), "campaign_id");
    assert.deepEqual(await found(campaign_id), before);
  });

  it("changes what is sent, and leaves the rest and its type", async () => {
    const campaign_id = await made({ ...points, description: "Before", latitude: "1" });
    assert.deepEqual(succeeded(await update({ campaign_id, new_campaign_name: "After", new_points_ratio: "3" })).campaign, {
      status: "update",
      id: campaign_id,
    });
    let told = await found(campaign_id);
    assert.deepEqual([told.name, told.points_ratio, told.description, told.in_coalition], ["After", "3", "Before", "Y"]);
    const values = {
      new_points_ratio: "",
      latitude: "",
      coalition_opt_out: "Yes",
      campaign_type: "buyx",
      new_amount_per_event: 5,
    };
    succeeded(await update({ campaign_id, ...values }));
    told = await found(campaign_id);
    assert.deepEqual([told.type, told.points_ratio, told.latitude, told.in_coalition], ["points", "100", undefined, "N"]);
    succeeded(await update({ campaign_id: campaigns.earned, new_amount_per_event: "1.25", new_points_ratio: "x" }));
    assert.equal((await found(campaigns.earned)).earned_per_event, "1.25");
    const { receipt } = succeeded(
      await call(test, "record_activity", { code: "012345678912345", campaign_id: campaigns.earned }),
    );
    assert.equal(receipt.transaction.balance.amount, "1.25");
  });
});

describe("campaign_deactivate and campaign_reactivate", () => {
  it("refuse campaigns that are not there, or are so already", async () => {
    for (const type of ["campaign_deactivate", "campaign_reactivate"]) {
      refused(await call(test, type), /^campaign_id: is required/);
      refused(await call(test, type, { campaign_id: "1234567890123456" }), "campaign_id");
    }
    refused(await call(test, "campaign_reactivate", { campaign_id: campaigns.points }), /^campaign_id: .* is active/);
  });

  it("stop what is recorded and begin it again; meanwhile the campaign can be changed", async () => {
    const campaign_id = await made(points);
    const record = () => call(test, "record_activity", { code: "012345678912345", campaign_id, amount: 1 });
    succeeded(await record());
    assert.equal(succeeded(await call(test, "campaign_deactivate", { campaign_id })).campaign.id, campaign_id);
    refused(await record(), "campaign_id");
    refused(await call(test, "campaign_deactivate", { campaign_id }), "campaign_id");
    assert.equal(await found(campaign_id), undefined);
    succeeded(await update({ campaign_id, new_campaign_name: "Resting" }));
    assert.deepEqual(
      (await listed({}, undefined, "campaigns_inactive_list")).map(({ name }) => name),
      ["Resting"],
    );
    succeeded(await call(test, "campaign_reactivate", { campaign_id }));
    assert.equal((await found(campaign_id)).name, "Resting");
    assert.equal(succeeded(await record()).receipt.transaction.balance.points, "200");
  });
});
