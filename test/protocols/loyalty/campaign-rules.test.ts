import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readCampaign } from "../../../src/core/loyalty/campaigns/read.ts";
import { spreadRules } from "../../../src/core/loyalty/campaigns/spread.ts";
import { dueOf } from "../../core/loyalty/campaigns/queries.ts";
import { testApp, testClock } from "../../support/app.ts";
import { campaigns } from "./ledger.ts";
import { userOf } from "./people.ts";
import { call, parseXml, refused, succeeded, type Values } from "./support.ts";

// Two hours before midnight in New York, and in the next day by UTC.
const clock = testClock(new Date("2026-06-16T02:00:00Z"));
const test = await testApp({ clock });
const { core } = test.parts;
const dayMs = 86_400_000;
const campaignOf = async (campaign_type: string) =>
  succeeded(await call(test, "campaign_new", { action: "campaign", campaign_type, campaign_name: "x" })).campaign.id as string;
const rulesOf = async (id: string) => (await readCampaign(core, 1, Number(id)))!;

const depreciation = {
  list: "campaign_depreciations",
  key: "depreciation_id",
  good: {
    depreciation_type: "T",
    depreciation_interval: 6,
    depreciation_interval_type: "months",
    depreciation_percentage: "12,5",
  },
} as const;
const fee = {
  list: "campaign_fees",
  key: "fee_id",
  good: { fee_interval: 1, interval_type: "years", fee_amount: "5", fee_description: "Yearly" },
} as const;
const rules = { depreciation, campaign_fee: fee } as const;
type Rule = keyof typeof rules;
const kinds = Object.keys(rules) as Rule[];
const objectOf = (rule: Rule) => rule.replace("campaign_", "");
const send = (rule: Rule, what: "new" | "update" | "delete", values: Values, who?: Values) =>
  call(test, `${rule}_${what}`, values, who);
const add = async (rule: Rule, campaign_id: string, values: Values = {}) =>
  succeeded(await send(rule, "new", { campaign_id, ...rules[rule].good, ...values }))[objectOf(rule)].id as string;
const listed = async (rule: Rule, campaign_id: string) =>
  Object.values(succeeded(await call(test, rules[rule].list, { campaign_id }))).find(Array.isArray) as Record<string, string>[];

