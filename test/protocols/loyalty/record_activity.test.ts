import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { campaigns } from "./ledger.ts";
import { userOf } from "./people.ts";
import { type Credentials, call, refused, succeeded, type Values } from "./support.ts";

const test = await testApp();
const record = (values: Values = {}, who?: Values | Credentials) =>
  call(test, "record_activity", { code: "012345678912345", ...values }, who);
const done = async (values: Values) => succeeded(await record(values)).receipt;
const { points, giftcard, events, earned, buyx } = campaigns;

describe("record_activity: what is refused", () => {
  it("a campaign that is missing, malformed, unknown", async () => {
    refused(await record({ amount: "1.00" }), "campaign_id");
    for (const campaign_id of ["1", "9".repeat(16), "abcdefghijklmnop", "1111222233334445"])
      refused(await record({ campaign_id, amount: "1.00" }), "campaign_id");
  });

  it("nobody, somebody unknown, and a user who may not", async () => {
    refused(await record({ campaign_id: points, amount: 1, code: "" }), /code, card_number/);
    refused(await record({ campaign_id: points, amount: 1, code: "nobody" }), /no such customer/);
    refused(await record({ campaign_id: points, amount: 1, code: "", card_number: "nobody" }), /no such customer/);
    refused(await record({ campaign_id: points, amount: 1 }, await userOf(test, "observer")), "user_id");
  });

  it("amounts that are missing, malformed, nothing or too much", async () => {
    for (const amount of [undefined, "", "nine", "1.999", "1e3", "0", "0.00", "12345678901"])
      refused(await record({ campaign_id: points, amount }), "amount");
    refused(await record({ campaign_id: giftcard }), /^amount: is required/);
    refused(await record({ campaign_id: points, amount: "-1.00" }), "reward_to_redeem|amount");
  });

  it("promotions and items that are not there, quantities that are none", async () => {
    refused(await record({ campaign_id: points, amount: 1, promo_id: "7" }), "promo_id");
    refused(await record({ campaign_id: buyx }), "service_product");
    refused(await record({ campaign_id: buyx, service_product: "Tea" }), "service_product");
    refused(await record({ campaign_id: buyx, service_product: "96", buyx_quantity: 0 }), "buyx_quantity");
  });
});

describe("record_activity", () => {
  it("earns points by the ratio, with a receipt", async () => {
    const receipt = await done({ campaign_id: points, amount: "9,95", authorization: "Bill 17" });
    assert.deepEqual(receipt.campaign, { id: points, name: "Widget points", type: "points" });
    const { id, ...transaction } = receipt.transaction;
    assert.match(id, /^\d+$/);
    assert.deepEqual(transaction, {
      purchase: { amount: "9.95", currency: "USD", glyph: "$" },
      recorded: { points: "995", description: "Bill 17" },
      balance: { points: "995" },
      cumulative_balance: { points: "995" },
    });
    assert.equal(receipt.customer.first_name, "Ann");
    assert.equal((await done({ campaign_id: points, amount: "0.05" })).transaction.balance.points, "1000");
    assert.equal((await done({ campaign_id: points, amount: "-10.00" })).transaction.balance.points, "0");
  });

  it("adds money, visits, money by visits, and items", async () => {
    const money = (await done({ campaign_id: giftcard, amount: "25" })).transaction;
    assert.deepEqual(money.add, { amount: "25.00", currency: "USD", glyph: "$" });
    assert.equal((await done({ campaign_id: events })).transaction.balance.events, "1");
    assert.equal((await done({ campaign_id: events })).transaction.balance.events, "2");
    assert.equal((await done({ campaign_id: earned })).transaction.balance.amount, "1.00");
    assert.equal((await done({ campaign_id: buyx, service_product: "coffee", buyx_quantity: 3 })).transaction.balance.items, "3");
    assert.equal((await done({ campaign_id: buyx, service_product: 96 })).transaction.balance.items, "4");
  });
});
