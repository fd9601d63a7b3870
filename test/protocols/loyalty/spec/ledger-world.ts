import assert from "node:assert/strict";
import type { TestApp } from "../../../support/app.ts";
import { type Credentials, call, type LoyaltyAnswer, refused, succeeded, type Values } from "../support.ts";
import { changesNothing, everything } from "./world.ts";

type App = Pick<TestApp, "app">;

let names = 0;

/** A new campaign of a type, by its id. */
export async function campaignOf(test: App, campaign_type: string, more: Values = {}, who?: Values | Credentials) {
  const given = { action: "campaign", campaign_type, campaign_name: `${campaign_type} ${++names}`, ...more };
  return succeeded(await call(test, "campaign_new", given, who)).campaign.id as string;
}

/** A new reward, promotion or item of a campaign, by its id. */
export async function partOf(test: App, action: "reward" | "promo" | "item", campaign_id: string, values: Values) {
  const described = action === "promo" ? {} : { [`${action}_description`]: `${action} ${++names}` };
  const given = { action, campaign_id, ...described, ...values };
  return succeeded(await call(test, "campaign_new", given))[action].id as string;
}

/** The receipt's transaction of an activity that must be recorded. */
export async function records(test: App, campaign_id: string, code: string, values: Values = {}) {
  return succeeded(await call(test, "record_activity", { campaign_id, code, ...values })).receipt.transaction;
}

/** The receipt's transaction of a redemption that must be done. */
export async function redeems(test: App, campaign_id: string, code: string, values: Values) {
  return succeeded(await call(test, "redeem", { campaign_id, code, ...values })).receipt.transaction;
}

/** customer_balance's campaign. */
export async function standing(test: App, campaign_id: string, code: string, values: Values = {}) {
  return succeeded(await call(test, "customer_balance", { campaign_id, code, ...values })).campaign;
}

/** What customer_balance says that a customer has. */
export async function balanceOf(test: App, campaign_id: string, code: string): Promise<string> {
  return (await standing(test, campaign_id, code, { transactions_number: 0 })).customer.balance;
}

/** What customer_balance says that a customer has of an item. */
export async function itemsOf(test: App, campaign_id: string, code: string, item: string): Promise<string | undefined> {
  const { customer } = await standing(test, campaign_id, code, { transactions_number: 0 });
  return customer.items.find(({ item_id }: { item_id: string }) => item_id === item)?.balance;
}

/** Asserts that a balance is the sum of its transactions: what is redeemed counts against it. */
export async function isSum(test: App, campaign_id: string, code: string): Promise<void> {
  const { customer } = await standing(test, campaign_id, code);
  const cents = (amount: string) => Math.round(Number(amount) * 100);
  const counted = (one: { redeemed: string; amount: string }) =>
    one.redeemed === "Y" ? -Math.abs(cents(one.amount)) : cents(one.amount);
  const sum = customer.transactions.map(counted).reduce((total: number, one: number) => total + one, 0);
  assert.equal(cents(customer.balance), sum, JSON.stringify(customer));
}

/** All that is told about campaigns and what was done in them. */
export async function ledger(test: App): Promise<unknown> {
  const lists = await Promise.all([call(test, "campaigns_list"), call(test, "campaigns_inactive_list")]);
  const campaigns = lists.flatMap((list) => succeeded(list).campaigns as { id: string; type: string }[]);
  const parts = await Promise.all(
    campaigns.flatMap(({ id }) =>
      ["campaign_rewards", "campaign_promos", "buyx_items_list", "campaign_depreciations", "campaign_fees"].map(
        async (type) => (await call(test, type, { campaign_id: id })).json,
      ),
    ),
  );
  const report = succeeded(await call(test, "reports", { report: "transactions_all" }));
  return { campaigns, parts, report, rest: await everything(test) };
}

/** Asserts that a call about campaigns is refused, that the text names `field` when it is given, and that nothing is other than before. */
export async function refusedAndNothingChanged(
  test: App,
  type: string,
  values: Values,
  field?: RegExp,
  who?: Values | Credentials,
): Promise<LoyaltyAnswer> {
  return changesNothing(test, ledger, async () => {
    const answer = await call(test, type, values, who);
    refused(answer, field ?? /./);
    return answer;
  });
}

/** A new user of a role, as credentials. */
export async function userWith(test: App, user_role: string, more: Values = {}): Promise<Values> {
  const { user } = succeeded(await call(test, "user_new", { user_name: `ledger-${++names}`, user_role, ...more }));
  return { user_id: user.user_id, user_password: user.user_api_key, account_id: "greatwidgets" };
}
