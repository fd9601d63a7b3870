import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { campaigns } from "./ledger.ts";
import { userOf } from "./people.ts";
import { type Credentials, call, refused, succeeded, type Values } from "./support.ts";

const test = await testApp();
const code = "012345678912345";
const redeem = (values: Values = {}, who?: Values | Credentials) => call(test, "redeem", { code, ...values }, who);
const record = async (values: Values) => succeeded(await call(test, "record_activity", { code, ...values })).receipt.transaction;
const balance = async (campaign_id: string, values: Values = {}) =>
  succeeded(await call(test, "customer_balance", { code, campaign_id, ...values })).campaign.customer;
const { points, giftcard, events, earned, buyx } = campaigns;

describe("redeem: what is refused", () => {
  it("what is missing, malformed or not there", async () => {
    refused(await redeem({ reward_to_redeem: 1_000_000_001 }), "campaign_id");
    refused(await redeem({ campaign_id: points }), "reward_to_redeem");
    refused(await redeem({ campaign_id: points, reward_to_redeem: "77" }), "reward_to_redeem");
    refused(await redeem({ campaign_id: points, custom_points_redeem: 0 }), "custom_points_redeem");
    refused(await redeem({ campaign_id: points, custom_points_redeem: "1.5" }), "custom_points_redeem");
    refused(await redeem({ campaign_id: points, custom_dollars_redeem: "0.00" }), "custom_dollars_redeem");
    refused(await redeem({ campaign_id: giftcard, reward_to_redeem: "ten" }), "reward_to_redeem");
    refused(await redeem({ campaign_id: giftcard, reward_to_redeem: "0.00" }), "reward_to_redeem");
    refused(await redeem({ campaign_id: buyx, reward_to_redeem: "Tea" }), "reward_to_redeem");
    refused(await redeem({ campaign_id: points, reward_to_redeem: 1_000_000_001, code: "nobody" }), /no such customer/);
  });

  it("what the balance is not enough for, whatever the type; nothing changes", async () => {
    refused(await redeem({ campaign_id: points, reward_to_redeem: 1_000_000_001 }), "reward_to_redeem");
    await record({ campaign_id: giftcard, amount: "5.00" });
    refused(await redeem({ campaign_id: giftcard, reward_to_redeem: "5.01" }), "reward_to_redeem");
    assert.equal((await balance(giftcard)).balance, "5.00");
    assert.equal((await balance(giftcard)).transactions.length, 2);
    refused(await redeem({ campaign_id: events, reward_to_redeem: 1_000_000_003 }), "reward_to_redeem");
    refused(await redeem({ campaign_id: buyx, reward_to_redeem: 96 }), "reward_to_redeem");
  });

  it("of an associate clerk over 100.00 or 10,000 points", async () => {
    const clerk = await userOf(test, "associate-clerk");
    await record({ campaign_id: points, amount: "500" });
    await record({ campaign_id: giftcard, amount: "200" });
    refused(await redeem({ campaign_id: points, custom_points_redeem: 10_001 }, clerk), /10000/);
    refused(await redeem({ campaign_id: points, custom_dollars_redeem: "100.01" }, clerk), "reward_to_redeem");
    refused(await redeem({ campaign_id: giftcard, reward_to_redeem: "100.01" }, clerk), /100/);
    succeeded(await redeem({ campaign_id: points, custom_points_redeem: 10_000 }, clerk));
    succeeded(await redeem({ campaign_id: giftcard, reward_to_redeem: "100.00" }, clerk));
    succeeded(await redeem({ campaign_id: points, custom_points_redeem: 40_000 }));
    succeeded(await redeem({ campaign_id: giftcard, reward_to_redeem: "105" }));
  });
});

