import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp } from "../../../support/app.ts";
import { call, customerOf, succeeded } from "../support.ts";
import { made, refusesAndChangesNothing } from "./world.ts";

const willcall = await testApp();

await made(willcall, { code: "v", last_name: "Value" });
succeeded(
  await call(willcall, "manage_fields", {
    ...{ action: "add", custom_field_6_label: "Text", custom_field_7_label: "Id", custom_field_7_searchable: "Yes" },
    ...{ custom_field_8_label: "N", custom_field_8_type: "Number", custom_field_9_label: "M", custom_field_9_type: "Money" },
  }),
);

const accepts = async (field: string, value: string) => {
  succeeded(await call(willcall, "record_customer", { customer_action: "edit", code: "v", [field]: value }));
  return ((await customerOf(willcall, "v")) as Record<string, { data: string }>)[field]!.data;
};

const refuses = (field: string, value: string) =>
  refusesAndChangesNothing(
    willcall,
    "record_customer",
    { customer_action: "edit", code: "v", city: "Nowhere", [field]: value },
    new RegExp(`^${field}\\b`),
  );

test("Text: up to 64,000 characters", async () => {
  const whole = "ä".repeat(64_000);
  assert.equal(await accepts("custom_field_6", whole), whole);
  await refuses("custom_field_6", `${whole}x`);
});

test("Text: 255 if searchable or unique", async () => {
  for (const field of ["custom_field_4", "custom_field_7"]) {
    const whole = "ö".repeat(255);
    assert.equal(await accepts(field, whole), whole);
    await refuses(field, `${whole}x`);
  }
});

test("Date: both separators, optional time", async () => {
  assert.equal(await accepts("custom_field_3", "2012-01-01 14:45:04"), "2012-01-01 14:45:04");
  const dots = await accepts("custom_field_3", "2012.07.28 22:59:59");
  assert.equal(await accepts("custom_field_3", "2012-07-28 22:59:59"), dots);
  const day = await accepts("custom_field_3", "2012-07-28");
  assert.equal(await accepts("custom_field_3", "2012.07.28"), day);
  assert.match(day, /^2012[-.]07[-.]28/);
});

test("Date: a zero date, and one with zero parts, is blank", async () => {
  for (const zero of ["0000-00-00", "1970-00-00", "0000-00-00 00:00:00", "0000.00.00", "1970-01-00", ""]) {
    await accepts("custom_field_3", "2012-07-28");
    assert.equal(await accepts("custom_field_3", zero), "", zero);
  }
});

test("Date: else error", async () => {
  for (const wrong of [
    "soon",
    "07/28/2012",
    "28.07.2012",
    "2012-7",
    "2012-02-30",
    "2012-01-01 24:45:04",
    "2012-01-01 14:60:04",
    "20120101",
  ]) {
    await refuses("custom_field_3", wrong);
  }
});

test("List: clients join with `,` and with `, `: trim; every item must be a defined choice", async () => {
  const joined = await accepts("custom_field_2", "Gouda,Emental,Swiss");
  assert.equal(await accepts("custom_field_2", "Gouda, Emental, Swiss"), joined);
  assert.match(joined, /^Gouda, ?Emental, ?Swiss$/);
  assert.equal(await accepts("custom_field_2", "Single"), "Single");
  for (const wrong of ["Edam", "Gouda,Edam", "Gouda Swiss", "Goud"]) await refuses("custom_field_2", wrong);
});

test("Pick: one of the choices", async () => {
  assert.equal(await accepts("custom_field_5", "Store 36"), "Store 36");
  for (const wrong of ["Store 37", "Store 35,Store 36", "Store"]) await refuses("custom_field_5", wrong);
});

test("Number, and Money (two decimals), with their own validation errors", async () => {
  await accepts("custom_field_8", "12");
  assert.equal(await accepts("custom_field_9", "12.50"), "12.50");
  await refuses("custom_field_8", "twelve");
  await refuses("custom_field_9", "a lot");
});

test("unique: duplicates refused, by new, edit and register; its own value is no duplicate", async () => {
  await made(willcall, { code: "first", custom_field_4: "only one" });
  await refuses("custom_field_4", "only one");
  const values = { code: "second", card_number: "second-card", custom_field_4: "only one" };
  for (const customer_action of ["new", "edit"]) {
    await refusesAndChangesNothing(willcall, "record_customer", { customer_action, ...values }, /^custom_field_4\b/);
  }
  await made(willcall, { code: "loaded", card_number: "loaded-card" });
  const register = { customer_action: "register", card_number: "loaded-card", custom_field_4: "only one" };
  await refusesAndChangesNothing(willcall, "record_customer", register, /^custom_field_4\b/);
  succeeded(await call(willcall, "record_customer", { customer_action: "edit", code: "first", custom_field_4: "only one" }));
});

test("unique: two customers without a value are no duplicates, and a value that was cleared is free", async () => {
  succeeded(await call(willcall, "record_customer", { customer_action: "edit", code: "first", custom_field_4: "" }));
  await made(willcall, { code: "third", custom_field_4: "" });
  await made(willcall, { code: "fourth", custom_field_4: "only one" });
});

test("any other field sent empty is cleared", async () => {
  for (const field of ["custom_field_2", "custom_field_5", "custom_field_6", "custom_field_8", "custom_field_9"]) {
    assert.equal(await accepts(field, ""), "", field);
  }
});
