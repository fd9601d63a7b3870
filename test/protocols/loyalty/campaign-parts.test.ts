import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { campaigns } from "./ledger.ts";
import { userOf } from "./people.ts";
import { call, parseXml, refused, succeeded, type Values } from "./support.ts";

const test = await testApp();
const send = (what: "new" | "update" | "delete", action: string, values: Values, who?: Values) =>
  call(test, `campaign_${what}`, { action, ...values }, who);
const lists = { reward: "campaign_rewards", promo: "campaign_promos", item: "buyx_items_list" } as const;
const names = { reward: "rewards", promo: "promotions", item: "buyx_items" } as const;
type Part = keyof typeof lists;
const listed = async (part: Part, campaign_id: string) =>
  succeeded(await call(test, lists[part], { campaign_id }))[names[part]] as Record<string, string>[];
const campaignOf = async (campaign_type: string) =>
  succeeded(await send("new", "campaign", { campaign_type, campaign_name: "x" })).campaign.id as string;
const good = {
  reward: { reward_level: 100, reward_description: "A mug" },
  promo: { promo_operation: "+", promo_amount: "50" },
  item: { item_description: "Tea", reward_level: 5 },
} as const;
const home = { reward: campaigns.points, promo: campaigns.points, item: campaigns.buyx } as const;
const idField = { reward: "reward_id", promo: "promo_id", item: "item_id" } as const;
const parts = Object.keys(lists) as Part[];
const record = (values: Values) => call(test, "record_activity", { code: "012345678912345", ...values });

