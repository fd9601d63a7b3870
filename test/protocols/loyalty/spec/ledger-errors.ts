import { test } from "node:test";
import { type TestApp, testApp, testClock } from "../../../support/app.ts";
import { campaigns } from "../ledger.ts";
import { call, succeeded, type Values } from "../support.ts";
import { campaignOf, partOf, records, refusedAndNothingChanged } from "./ledger-world.ts";
import { made } from "./world.ts";

const { points, giftcard, events, earned, buyx } = campaigns;
export const unknownCampaign = "9999888877776666";

/** What is wrong, what is sent beside the call's common values, and what the refusal's text names. */
export type Case = [what: string, values: Values, names?: RegExp];
/** By call: the values of a good call, and what spoils them. */
export type Groups = Readonly<Record<string, readonly (readonly [common: Values, cases: readonly Case[]])[]>>;

/** What any call with a campaign refuses. */
export const anyCampaign: readonly Case[] = [
  ["no campaign", { campaign_id: undefined }, /^campaign_id\b/],
  ["an empty campaign", { campaign_id: "" }, /^campaign_id\b/],
  ["an unknown campaign", { campaign_id: unknownCampaign }, /^campaign_id\b/],
  ["a campaign that is no id", { campaign_id: "points'--" }, /^campaign_id\b/],
];

/** What any call with a campaign and a customer refuses. */
export const anyCustomer: readonly Case[] = [
  ...anyCampaign,
  ["nobody", { code: undefined }, /code|card_number/],
  ["an unknown code", { code: "unheard-of" }],
  ["an unknown code beside a known card", { code: "unheard-of", card_number: "who-card" }],
  ["an unknown card", { code: undefined, card_number: "unheard-of" }],
  ["a card of two", { code: undefined, card_number: "twins" }],
];

/** An app with the customers "who", "retired" and two twins; "who" has one transaction in every campaign of the sandbox. */
export async function spoilable() {
  const willcall = await testApp({ clock: testClock() });
  await made(willcall, { code: "who", card_number: "who-card" });
  await made(willcall, { code: "twin-1", card_number: "twins" });
  succeeded(await call(willcall, "record_customer", { customer_action: "edit", code: "twin-2", card_number: "twins" }));
  await made(willcall, { code: "retired", card_number: "retired-card" });
  succeeded(await call(willcall, "card_replace", { previous_code: "retired", new_code: "replaced" }));
  const asleep = await campaignOf(willcall, "events");
  await records(willcall, asleep, "who");
  succeeded(await call(willcall, "campaign_deactivate", { campaign_id: asleep }));
  for (const [campaign, values] of [
    [points, { amount: 1 }],
    [giftcard, { amount: 1 }],
    [events, {}],
    [earned, {}],
    [buyx, { service_product: "96" }],
  ] as const)
    await records(willcall, campaign, "who", values);
  return {
    willcall,
    asleep,
    times: await partOf(willcall, "promo", points, { promo_operation: "x", promo_amount: 2 }),
    plus: await partOf(willcall, "promo", points, { promo_operation: "+", promo_amount: 5 }),
    reward: await partOf(willcall, "reward", points, { reward_level: 101 }),
  };
}

/** A test for each case: it is refused, and nothing is changed. */
export function testRefusals(willcall: TestApp, groups: Groups): void {
  for (const [type, parts] of Object.entries(groups)) {
    for (const [common, cases] of parts) {
      for (const [what, values, names] of cases) {
        const of = common.action ?? common.campaign_id ?? "";
        test(`${type} ${of}: ${what}`, async () => {
          await refusedAndNothingChanged(willcall, type, { ...common, ...values }, names);
        });
      }
    }
  }
}