describe("depreciations and fees: what is refused", () => {
  it("campaigns that are missing or unknown, and those that count items", async () => {
    for (const rule of kinds) {
      const { good, list } = rules[rule];
      refused(await send(rule, "new", good), "campaign_id");
      for (const campaign_id of ["x", "1234567890123456"]) {
        refused(await send(rule, "new", { ...good, campaign_id }), "campaign_id");
        refused(await call(test, list, { campaign_id }), "campaign_id");
      }
      refused(await send(rule, "new", { ...good, campaign_id: campaigns.buyx }), /^campaign_id: a campaign of that type/);
    }
  });

  const intervals = ["0", "1001", "-1", "1.5", "x"];
  for (const [rule, field, wrong] of [
    ["depreciation", "depreciation_type", ["X", "TL"]],
    ["depreciation", "depreciation_interval", intervals],
    ["depreciation", "depreciation_interval_type", ["weeks", "day"]],
    ["depreciation", "depreciation_percentage", ["0", "0.00", "100.01", "-5", "1.255", "half"]],
    ["campaign_fee", "fee_interval", intervals],
    ["campaign_fee", "interval_type", ["weeks", "1"]],
    ["campaign_fee", "fee_amount", ["0", "-1", "1.5", "some", "1000000001"]],
    ["campaign_fee", "fee_description", ["x".repeat(256)]],
  ] as const)
    it(`${field} that is wrong, in a new one and in a change, or missing`, async () => {
      const campaign_id = await campaignOf("points");
      const id = await add(rule, campaign_id);
      const before = await listed(rule, campaign_id);
      for (const value of wrong) {
        refused(await send(rule, "new", { ...rules[rule].good, campaign_id, [field]: value }), field);
        refused(await send(rule, "update", { campaign_id, [rules[rule].key]: id, [field]: value }), field);
      }
      if (field !== "fee_description") refused(await send(rule, "new", { ...rules[rule].good, campaign_id, [field]: "" }), field);
      assert.deepEqual(await listed(rule, campaign_id), before);
    });

  it("fees of money with too many decimals, or of nothing", async () => {
    const isNone = /^fee_amount: must be an amount with at most two decimals$/;
    const isLittle = /^fee_amount: must be at least 0\.01$/;
    const wrong = { "0": isLittle, "0.00": isLittle, "1.999": isNone, "-1": isLittle, x: isNone };
    for (const [fee_amount, told] of Object.entries(wrong))
      for (const campaign_id of [campaigns.giftcard, campaigns.earned])
        refused(await send("campaign_fee", "new", { ...fee.good, campaign_id, fee_amount }), told);
  });

  it("a second depreciation for an interval, of whichever type", async () => {
    const campaign_id = await campaignOf("events");
    await add("depreciation", campaign_id);
    for (const depreciation_type of ["T", "L"])
      refused(
        await send("depreciation", "new", { ...depreciation.good, campaign_id, depreciation_type }),
        "depreciation_interval",
      );
    const depreciation_id = await add("depreciation", campaign_id, { depreciation_interval: 7 });
    const change = (depreciation_interval: number) =>
      send("depreciation", "update", { campaign_id, depreciation_id, depreciation_interval });
    refused(await change(6), "depreciation_interval");
    succeeded(await change(7));
    succeeded(await change(8));
  });

  it("those that are not there, or are another campaign's, or of the other kind", async () => {
    const campaign_id = await campaignOf("points");
    for (const rule of kinds) {
      const foreign = await add(rule, await campaignOf("points"));
      const other = await add(rule === "depreciation" ? "campaign_fee" : "depreciation", campaign_id, {
        depreciation_interval: 9,
      });
      for (const id of [undefined, "", "0", "x", "999999", foreign, other])
        for (const what of ["update", "delete"] as const)
          refused(await send(rule, what, { campaign_id, [rules[rule].key]: id }), rules[rule].key);
    }
  });

  it("users whose role has no permission, which is named", async () => {
    const campaign_id = await campaignOf("points");
    const [designer, clerk, accountant] = await Promise.all(
      (["campaign-designer", "clerk", "accountant"] as const).map(async (role) => ({ ...(await userOf(test, role)) })),
    );
    for (const rule of kinds) {
      const permission = rule === "depreciation" ? rule : "fees";
      const values = { campaign_id, [rules[rule].key]: await add(rule, campaign_id), ...rules[rule].good };
      for (const who of [clerk, accountant]) {
        for (const [what, verb] of [
          ["new", "add"],
          ["update", "edit"],
          ["delete", "delete"],
        ] as const)
          refused(await send(rule, what, values, who), new RegExp(`^user_id: .* ${verb}_${permission}$`));
        succeeded(await call(test, rules[rule].list, values, who));
      }
      refused(await send(rule, "delete", values, designer), new RegExp(` delete_${permission}$`));
      succeeded(await send(rule, "update", values, designer));
      succeeded(await send(rule, "delete", values, { ...(await userOf(test, "campaign-manager")) }));
    }
  });
});