describe("rewards, promotions and items: what is refused", () => {
  it("campaigns that are missing or unknown, or have no such parts", async () => {
    for (const part of parts) {
      refused(await send("new", part, good[part]), "campaign_id");
      for (const campaign_id of ["1", "1234567890123456"]) {
        refused(await send("new", part, { campaign_id, ...good[part] }), "campaign_id");
        refused(await call(test, lists[part], { campaign_id }), "campaign_id");
      }
      refused(await call(test, lists[part]), "campaign_id");
      for (const change of ["update", "delete"] as const)
        refused(await send(change, part, { campaign_id: home[part] }), new RegExp(`^${idField[part]}: is required`));
    }
    const unfit = {
      reward: ["giftcard", "earned", "buyx"],
      promo: ["giftcard", "events", "earned", "buyx"],
      item: ["points", "events"],
    };
    for (const part of parts)
      for (const type of unfit[part] as (keyof typeof campaigns)[])
        refused(
          await send("new", part, { campaign_id: campaigns[type], ...good[part] }),
          /^campaign_id: a campaign of that type/,
        );
  });

  for (const [part, field, wrong] of [
    ["reward", "reward_level", ["", "0", "-5", "1.5", "many"]],
    ["reward", "reward_description", ["", "x".repeat(256)]],
    ["reward", "reward_identifier", ["x".repeat(65)]],
    ["promo", "promo_operation", ["", "-", "add"]],
    ["promo", "promo_amount", ["", "0", "-1", "1.5", "x", "1234567"]],
    ["promo", "promo_start_date", ["tomorrow", "2026-02-30"]],
    ["promo", "promo_end_date", ["2026-13-01"]],
    ["item", "item_description", ["", "x".repeat(256)]],
    ["item", "reward_level", ["", "0", "x"]],
  ] as const)
    it(`${field} that is wrong, in a new one and in a change`, async () => {
      const campaign_id = home[part];
      const { id } = succeeded(await send("new", part, { campaign_id, ...good[part] }))[part];
      const before = await listed(part, campaign_id);
      for (const value of wrong) {
        refused(await send("new", part, { campaign_id, ...good[part], [field]: value }), field);
        // A number or a word that is sent empty counts as not sent.
        if (value === "" && /level|operation/.test(field)) continue;
        const changed = /date/.test(field) ? field : `new_${field}`;
        refused(await send("update", part, { campaign_id, [idField[part]]: id, [changed]: value }), changed);
      }
      assert.deepEqual(await listed(part, campaign_id), before);
    });

  it("multiples with too many decimals, days that end before they begin", async () => {
    const promo = { campaign_id: campaigns.points, ...good.promo, promo_operation: "x" };
    refused(await send("new", "promo", { ...promo, promo_amount: "1.00001" }), "promo_amount");
    const days = { promo_start_date: "2026-06-02", promo_end_date: "2026-06-01" };
    refused(await send("new", "promo", { ...promo, ...days }), "promo_end_date");
    const { id: promo_id } = succeeded(await send("new", "promo", { ...promo, promo_amount: "1.5" })).promo;
    const change = (values: Values) => send("update", "promo", { campaign_id: campaigns.points, promo_id, ...values });
    // Of points that are added there are no halves.
    refused(await change({ new_promo_operation: "+" }), "new_promo_amount");
    succeeded(await change({ promo_start_date: "2026-06-02" }));
    refused(await change({ promo_end_date: "2026-06-01" }), "promo_end_date");
  });

  it("an identifier that another one of the campaign has", async () => {
    const identifiers = { reward: "reward_identifier", promo: "promo_custom_id", item: "item_identifier" } as const;
    for (const part of parts) {
      const field = identifiers[part];
      const campaign_id = await campaignOf(part === "item" ? "buyx" : "points");
      const add = (value: string) => send("new", part, { campaign_id, ...good[part], [field]: value });
      succeeded(await add("one"));
      refused(await add("one"), field);
      const { id } = succeeded(await add("two"))[part];
      const changed = part === "promo" ? field : `new_${field}`;
      const change = (value: string) => send("update", part, { campaign_id, [idField[part]]: id, [changed]: value });
      refused(await change("one"), changed);
      succeeded(await change("two"));
      succeeded(await change(""));
      succeeded(await add("two"));
      // In another campaign it is another's.
      const other = await campaignOf(part === "item" ? "buyx" : "points");
      succeeded(await send("new", part, { campaign_id: other, ...good[part], [field]: "one" }));
    }
  });

  it("parts that are not there, or are another campaign's", async () => {
    for (const part of parts) {
      const campaign_id = await campaignOf(part === "item" ? "buyx" : "points");
      const { id } = succeeded(await send("new", part, { campaign_id: home[part], ...good[part] }))[part];
      const field = idField[part];
      for (const what of ["update", "delete"] as const) {
        for (const wrong of [undefined, "", "0", "x", "999999", id])
          refused(await send(what, part, { campaign_id, [field]: wrong, new_reward_level: 7 }), field);
        refused(await send(what, part, { [field]: id }), "campaign_id");
      }
    }
  });

  it("users whose role has no permission, which is named", async () => {
    const permissions = { reward: "rewards", promo: "promotions", item: "items" } as const;
    const [clerk, accountant, designer] = await Promise.all(
      (["clerk", "accountant", "campaign-designer"] as const).map(async (role) => ({ ...(await userOf(test, role)) })),
    );
    for (const part of parts) {
      const { id } = succeeded(await send("new", part, { campaign_id: home[part], ...good[part] }))[part];
      const values = { campaign_id: home[part], [idField[part]]: id, ...good[part] };
      for (const who of [clerk, accountant]) {
        refused(await send("new", part, values, who), new RegExp(`^user_id: .* add_${permissions[part]}$`));
        refused(await send("update", part, values, who), new RegExp(`^user_id: .* edit_${permissions[part]}$`));
        succeeded(await call(test, lists[part], values, who));
      }
      refused(await send("delete", part, values, designer), new RegExp(`^user_id: .* delete_${permissions[part]}$`));
      succeeded(await send("update", part, values, designer));
      const manager = { ...(await userOf(test, "campaign-manager")) };
      assert.deepEqual(succeeded(await send("delete", part, values, manager))[part], { status: "deleted", id });
    }
  });
});

