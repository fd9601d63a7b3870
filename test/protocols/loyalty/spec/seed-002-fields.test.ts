import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp } from "../../../support/app.ts";
import { call, customerOf, parseXml, refused, succeeded } from "../support.ts";
import { edit, made, refusesAndChangesNothing } from "./world.ts";

const willcall = await testApp();

await made(willcall, { code: "existing" });

test("The 'custom_date' must be in YYYY-MM-DD format.", async () => {
  await made(willcall, { code: "dated", custom_date: "1970-07-14" });
  for (const custom_date of [
    "04-03-2010",
    "04-06-05",
    "07/14/1970",
    "1970/07/14",
    "1970-7-14",
    "19700714",
    "1970-13-01",
    "1970-02-30",
    "soon",
  ]) {
    const values = { customer_action: "edit", code: "dated", custom_date, city: "Nowhere" };
    await refusesAndChangesNothing(willcall, "record_customer", values, /^custom_date\b/);
  }
  succeeded(await edit(willcall, { code: "dated", custom_date: "2000-02-29" }));
  assert.equal((await customerOf(willcall, "dated"))!.custom_date, "2000-02-29");
});

test("customer_username, customer_password and customer_PIN are made available for custom applications", async () => {
  const secrets = { customer_username: "jdoe-app", customer_password: "ilovecheese", customer_PIN: "1234" };
  succeeded(await edit(willcall, { code: "app", ...secrets }));
  const { text, json } = await call(willcall, "customer_info", { code: "app" });
  assert.equal(json.customer.customer_username, "jdoe-app");
  assert.doesNotMatch(text, /ilovecheese|"1234"/);
  const validate = (values: Record<string, string>) => call(willcall, "validate_customer_password", { code: "app", ...values });
  succeeded(await validate(secrets));
  succeeded(await edit(willcall, { code: "app", customer_password: "edited", customer_PIN: "4321" }));
  refused(await validate({ customer_password: "ilovecheese" }), /./);
  succeeded(await validate({ customer_password: "edited", customer_PIN: "4321" }));
});

test("custom_field_## must be first defined by through the Custom Fields - Create API call", async () => {
  const values = { customer_action: "edit", code: "existing", city: "Z", custom_field_77: "1kg Emental Cheese" };
  await refusesAndChangesNothing(willcall, "record_customer", values, /^custom_field_77\b/);
  succeeded(
    await call(willcall, "manage_fields", { action: "add", custom_field_77_label: "Cheese", custom_field_77_type: "Text" }),
  );
  succeeded(await call(willcall, "record_customer", values));
  assert.deepEqual((await customerOf(willcall, "existing"))!.custom_field_77, { label: "Cheese", data: "1kg Emental Cheese" });
});

test("if a custom field expects a date / time stamp, it will reject with an error anything but that format", async () => {
  for (const custom_field_3 of ["1kg Emental Cheese", "28/07/2012", "2012.07.28 25:00:00", "2012-02-30", "2012-13-01 10:00:00"]) {
    const values = { customer_action: "edit", code: "existing", custom_field_3, city: "Nowhere" };
    await refusesAndChangesNothing(willcall, "record_customer", values, /^custom_field_3\b/);
  }
  succeeded(
    await edit(willcall, { code: "existing", custom_field_3: "2012.07.28 22:59:59", custom_field_2: "Gouda,Emental,Swiss" }),
  );
});

test("Success and Error XML Response: card_number only when card_number_generate is set", async () => {
  const answer = async (values: Record<string, string | number>) =>
    parseXml((await edit(willcall, { output: "XML", ...values })).text);
  const names = async (values: Record<string, string | number>) =>
    (await answer(values)).children[0]!.children.map(({ name }) => name);
  assert.deepEqual(await names({ code: "89898989898989", card_number: "1212121212", first_name: "John" }), ["code"]);
  assert.deepEqual(await names({ code: "89898989898989", card_number_generate: 10 }), ["code", "card_number"]);
  const error = await answer({ code: "89898989898989", custom_date: "x" });
  assert.deepEqual(
    [error.name, error.attributes.status, error.children.map(({ name }) => name)],
    ["response", "error", ["error"]],
  );
});
