import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp, testClock } from "../../../support/app.ts";
import { campaigns } from "../ledger.ts";
import { call, customerOf, parseXml, refused, succeeded, type Values } from "../support.ts";
import {
  balanceOf,
  campaignOf,
  isSum,
  itemsOf,
  ledger,
  partOf,
  records,
  refusedAndNothingChanged,
  standing,
} from "./ledger-world.ts";
import { made } from "./world.ts";

const willcall = await testApp({ clock: testClock() });
for (const code of ["ann", "bob"]) await made(willcall, { code, card_number: `${code}-card` });

const seven = ["campaign_id", "code", "redeemed", "amount", "date", "authorization", "none"];
const headed = (columns: readonly string[]) =>
  Object.fromEntries(columns.map((column, at): [string, string] => [`visits_header_${at + 1}`, column]));
const batch = async (Visits_Data: string, more: Values = {}, columns: readonly string[] = seven) =>
  succeeded(await call(willcall, "batch_transactions", { delimiter: "pipe", ...headed(columns), Visits_Data, ...more })).batch;

const refusals: [string, Values, RegExp][] = [
  ["no delimiter", { delimiter: "" }, /^delimiter\b/],
  ["invalid delimiter", { delimiter: "semicolon" }, /^delimiter\b/],
  ["no data", { Visits_Data: undefined }, /^Visits_Data\b/],
  ["empty data", { Visits_Data: "" }, /^Visits_Data\b/],
  ["unknown header", { visits_header_7: "weather" }, /^visits_header_7\b/],
];
for (const [what, values, names] of refusals) {
  test(`batch_transactions refuses: ${what}`, async () => {
    const given = { delimiter: "pipe", ...headed(seven), Visits_Data: `${campaigns.events}|ann|N|1|06/01/2026|A|x` };
    await refusedAndNothingChanged(willcall, "batch_transactions", { ...given, ...values }, names);
  });
}

for (const [delimiter, sign] of [
  ["pipe", "|"],
  ["comma", ","],
  ["tab", "\t"],
] as const) {
  test(`${delimiter}: columns, MM/DD/YYYY, redeemed Y and N, authorization, none; CR LF`, async () => {
    const campaign = await campaignOf(willcall, "points", { campaign_name: delimiter });
    const lines = [
      [campaign, "ann", "anything", "N", "100", "01/31/2026", "First"],
      [campaign, "ann", "", "Y", "30", "02/01/2026", "Second"],
      [campaign, "bob", "x", "N", "7", "12/24/2025", "Third"],
    ].map((cells) => cells.join(sign));
    const columns = ["campaign_id", "code", "none", "redeemed", "amount", "date", "authorization"];
    const answer = await batch(`${lines.join("\r\n")}\r\n`, { delimiter, API: "1.5", "allow-undo": "yes" }, columns);
    assert.deepEqual([answer.transactions, answer.customers, answer.new_customers], ["3", "2", "0"]);
    const { customer } = await standing(willcall, campaign, "ann");
    const told = customer.transactions
      .filter((one: Values) => one.service_product !== "Activation")
      .map((one: Values) => [String(one.date).slice(0, 10), one.authorization, one.redeemed, Math.abs(Number(one.amount))]);
    assert.deepEqual(told, [
      ["2026-02-01", "Second", "Y", 30],
      ["2026-01-31", "First", "N", 100],
    ]);
    assert.deepEqual([customer.balance, customer.last_redemption], ["70", "2026-02-01"]);
    assert.equal((await standing(willcall, campaign, "bob")).customer.last_transaction, "2025-12-24");
    await isSum(willcall, campaign, "ann");
  });
}

test("amounts with dot or comma: money of giftcard and earned, events, items; apply_ratio no is the same as none", async () => {
  const [card, earned, events] = [
    await campaignOf(willcall, "giftcard"),
    await campaignOf(willcall, "earned", { amount_per_event: "9" }),
    await campaignOf(willcall, "events"),
  ];
  for (const more of [{}, { apply_ratio: "no", "no-undo": "yes" }]) {
    await batch(`${card}|ann|N|1.25|||\n${card}|ann|N|1,25|||\n${earned}|ann|N|0,5|||\n${events}|ann|N|4|||`, more);
  }
  const balances = [];
  for (const campaign of [card, earned, events]) balances.push(await balanceOf(willcall, campaign, "ann"));
  assert.deepEqual(balances, ["5.00", "1.00", "8"]);
});