describe("depreciations and fees", () => {
  it("are made, told, changed and deleted, in JSON and in XML", async () => {
    const campaign_id = await campaignOf("giftcard");
    const depreciation_id = await add("depreciation", campaign_id);
    assert.deepEqual(await listed("depreciation", campaign_id), [
      { id: depreciation_id, ...depreciation.good, depreciation_interval: "6", depreciation_percentage: "12.5" },
    ]);
    const fee_id = await add("campaign_fee", campaign_id, { fee_amount: "2,5" });
    const told = { id: fee_id, interval: "1", interval_type: "years", amount: "2.50", description: "Yearly" };
    assert.deepEqual(await listed("campaign_fee", campaign_id), [told]);
    const answer = await send("campaign_fee", "update", {
      campaign_id,
      fee_id,
      fee_amount: 3,
      fee_description: "",
      output: "XML",
    });
    assert.deepEqual(
      parseXml(answer.text).children.map(({ name, attributes, children }) => [name, attributes.status, children[0]?.text]),
      [["fee", "update", fee_id]],
    );
    assert.deepEqual(await listed("campaign_fee", campaign_id), [{ ...told, amount: "3.00", description: "" }]);
    succeeded(await send("depreciation", "update", { campaign_id, depreciation_id, depreciation_type: "l" }));
    const { text } = await call(test, "campaign_depreciations", { campaign_id, output: "XML" });
    assert.match(text, /<depreciations>\s*<depreciation>\s*<id>\d+<\/id>\s*<depreciation_type>L</);
    for (const [rule, id] of [
      ["depreciation", depreciation_id],
      ["campaign_fee", fee_id],
    ] as const) {
      const { status } = succeeded(await send(rule, "delete", { campaign_id, [rules[rule].key]: id }))[objectOf(rule)];
      assert.equal(status, "deleted");
      assert.deepEqual(await listed(rule, campaign_id), []);
    }
  });

  it("count from the day where the organisation is on which they were made, changed, or the campaign came back", async () => {
    const campaign_id = await campaignOf("points");
    const [depreciation_id] = [await add("depreciation", campaign_id), await add("campaign_fee", campaign_id)];
    const since = async () => {
      const { depreciations, fees, shortestDays } = await rulesOf(campaign_id);
      return [depreciations[0]?.effectiveAfter, fees[0]?.effectiveAfter, shortestDays];
    };
    assert.deepEqual(await since(), ["2026-06-15", "2026-06-15", 168]);
    clock.pass(dayMs);
    const change = (depreciation_interval: number) =>
      send("depreciation", "update", { campaign_id, depreciation_id, depreciation_interval });
    succeeded(await change(6));
    assert.deepEqual(await since(), ["2026-06-15", "2026-06-15", 168]);
    succeeded(await change(20));
    assert.deepEqual(await since(), ["2026-06-16", "2026-06-15", 365]);
    succeeded(await call(test, "campaign_deactivate", { campaign_id }));
    clock.pass(dayMs);
    succeeded(await call(test, "campaign_reactivate", { campaign_id }));
    assert.deepEqual(await since(), ["2026-06-17", "2026-06-17", 365]);
    succeeded(await send("depreciation", "delete", { campaign_id, depreciation_id }));
    assert.deepEqual(await since(), [undefined, "2026-06-17", 365]);
  });

  it("have all balances looked at anew whenever they change, or the campaign comes back", async () => {
    const campaign_id = await campaignOf("points");
    for (const code of ["012345678912345", "89898989898989"])
      succeeded(await call(test, "record_activity", { code, campaign_id, amount: 1 }));
    const due = async () => {
      await spreadRules(core, 1);
      return dueDays();
    };
    const dueDays = async () => (await core.db.read(dueOf, [1, Number(campaign_id)])).map((row) => row.due_on);
    assert.deepEqual(await due(), [null, null]);
    for (const change of [
      () => add("campaign_fee", campaign_id),
      async () =>
        succeeded(
          await send("campaign_fee", "update", {
            campaign_id,
            fee_id: (await rulesOf(campaign_id)).fees[0]!.ruleId,
            fee_amount: 9,
          }),
        ),
      async () => {
        succeeded(await call(test, "campaign_deactivate", { campaign_id }));
        succeeded(await call(test, "campaign_reactivate", { campaign_id }));
      },
      async () =>
        succeeded(await send("campaign_fee", "delete", { campaign_id, fee_id: (await rulesOf(campaign_id)).fees[0]!.ruleId })),
    ]) {
      clock.pass(dayMs);
      await change();
      const day = new Date(clock.now().getTime() - dayMs / 6).toISOString().slice(0, 10);
      assert.deepEqual(await due(), [day, day]);
    }
    // What is not about time leaves them alone.
    const before = await due();
    clock.pass(dayMs);
    succeeded(await call(test, "campaign_update", { action: "campaign", campaign_id, new_campaign_name: "y" }));
    assert.deepEqual(await due(), before);
  });
});
