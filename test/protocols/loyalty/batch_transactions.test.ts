import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { campaigns } from "./ledger.ts";
import { userOf } from "./people.ts";
import { type Credentials, call, refused, succeeded, type Values } from "./support.ts";

const test = await testApp();
const { points, giftcard, events, earned, buyx } = campaigns;
const headers = {
  visits_header_1: "campaign_id",
  visits_header_2: "code",
  visits_header_3: "redeemed",
  visits_header_4: "amount",
};
const batch = (lines: readonly string[], values: Values = {}, who?: Values | Credentials) =>
  call(test, "batch_transactions", { delimiter: "pipe", ...headers, Visits_Data: lines.join("\r\n"), ...values }, who);
const done = async (lines: readonly string[], values?: Values) => succeeded(await batch(lines, values)).batch;
const balance = async (code: string, campaign_id: string) =>
  succeeded(await call(test, "customer_balance", { code, campaign_id })).campaign.customer;
const ann = "012345678912345";

describe("batch_transactions: what is refused", () => {
  it("no data, and a delimiter that is none", async () => {
    refused(await batch([]), "Visits_Data");
    refused(await batch(["x"], { delimiter: "semicolon" }), "delimiter");
    refused(await batch(["x"], { delimiter: "" }), "delimiter");
  });

  it("columns that are not known, named twice, or not enough", async () => {
    refused(await batch(["x"], { visits_header_4: "colour" }), "visits_header_4");
    refused(await batch(["x"], { visits_header_4: "code" }), "visits_header_4");
    refused(await batch(["x"], { visits_header_2: "none" }), /code, card_number/);
    refused(await batch(["x"], { visits_header_1: "none" }), "campaign_id");
  });

  it("too many lines, and users who may not import", async () => {
    refused(await batch(Array.from({ length: 5_001 }, () => "x")), "Visits_Data");
    for (const role of ["clerk", "observer", "agency-client"] as const)
      refused(await batch(["x"], {}, await userOf(test, role)), "user_id");
  });

  it("lines, each with its number, and the others are done", async () => {
    const { status, errors, transactions, customers } = await done([
      `${points}|${ann}|N|100`,
      `${points}|nobody|N|100`,
      `1234|${ann}|N|100`,
      "",
      `${points}|${ann}|N|much`,
      `${points}|${ann}|N|0`,
      `${points}|${ann}|Y|101`,
      `${points}|${ann}|Y|-1`,
      `${points}|${ann}|Y|40|more`,
      `${points}|${ann}|Y|40`,
    ]);
    assert.deepEqual([status, transactions, customers], ["partial", "2", "1"]);
    assert.deepEqual(
      errors.map((one: { line: string; error: string }) => [one.line, one.error.split(":")[0]]),
      [
        ["2", "There is no such customer"],
        ["3", "campaign_id"],
        ["5", "amount"],
        ["6", "amount"],
        ["7", "amount"],
        ["8", "amount"],
        ["9", "Visits_Data"],
      ],
    );
    assert.equal((await balance(ann, points)).balance, "60");
    assert.equal((await done([`${points}|nobody|N|1`])).status, "error");
  });

  it("dates that are none or lie ahead", async () => {
    const values = { visits_header_5: "date" };
    const { errors } = await done(
      [`${points}|${ann}|N|1|13/01/2013`, `${points}|${ann}|N|1|2999-01-01`, `${points}|${ann}|N|1|1/1`],
      values,
    );
    for (const { error } of errors) assert.match(error, /^date: /);
    assert.equal(errors.length, 3);
  });
});

describe("batch_transactions", () => {
  it("adds and takes in every campaign's units", async () => {
    const code = "89898989898989";
    const columns = { visits_header_5: "service_product", delimiter: "comma" };
    const lines = [
      `${points},${code},N,15,`,
      `${events},${code},N,2,`,
      `${giftcard},${code},N,"9,95",`,
      `${earned},${code},N,2.50,`,
      `${buyx},${code},N,12,Coffee`,
      `${buyx},${code},Y,10,`,
      `${giftcard},${code},yes,0.95,`,
      `${events},${code},,,`,
    ];
    assert.deepEqual(await done(lines, columns), {
      status: "success",
      new_customers: "0",
      customers: "1",
      transactions: "8",
      errors: [],
    });
    assert.equal((await balance(code, points)).balance, "15");
    assert.equal((await balance(code, events)).balance, "3");
    assert.equal((await balance(code, giftcard)).balance, "9.00");
    assert.equal((await balance(code, earned)).balance, "2.50");
    assert.equal((await balance(code, buyx)).items[0].balance, "2");
  });

  it("by the ratio, spends money for points and redeems rewards", async () => {
    const code = "0123456789012345";
    await done([`${points}|${code}|N|19,95`, `${points}|${code}|Y|1000000001`], { apply_ratio: "yes" });
    assert.equal((await balance(code, points)).balance, "995");
  });

  it("keeps dates, descriptions and card numbers, and makes customers when told to", async () => {
    const columns = {
      visits_header_1: "date",
      visits_header_2: "card_number",
      visits_header_5: "authorization",
      campaign_id: points,
    };
    const told = await done(["05/20/2013|7171||5|Till 3", "2013-05-21 10:30|7171||6|Till 4"], {
      ...columns,
      create_new_customers: "Y",
    });
    assert.deepEqual([told.status, told.new_customers, told.transactions], ["success", "1", "2"]);
    const { transactions } = await balance("7171", points);
    assert.equal(transactions[0].authorization, "Account Activated.");
    assert.deepEqual(
      transactions.slice(1).map((one: Values) => [one.date, one.authorization, one.amount]),
      [
        ["2013-05-21 10:30:00", "Till 4", "6"],
        ["2013-05-20 00:00:00", "Till 3", "5"],
      ],
    );
  });

  it("answers in XML too", async () => {
    const { text } = await batch([`${points}|${ann}|N|1`], { output: "XML" });
    assert.match(text, /<response status="success"><batch><status>success<\/status><new_customers>0<\/new_customers>/);
  });
});
