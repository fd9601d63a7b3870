import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { sandboxOrgId } from "../archtics/support.ts";
import { campaigns } from "./ledger.ts";
import { mailStates } from "./queries.ts";
import { call, kiosk, refused, succeeded, type Values } from "./support.ts";

const test = await testApp();
const { points, events } = campaigns;
const code = "012345678912345";
const balance = async (campaign_id: string = points): Promise<number> =>
  Number(succeeded(await call(test, "customer_balance", { code, campaign_id })).campaign.customer.balance);
const record = (values: Values) => call(test, "record_activity", { code, campaign_id: points, amount: "1.00", ...values });

describe("idempotency_key", () => {
  it("is refused when it is none, and for another request", async () => {
    refused(await record({ idempotency_key: "two words" }), "idempotency_key");
    refused(await record({ idempotency_key: "é" }), "idempotency_key");
    assert.equal(await balance(), 0);
    succeeded(await record({ idempotency_key: "k1" }));
    refused(await record({ idempotency_key: "k1", amount: "2.00" }), "idempotency_key");
    refused(
      await call(test, "redeem", { code, campaign_id: points, custom_points_redeem: 1, idempotency_key: "k1" }),
      "idempotency_key",
    );
    assert.equal(await balance(), 100);
  });

  it("does a transaction once and answers the same, whoever is quicker", async () => {
    const [first, ...others] = await Promise.all(
      Array.from({ length: 5 }, () => record({ idempotency_key: "k2", authorization: "Bill" })),
    );
    const receipt = succeeded(first!).receipt;
    for (const other of others) assert.deepEqual(succeeded(other).receipt, receipt);
    assert.equal(await balance(), 200);
    succeeded(await call(test, "record_activity", { code, campaign_id: points, amount: "1.00", idempotency_key: "k2" }, kiosk));
    assert.equal(await balance(), 300);
  });

  it("redeems, deletes and adds customers once", async () => {
    const redeem = { code, campaign_id: points, custom_points_redeem: 100, idempotency_key: "k3" };
    const first = succeeded(await call(test, "redeem", redeem)).receipt.transaction;
    assert.deepEqual(succeeded(await call(test, "redeem", redeem)).receipt.transaction, first);
    assert.equal(await balance(), 200);
    const remove = { code, campaign_id: points, transaction_id: first.id, idempotency_key: "k4" };
    for (let time = 0; time < 2; time++) succeeded(await call(test, "transaction_delete", remove));
    assert.equal(await balance(), 300);
    const add = { customer_action: "new", first_name: "Once", campaign_id: events, auto_add: "3", idempotency_key: "k5" };
    const { customer } = succeeded(await call(test, "record_customer", add));
    assert.deepEqual(succeeded(await call(test, "record_customer", add)).customer, customer);
    const has = await call(test, "customer_balance", { code: customer.code, campaign_id: events });
    assert.equal(succeeded(has).campaign.customer.balance, "3");
  });

  it("records a batch once, part by part", async () => {
    const before = await balance(events);
    const batch = {
      delimiter: "pipe",
      campaign_id: events,
      visits_header_1: "code",
      visits_header_2: "amount",
      Visits_Data: [...Array.from({ length: 150 }, () => `${code}|1`), "nobody|1"].join("\n"),
      idempotency_key: "k6",
    };
    const first = succeeded(await call(test, "batch_transactions", batch)).batch;
    assert.deepEqual([first.status, first.transactions, first.errors.length], ["partial", "150", 1]);
    assert.deepEqual(succeeded(await call(test, "batch_transactions", batch)).batch, first);
    assert.equal(await balance(events), before + 150);
    refused(await call(test, "batch_transactions", { ...batch, campaign_id: points }), "idempotency_key");
  });
});

describe("send_transaction_email", () => {
  it("tells the customer, in the account's language, and nobody without an address", async () => {
    await record({ send_transaction_email: "Y" });
    const person = { customer_action: "edit", code: "89898989898989", email: "john@mail.invalid", first_name: "John" };
    succeeded(await call(test, "record_customer", person));
    const values = { code: person.code, campaign_id: points, authorization: "Bill 9\r\nFrom: me" };
    succeeded(await call(test, "record_activity", { ...values, amount: "9.95" }));
    succeeded(await call(test, "record_activity", { ...values, amount: "9.95", send_transaction_email: "Y" }));
    succeeded(await call(test, "redeem", { ...values, custom_points_redeem: 90, send_transaction_email: "Y" }));
    refused(
      await call(test, "redeem", { ...values, custom_points_redeem: 9_999_999, send_transaction_email: "Y" }),
      "custom_points_redeem",
    );
    const mails = await test.parts.core.db.read(mailStates, [sandboxOrgId]);
    assert.deepEqual(
      mails.map(({ subject, recipient, body_text: text }) => [recipient, subject, text?.split("\n")]),
      [
        ["995 points were added to Widget points.", "Your balance is now 1990 points."],
        ["90 points were taken from Widget points.", "Your balance is now 1900 points."],
      ].map(([what, has]) => [
        "john@mail.invalid",
        "Your transaction at Great Widgets Arena",
        ["Hello John,", "", what, has, "About: Bill 9 From: me", "", "Great Widgets Arena", ""],
      ]),
    );
  });
});