test("apply_ratio=yes: points add = money, points redemption = reward id; without it amounts are points", async () => {
  const campaign = await campaignOf(willcall, "points", { points_ratio: "2" });
  const reward = await partOf(willcall, "reward", campaign, { reward_level: 15 });
  await batch(`${campaign}|ann|N|20||In points|`);
  assert.equal(await balanceOf(willcall, campaign, "ann"), "20");
  await batch(`${campaign}|ann|N|9,75||In money|`, { apply_ratio: "yes" }); // 19.5
  assert.equal(await balanceOf(willcall, campaign, "ann"), "40");
  await batch(`${campaign}|ann|Y|${reward}||A reward|`, { apply_ratio: "yes" });
  assert.equal(await balanceOf(willcall, campaign, "ann"), "25");
  await batch(`${campaign}|ann|Y|5||In points|`);
  assert.equal(await balanceOf(willcall, campaign, "ann"), "20");
});

test("buyx: the amount is items", async () => {
  const campaign = await campaignOf(willcall, "buyx");
  const item = await partOf(willcall, "item", campaign, { reward_level: 4 });
  await batch(`${campaign}|ann|N|6|||`);
  assert.equal(await itemsOf(willcall, campaign, "ann", item), "6");
});

test("a line that is refused leaves the others alone, and is told by its number", async () => {
  const campaign = await campaignOf(willcall, "points");
  await records(willcall, campaign, "ann", { amount: "0.10" });
  const bad = [
    `${campaign}|unheard-of|N|1|||`,
    `9999888877776666|ann|N|1|||`,
    `${campaign}|ann|N|abc|||`,
    `${campaign}|ann|N|1|13/01/2026||`,
    `${campaign}|ann|N|1|02/30/2026||`,
    `${campaign}|ann|Y|13|||`,
    `${campaign}||N|1|||`,
  ];
  const lines = [`${campaign}|ann|N|1|||`, ...bad, `${campaign}|ann|N|1|||`];
  const answer = await batch(lines.join("\n"));
  assert.deepEqual(
    answer.errors.map(({ line }: { line: string }) => line),
    bad.map((_, at) => String(at + 2)),
  );
  assert.deepEqual([answer.transactions, answer.customers], ["2", "1"]);
  assert.equal(await balanceOf(willcall, campaign, "ann"), "12");
  const before = await ledger(willcall);
  assert.equal((await batch(`${campaign}|unheard-of|N|1|||`)).transactions, "0");
  assert.deepEqual(await ledger(willcall), before);
});

test("none as the last column passes over what stands there", async () => {
  const campaign = await campaignOf(willcall, "points");
  assert.equal((await batch(`${campaign}|ann|N|5|06/01/2026|A|anything`)).transactions, "1");
  assert.equal(await balanceOf(willcall, campaign, "ann"), "5");
});

test("redeemed is Y or N: a line with another word is refused", async () => {
  const campaign = await campaignOf(willcall, "points");
  const { errors } = await batch(`${campaign}|ann|maybe|5|||`);
  assert.deepEqual(
    errors?.map(({ line }: { line: string }) => line),
    ["1"],
  );
  assert.match(errors[0].error, /redeemed/);
});

test("a redemption is refused when the balance is not enough at its turn", async () => {
  const campaign = await campaignOf(willcall, "points");
  const { errors } = await batch(
    [`${campaign}|bob|Y|5|||`, `${campaign}|bob|N|5|||`, `${campaign}|bob|Y|5|||`, `${campaign}|bob|Y|1|||`].join("\n"),
  );
  assert.deepEqual(
    errors.map(({ line }: { line: string }) => line),
    ["1", "4"],
  );
  assert.equal(await balanceOf(willcall, campaign, "bob"), "0");
});

test("create_new_customers=Y makes who is not there; N and none do not", async () => {
  const campaign = await campaignOf(willcall, "points");
  for (const more of [{}, { create_new_customers: "N" }]) {
    assert.equal((await batch(`${campaign}|fresh|N|5|||`, more)).new_customers, "0");
    assert.equal(await customerOf(willcall, "fresh"), undefined);
  }
  const answer = await batch(`${campaign}|fresh|N|5|||\n${campaign}|fresh|N|6|||`, { create_new_customers: "Y" });
  assert.deepEqual([answer.new_customers, answer.transactions], ["1", "2"]);
  assert.equal(await balanceOf(willcall, campaign, "fresh"), "11");
});

test("a batch in XML; a campaign that is not active", async () => {
  const campaign = await campaignOf(willcall, "events");
  const given = { delimiter: "pipe", ...headed(seven), Visits_Data: `${campaign}|ann|N|1|||`, output: "XML" };
  const [element] = parseXml((await call(willcall, "batch_transactions", given)).text).children;
  assert.equal(element!.name, "batch");
  assert.equal(element!.children.find(({ name }) => name === "transactions")!.text, "1");
  succeeded(await call(willcall, "campaign_deactivate", { campaign_id: campaign }));
  assert.equal((await batch(`${campaign}|ann|N|1|||`)).transactions, "0");
  refused(
    await call(willcall, "batch_transactions", { ...given, output: "JSON", visits_header_1: "no such" }),
    /^visits_header_1\b/,
  );
});