describe("redeem, transaction_delete and customer_balance", () => {
  it("takes rewards, points and money off out of points", async () => {
    await record({ campaign_id: points, amount: "100" });
    const { transaction } = succeeded(
      await redeem({ campaign_id: points, reward_to_redeem: 1_000_000_001, authorization: "Bill 18" }),
    ).receipt;
    assert.deepEqual(transaction.deduct, { points: "-1000", description: "Bill 18" });
    assert.deepEqual(transaction.balance, { points: "9000" });
    assert.equal(
      succeeded(await redeem({ campaign_id: points, reward_to_redeem: 5000 })).receipt.transaction.balance.points,
      "4000",
    );
    assert.equal(
      succeeded(await redeem({ campaign_id: points, custom_dollars_redeem: "1,50" })).receipt.transaction.balance.points,
      "3850",
    );
    const told = await balance(points, { transactions_number: 3 });
    assert.deepEqual(
      told.transactions.map((one: Values) => [one.redeemed, one.amount, one.service_product, one.user_name]),
      [
        ["Y", "150", "", "john1970"],
        ["Y", "5000", "A signed widget", "john1970"],
        ["Y", "1000", "A widget", "john1970"],
      ],
    );
    assert.equal(told.last_redemption_points, "150");
  });

  it("counts visits, money by visits and items, and begins with an activation", async () => {
    for (let visit = 0; visit < 10; visit++) await record({ campaign_id: events });
    assert.equal(
      succeeded(await redeem({ campaign_id: events, reward_to_redeem: 1_000_000_003 })).receipt.transaction.balance.events,
      "0",
    );
    await record({ campaign_id: earned });
    assert.equal(
      succeeded(await redeem({ campaign_id: earned, reward_to_redeem: "0,40" })).receipt.transaction.balance.amount,
      "0.60",
    );
    await record({ campaign_id: buyx, service_product: 96, buyx_quantity: 12 });
    assert.equal(
      succeeded(await redeem({ campaign_id: buyx, reward_to_redeem: "coffee" })).receipt.transaction.balance.items,
      "2",
    );
    const { items, transactions } = await balance(buyx);
    assert.deepEqual(items, [{ item_id: "96", name: "Coffee", earn_ratio: "10", balance: "2" }]);
    const { authorization, service_product, redeemed, amount, real } = transactions.at(-1);
    assert.deepEqual(
      [authorization, service_product, redeemed, amount, real],
      ["Account Activated.", "Activation", "N", "0", "Y"],
    );
  });

  it("deletes a transaction once, and none whose points are spent", async () => {
    const remove = (values: Values, who?: Values | Credentials) =>
      call(test, "transaction_delete", { code, campaign_id: points, ...values }, who);
    const before = await balance(points);
    const { id } = await record({ campaign_id: points, amount: "10" });
    refused(await remove({}), "transaction_id");
    refused(await remove({ transaction_id: 999_999_999 }), "transaction_id");
    refused(await remove({ transaction_id: id, campaign_id: giftcard }), "transaction_id");
    refused(await remove({ transaction_id: id, code: "89898989898989" }), "transaction_id");
    refused(await remove({ transaction_id: id }, await userOf(test, "clerk")), "user_id");
    refused(await remove({ transaction_id: before.transactions.at(-1).id }), "transaction_id");
    assert.deepEqual(succeeded(await remove({ transaction_id: id })).transaction, { status: "deleted", id });
    refused(await remove({ transaction_id: id }), "transaction_id");
    assert.deepEqual(await balance(points), before);
    const { id: spent } = await record({ campaign_id: points, amount: "10" });
    succeeded(await redeem({ campaign_id: points, custom_points_redeem: Number(before.balance) + 1 }));
    refused(await remove({ transaction_id: spent }), "transaction_id");
  });

  it("tells balances with customer_info", async () => {
    const { campaigns: told } = succeeded(await call(test, "customer_info", { code }));
    assert.equal(told.length, 5);
    const [first] = succeeded(await call(test, "customer_info", { code, campaign_id: events })).campaigns;
    assert.deepEqual([first.type, first.balance, first.cumulative], ["events", "0", "10"]);
    assert.equal(succeeded(await call(test, "customer_info", { code, include_balances: "N" })).campaigns, undefined);
    const other = { code: "89898989898989", show_only_belong_to: "Y" };
    assert.deepEqual(succeeded(await call(test, "customer_info", other)).campaigns, []);
  });
});
