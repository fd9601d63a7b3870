import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { add as addToAccount, sandboxOrgId } from "../archtics/support.ts";
import { campaigns } from "./ledger.ts";
import { addUser } from "./organisations.ts";
import { call, customerOf, type LoyaltyAnswer, succeeded, type Values } from "./support.ts";

const test = await testApp();
const { points } = campaigns;
const add = async (code: string, more: Values = {}) =>
  succeeded(await call(test, "record_customer", { customer_action: "new", code, first_name: "Refused", ...more }));
const balance = async (code: string) =>
  succeeded(await call(test, "customer_balance", { code, campaign_id: points })).campaign.customer.balance;

/** Asserts that a call was refused in these words. */
function refusedAs({ http, json }: LoyaltyAnswer, error: string): void {
  assert.deepEqual([http, json], [200, { status: "error", error }]);
}

describe("a transaction under an idempotency_key that was done is refused when it is sent again", () => {
  for (const [type, values] of [
    ["record_activity", { amount: "1.00" }],
    ["redeem", { custom_points_redeem: 1 }],
  ] as const) {
    it(`by ${type} once its customer has been deleted`, async () => {
      const code = `rf-deleted-${type}`;
      await add(code, { campaign_id: points, auto_add: "5" });
      const wanted = { code, campaign_id: points, ...values, idempotency_key: code };
      const first = succeeded(await call(test, type, wanted));
      assert.deepEqual(succeeded(await call(test, type, wanted)), first);
      succeeded(await call(test, "customer_delete", { code }));
      refusedAs(await call(test, type, wanted), "There is no such customer");
    });

    it(`by ${type} once its campaign has been deleted`, async () => {
      const code = `rf-campaign-${type}`;
      const made = { action: "campaign", campaign_type: "points", campaign_name: "Gone" };
      const { id: campaign_id } = succeeded(await call(test, "campaign_new", made)).campaign;
      await add(code, { campaign_id, auto_add: "5" });
      const wanted = { code, campaign_id, ...values, idempotency_key: code };
      const first = succeeded(await call(test, type, wanted));
      assert.deepEqual(succeeded(await call(test, type, wanted)), first);
      succeeded(await call(test, "campaign_deactivate", { campaign_id }));
      succeeded(await call(test, "campaign_delete", { action: "campaign", campaign_id }));
      refusedAs(await call(test, type, wanted), `campaign_id: there is no active campaign ${campaign_id}`);
    });
  }
});

describe("validate_time_token refuses a token", () => {
  it("of a customer who was merged into one whose loyalty side has ended since", async () => {
    await add("rf-token");
    const { token } = succeeded(await call(test, "generate_time_token", { code: "rf-token" }));
    await addToAccount(test.command, { name_first: "Tokenless", name_last: "Survivor" });
    const [{ code }] = succeeded(await call(test, "customer_search", { first_name: "Tokenless" })).customers;
    const wanted = { previous_code: code, new_code: "rf-token", check_override: "Y", keep_which: "matched" };
    succeeded(await call(test, "card_replace", wanted));
    succeeded(await call(test, "customer_delete", { code: "rf-token" }));
    const refused = "token: is unknown, has been used or has expired";
    refusedAs(await call(test, "validate_time_token", { token }), refused);
    refusedAs(await call(test, "validate_time_token", { token }), refused);
  });
});

describe("card_replace refuses", () => {
  it("to look for the customer of who may replace numbers and not look customers up", async () => {
    const who = await addUser(test, sandboxOrgId, "rf-blind", "clerk", { suppressed: ["look-up-customer"] });
    await add("rf-replaced", { last_name: "Rfsought" });
    const sought = { last_name: "Rfsought", new_code: "rf-replaced-2" };
    refusedAs(await call(test, "card_replace", sought, who), "user_id: the user has no permission for look_up_customer");
    assert.equal((await customerOf(test, "rf-replaced"))?.last_name, "Rfsought");
    const named = { previous_code: "rf-replaced", new_code: "rf-replaced-2" };
    assert.equal(succeeded(await call(test, "card_replace", named, who)).customer.code, "rf-replaced-2");
  });
});

describe("redeem refuses", () => {
  it("points and dollars at once, whatever else is sent", async () => {
    await add("rf-both", { campaign_id: points, auto_add: "500" });
    const wanted = { code: "rf-both", campaign_id: points, custom_points_redeem: 1, custom_dollars_redeem: "1.00" };
    for (const more of [{}, { reward_to_redeem: 1_000_000_001 }])
      refusedAs(
        await call(test, "redeem", { ...wanted, ...more }),
        "Only one of custom_points_redeem, custom_dollars_redeem can be sent",
      );
    assert.equal(await balance("rf-both"), "500");
  });
});

describe("transaction_delete refuses", () => {
  it("an id that is too high for any transaction, before anything is looked for", async () => {
    for (const transaction_id of ["9007199254740992", "9999999999999999"])
      for (const code of ["012345678912345", "nobody"])
        refusedAs(
          await call(test, "transaction_delete", { code, campaign_id: points, transaction_id }),
          "transaction_id: there is no such transaction",
        );
  });
});