describe("rewards, promotions and items", () => {
  it("are made, told, changed and deleted, also in a campaign that is not active", async () => {
    const campaign_id = await campaignOf("points");
    succeeded(await call(test, "campaign_deactivate", { campaign_id }));
    const { status, id } = succeeded(
      await send("new", "reward", { campaign_id, ...good.reward, reward_identifier: "mug" }),
    ).reward;
    assert.equal(status, "new");
    assert.deepEqual(await listed("reward", campaign_id), [{ id, level: "100", description: "A mug", identifier: "mug" }]);
    const answer = await send("update", "reward", { campaign_id, reward_id: id, new_reward_level: "120", output: "XML" });
    assert.deepEqual(
      parseXml(answer.text).children.map(({ name, attributes, children }) => [name, attributes.status, children[0]?.text]),
      [["reward", "update", id]],
    );
    assert.deepEqual(await listed("reward", campaign_id), [{ id, level: "120", description: "A mug", identifier: "mug" }]);
    succeeded(
      await send("update", "reward", { campaign_id, reward_id: id, new_reward_description: "Mugs", new_reward_identifier: "" }),
    );
    assert.deepEqual(await listed("reward", campaign_id), [{ id, level: "120", description: "Mugs" }]);
    const text = (await call(test, "campaign_rewards", { campaign_id, output: "XML" })).text;
    assert.match(text, new RegExp(`<rewards>\\s*<reward>\\s*<id>${id}</id>\\s*<level>120</level>`));
    succeeded(await send("delete", "reward", { campaign_id, reward_id: id }));
    assert.deepEqual(await listed("reward", campaign_id), []);
    refused(await send("delete", "reward", { campaign_id, reward_id: id }), "reward_id");
  });

  it("are promotions, told with their days and the caller's own id, which purchases earn by", async () => {
    const campaign_id = await campaignOf("points");
    const days = { promo_start_date: "2020-01-01", promo_end_date: "2999-12-31", promo_custom_id: "double" };
    const more = { promo_description: "Twice", ...days };
    const { id } = succeeded(
      await send("new", "promo", { campaign_id, promo_operation: "X", promo_amount: "2,00", ...more }),
    ).promo;
    assert.deepEqual(await listed("promo", campaign_id), [{ id, operand: "x", value: "2", description: "Twice", ...days }]);
    const earned = async (promo_id: string) =>
      succeeded(await record({ campaign_id, amount: 1, promo_id })).receipt.transaction.recorded.points;
    assert.equal(await earned(id), "200");
    assert.equal(await earned("double"), "200");
    const changes = {
      new_promo_operation: "+",
      new_promo_amount: "5",
      new_promo_description: "",
      new_promo_end_date: "0000-00-00",
    };
    succeeded(await send("update", "promo", { campaign_id, promo_id: id, ...changes }));
    const [told] = await listed("promo", campaign_id);
    assert.deepEqual([told?.operand, told?.value, told?.description, told?.promo_end_date], ["+", "5", "", ""]);
    assert.equal(await earned(id), "105");
    succeeded(await send("delete", "promo", { campaign_id, promo_id: id }));
    refused(await record({ campaign_id, amount: 1, promo_id: id }), "promo_id");
  });

  it("are items, which are bought by their id and by the caller's own", async () => {
    const campaign_id = await campaignOf("buyx");
    const { id } = succeeded(await send("new", "item", { campaign_id, ...good.item, item_identifier: "t" })).item;
    assert.deepEqual(await listed("item", campaign_id), [{ id, level: "5", description: "Tea", identifier: "t" }]);
    for (const [service_product, items] of [
      [id, "1"],
      ["t", "2"],
    ] as const)
      assert.equal(succeeded(await record({ campaign_id, service_product })).receipt.transaction.balance.items, items);
    succeeded(await send("update", "item", { campaign_id, item_id: id, new_item_description: "Green tea", new_reward_level: 6 }));
    assert.deepEqual(await listed("item", campaign_id), [{ id, level: "6", description: "Green tea", identifier: "t" }]);
    succeeded(await send("delete", "item", { campaign_id, item_id: id }));
    refused(await record({ campaign_id, service_product: id }), "service_product");
    const { id: again } = succeeded(await send("new", "item", { campaign_id, ...good.item, item_identifier: "t" })).item;
    assert.notEqual(again, id);
  });

  it("are all made when many are made at once, and one of many with one identifier", async () => {
    const campaign_id = await campaignOf("events");
    const many = Array.from({ length: 8 }, (_, n) => n);
    const answers = await Promise.all(
      many.map((n) => send("new", "reward", { campaign_id, ...good.reward, reward_level: n + 1 })),
    );
    assert.deepEqual(
      answers.map(({ status }) => status),
      Array(8).fill("success"),
    );
    assert.equal((await listed("reward", campaign_id)).length, 8);
    const same = await Promise.all(
      many.map(() => send("new", "reward", { campaign_id, ...good.reward, reward_identifier: "one" })),
    );
    assert.equal(same.filter(({ status }) => status === "success").length, 1);
  });
});
