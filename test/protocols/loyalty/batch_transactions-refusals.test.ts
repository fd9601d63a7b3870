import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { campaigns } from "./ledger.ts";
import { call, succeeded, type Values } from "./support.ts";

const test = await testApp();
const { points, giftcard, events, buyx } = campaigns;
const ann = "012345678912345";
const columns = {
  visits_header_1: "campaign_id",
  visits_header_2: "code",
  visits_header_3: "redeemed",
  visits_header_4: "amount",
  visits_header_5: "authorization",
};
const batch = (lines: readonly string[], values: Values = {}) =>
  call(test, "batch_transactions", { delimiter: "pipe", ...columns, Visits_Data: lines.join("\r\n"), ...values });
const balance = async (code: string, campaign_id: string) =>
  succeeded(await call(test, "customer_balance", { code, campaign_id })).campaign.customer.balance;

/** Asserts that a batch as a whole is refused, in these words. */
async function refusedWhole(values: Values, error: string, lines: readonly string[] = [`${points}|${ann}|N|1`]): Promise<void> {
  const { http, json } = await batch(lines, values);
  assert.deepEqual([http, json], [200, { status: "error", error }]);
}

/** Asserts which lines are refused in which words, and that the others are recorded. */
async function refusedLines(lines: readonly string[], errors: Readonly<Record<string, string>>, values: Values = {}) {
  const { transactions, errors: told } = succeeded(await batch(lines, values)).batch;
  assert.deepEqual(Object.fromEntries(told.map((one: { line: string; error: string }) => [one.line, one.error])), errors);
  assert.equal(transactions, String(lines.length - Object.keys(errors).length));
}

describe("batch_transactions is refused as a whole", () => {
  it("when its data is nothing but blank lines", () => refusedWhole({}, "Visits_Data: is required", ["", " ", "\t", ""]));

  it("with a 51st column, even one to pass over", async () => {
    for (const name of ["amount", "none", ""])
      await refusedWhole({ visits_header_51: name }, "visits_header_51: the line has more than 50 columns");
    succeeded(await batch([`${points}|${ann}|N|1`], { visits_header_50: "service_product" }));
  });

  it("when no column is any", async () => {
    const none = Object.fromEntries(Object.keys(columns).map((name) => [name, "none"]));
    await refusedWhole({ ...none, campaign_id: points }, "visits_header_1: is required");
    const unsent = Object.fromEntries(Object.keys(columns).map((name) => [name, undefined]));
    await refusedWhole({ ...unsent, campaign_id: points }, "visits_header_1: is required");
  });
});

describe("batch_transactions refuses a line, and does the others", () => {
  it("that redeems by a code that was replaced; what it adds counts", async () => {
    succeeded(await call(test, "record_customer", { customer_action: "new", code: "br-old", first_name: "Old" }));
    succeeded(await call(test, "card_replace", { previous_code: "br-old", new_code: "br-new" }));
    await refusedLines([`${points}|br-old|N|100`, `${points}|br-old|Y|40`, `${points}|br-new|Y|30`], {
      2: "code: the number has been replaced and cannot be used any more",
    });
    assert.equal(await balance("br-new", points), "70");
  });

  it("without an amount, where the campaign does not know one", () =>
    refusedLines([`${points}|${ann}|N|`, `${giftcard}|${ann}|N|`, `${points}|${ann}|Y|`, `${events}|${ann}|N|`], {
      1: "amount: is required",
      2: "amount: is required",
      3: "amount: is required",
    }));

  it("with an amount that is none, or no whole one where that is what counts", () =>
    refusedLines([`${giftcard}|${ann}|N|nine`, `${giftcard}|${ann}|Y|1.999`, `${events}|${ann}|N|1.5`], {
      1: "amount: must be an amount with at most two decimals",
      2: "amount: must be an amount with at most two decimals",
      3: "amount: must be a whole number",
    }));

  it("without an item, where the campaign has several", async () => {
    await refusedLines([`${buyx}|${ann}|N|1`], {});
    const tea = { action: "item", campaign_id: buyx, item_description: "Tea", reward_level: 5 };
    succeeded(await call(test, "campaign_new", tea));
    const values = { visits_header_5: "service_product" };
    await refusedLines([`${buyx}|${ann}|N|1|`, `${buyx}|${ann}|N|1|Tea`], { 1: "service_product: is required" }, values);
  });

  it("without a campaign, where neither it nor the request names one", async () => {
    const lines = [`|${ann}|N|1`, `${points}|${ann}|N|1`];
    await refusedLines(lines, { 1: "campaign_id: is required" });
    await refusedLines(lines, {}, { campaign_id: events });
  });

  it("with a quotation mark that is not closed, or behind which something stands", async () => {
    const text = "Visits_Data: a quotation mark is not closed, or something stands behind one";
    const lines = [`${points},"${ann}"x,N,1`, `${points},"${ann}",N,1`, `${points},${ann},N,"1`];
    await refusedLines(lines, { 1: text, 3: text }, { delimiter: "comma" });
  });

  it("with a cell of more than 255 characters, whatever they are made of", () =>
    refusedLines([`${points}|${ann}|N|1|${"é".repeat(256)}`, `${points}|${ann}|N|1|${"😀".repeat(255)}`], {
      1: "authorization: must not be longer than 255 characters",
    }));
});
