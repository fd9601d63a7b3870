import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp } from "../../../support/app.ts";
import { call, customerOf, refused, succeeded, type Values } from "../support.ts";
import { everyone, made } from "./world.ts";

const willcall = await testApp();

/** Sends lines under headings, and gives the answer's batch. */
async function batch(headings: readonly string[], Customers_Data: string, delimiter = "pipe") {
  const headers = Object.fromEntries(headings.map((heading, at) => [`profile_header_${at + 1}`, heading]));
  return succeeded(await call(willcall, "customers_batch", { delimiter, ...headers, Customers_Data } as Values)).batch;
}

test("profile_header_1 … _n naming record_customer's fields, Customers_Data with a line each; pipe, comma and tab", async () => {
  for (const [delimiter, sign] of [
    ["pipe", "|"],
    ["comma", ","],
    ["tab", "\t"],
  ] as const) {
    const lines = [
      [`${delimiter}-1`, "Jo", "Gouda", "1970-07-14"],
      [`${delimiter}-2`, "Al", "Swiss", ""],
    ].map((cells) => cells.join(sign));
    const { new_customers, customers } = await batch(
      ["code", "first_name", "custom_field_2", "custom_date"],
      lines.join("\n"),
      delimiter,
    );
    assert.deepEqual([new_customers, customers], ["2", "2"]);
    const { first_name, custom_date, custom_field_2 } = (await customerOf(willcall, `${delimiter}-1`))! as Record<
      string,
      unknown
    >;
    assert.deepEqual([first_name, custom_date, (custom_field_2 as { data: string }).data], ["Jo", "1970-07-14", "Gouda"]);
  }
});

test("lines end by CR LF as well, and the last may end or not", async () => {
  assert.equal((await batch(["code", "city"], "crlf-1|Rome\r\ncrlf-2|Oslo\r\n")).customers, "2");
  assert.deepEqual(
    [(await customerOf(willcall, "crlf-1"))!.city, (await customerOf(willcall, "crlf-2"))!.city],
    ["Rome", "Oslo"],
  );
});

test("the answer counts new_customers, customers and errors, each error with its line; a refused line leaves the others alone", async () => {
  await made(willcall, { code: "there", first_name: "Old" });
  const lines = ["there|1970-07-14", "fresh-1|never", "fresh-2|1971-01-01", "there|31.12.1999", "fresh-3|"];
  const answer = await batch(["code", "custom_date"], lines.join("\n"));
  assert.deepEqual([answer.new_customers, answer.customers], ["2", "3"]);
  assert.deepEqual(
    answer.errors.map(({ line }: { line: string }) => line),
    ["2", "4"],
  );
  for (const { error } of answer.errors) assert.match(error, /custom_date/);
  const all = await everyone(willcall);
  assert.deepEqual([all.there!.custom_date, all.there!.first_name, all["fresh-1"]], ["1970-07-14", "Old", undefined]);
  assert.equal(all["fresh-2"]!.custom_date, "1971-01-01");
  assert.ok(all["fresh-3"]);
});

test("each line is held to record_customer's rules: two lines of one batch, taken names, unique fields, cards of two", async () => {
  await made(willcall, { code: "b-twin-1", card_number: "b-twins" });
  await made(willcall, { code: "b-held", customer_username: "b-name", custom_field_4: "b-unique" });
  succeeded(await call(willcall, "record_customer", { customer_action: "edit", code: "b-twin-2", card_number: "b-twins" }));
  const lines = ["x1||b-name|", "x2|||b-unique", "|b-twins||", "x3||b-own|b-own", "x4||b-own|", "x5|||b-own", "x3||b-own-2|"];
  const answer = await batch(["code", "card_number", "customer_username", "custom_field_4"], lines.join("\n"));
  assert.deepEqual(
    answer.errors.map(({ line, error }: { line: string; error: string }) => [line, error.split(":")[0]]),
    [
      ["1", "customer_username"],
      ["2", "custom_field_4"],
      ["3", "card_number"],
      ["5", "customer_username"],
      ["6", "custom_field_4"],
    ],
  );
  assert.deepEqual([answer.new_customers, answer.customers], ["1", "2"]);
  assert.equal((await customerOf(willcall, "x3"))!.customer_username, "b-own-2");
  refused(await call(willcall, "customer_info", { code: "x4" }), /./);
});

test("a batch of one line, and one of which every line is refused", async () => {
  assert.deepEqual((await batch(["code", "city"], "single|Rome")).new_customers, "1");
  const { new_customers, customers, errors } = await batch(["code", "custom_date"], "none-1|x\nnone-2|y");
  assert.deepEqual([new_customers, customers, errors.length], ["0", "0", 2]);
});
