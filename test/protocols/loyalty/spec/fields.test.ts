import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp } from "../../../support/app.ts";
import { call, customerOf, kiosk, parseXml, succeeded, type Values } from "../support.ts";
import { everyone, made, refusesAndChangesNothing } from "./world.ts";

const willcall = await testApp();

type Field = Record<string, string> & { choices?: { xml_value_to_show: string }[] };

async function fieldsOf(type: string, values: Values = { action: "list" }): Promise<Record<string, Field>> {
  const { account } = succeeded(await call(willcall, type, { API: "1.6", ...values }));
  assert.equal(account.account_id, "greatwidgets");
  return Object.fromEntries(account.fields.map((field: Field) => [field.name, field]));
}

for (const type of ["manage_fields", "transaction_fields"]) {
  const change = (action: string, values: Values) => fieldsOf(type, { action, ...values });

  test(`${type} add: several fields in one call; missing parts default to Show=No, Type=Text`, async () => {
    await change("add", {
      ...{ custom_field_20_label: "Twenty", custom_field_20_type: "Date", custom_field_20_show: "Yes" },
      ...{ custom_field_999_label: "Far away", custom_field_21_label: "Bare" },
    });
    const fields = await fieldsOf(type);
    const { label, show, type: kind, required } = fields.custom_field_21!;
    assert.deepEqual({ label, show, kind, required }, { label: "Bare", show: "N", kind: "Text", required: "N" });
    assert.deepEqual([fields.custom_field_20!.type, fields.custom_field_20!.show], ["Date", "Y"]);
    assert.equal(fields.custom_field_999!.label, "Far away");
  });

  test(`${type}: Choices are sent comma-separated, of List and Pick`, async () => {
    const list = { custom_field_22_label: "L", custom_field_22_type: "List", custom_field_22_choices: "Red, Green,Dark blue" };
    await change("add", { ...list, custom_field_23_label: "P", custom_field_23_type: "Pick", custom_field_23_choices: "S,M" });
    const { custom_field_22, custom_field_23, custom_field_21 } = await fieldsOf(type);
    assert.deepEqual([custom_field_22!.type, custom_field_23!.type], ["List", "Pick"]);
    const told = (field?: Field) => field?.choices?.map(({ xml_value_to_show }) => xml_value_to_show);
    assert.deepEqual(told(custom_field_22), ["Red", "Green", "Dark blue"]);
    assert.deepEqual(told(custom_field_23), ["S", "M"]);
    assert.equal(custom_field_21!.choices, undefined);
  });

  test(`${type} update: type and unique are ignored for an existing field, and used if it must be added`, async () => {
    const ignored = { custom_field_21_type: "Date", custom_field_21_unique: "Yes" };
    await change("update", { custom_field_21_label: "Renamed", custom_field_21_show: "Yes", ...ignored, web_update: "yes" });
    await change("update", { custom_field_24_label: "Added", custom_field_24_type: "Text", custom_field_24_unique: "Yes" });
    const { custom_field_21, custom_field_24 } = await fieldsOf(type);
    assert.deepEqual([custom_field_21!.label, custom_field_21!.show], ["Renamed", "Y"]);
    assert.deepEqual([custom_field_21!.type, custom_field_21!.unique], ["Text", "N"]);
    assert.deepEqual([custom_field_24!.label, custom_field_24!.type, custom_field_24!.unique], ["Added", "Text", "Y"]);
  });

  test(`${type} update: some names with a doubled underscore`, async () => {
    await change("update", { custom_field_21__label: "Doubled", custom_field_21__show: "No" });
    const { label, show } = (await fieldsOf(type)).custom_field_21!;
    assert.deepEqual([label, show], ["Doubled", "N"]);
  });

  test(`${type} delete: field_list = field name (list)`, async () => {
    await change("delete", { field_list: "custom_field_20, custom_field_999" });
    const fields = await fieldsOf(type);
    assert.deepEqual([fields.custom_field_20, fields.custom_field_999], [undefined, undefined]);
    assert.ok(fields.custom_field_21);
  });

  test(`${type} list: a clerk may call it, with API 1.5 too`, async () => {
    succeeded(await call(willcall, type, { action: "list", API: "1.5" }, kiosk));
    const denied = { action: "add", custom_field_30_label: "x" };
    await refusesAndChangesNothing(willcall, type, denied, undefined, { ...kiosk });
  });
}

test("the fields of customers and of transactions are apart", async () => {
  await fieldsOf("transaction_fields", { action: "add", custom_field_40_label: "Till" });
  assert.equal((await fieldsOf("manage_fields")).custom_field_40, undefined);
  const values = { customer_action: "new", code: "till", custom_field_40: "x" };
  await refusesAndChangesNothing(willcall, "record_customer", values, /^custom_field_40\b/);
});

test("Predefined fields are listed first with the same shape, names like card_number, first_name, custom_date, customer_PIN", async () => {
  const { account } = succeeded(await call(willcall, "manage_fields", { action: "list" }));
  const names: string[] = account.fields.map(({ name }: Field) => name);
  const predefined = [
    "card_number",
    "first_name",
    "last_name",
    "phone",
    "email",
    "custom_date",
    "street1",
    "street2",
    "city",
    "state",
  ];
  for (const name of [...predefined, "country", "customer_username", "customer_password", "customer_PIN"]) {
    assert.ok(names.includes(name), name);
    assert.ok(names.indexOf(name) < names.indexOf("custom_field_2"), name);
  }
  for (const field of account.fields) {
    for (const part of ["name", "label", "show", "required", "type"]) assert.equal(typeof field[part], "string", field.name);
    assert.match(field.show + field.required, /^[YN][YN]$/);
  }
});

test("update: also predefined fields, _show and card_number_label", async () => {
  const shown = [
    "card_number",
    "first_name",
    "last_name",
    "phone",
    "email",
    "custom_date",
    "street1",
    "street2",
    "city",
    "state",
    "country",
  ];
  const names = [...shown, "customer_username", "customer_password", "customer_PIN"];
  const no = Object.fromEntries(names.map((name) => [`${name}_show`, "No"]));
  await fieldsOf("manage_fields", { action: "update", ...no, zip_show: "No", card_number_label: "Ring #" });
  const fields = await fieldsOf("manage_fields");
  for (const name of [...names, "postal_code"]) assert.equal(fields[name]!.show, "N", name);
  assert.equal(fields.card_number!.label, "Ring #");
  await fieldsOf("manage_fields", { action: "update", first_name_show: "Yes" });
  assert.deepEqual(
    [(await fieldsOf("manage_fields")).first_name!.show, (await fieldsOf("manage_fields")).phone!.show],
    ["Y", "N"],
  );
});

test("`show` is advisory: values may be written to a field with show=N, and all come back even if hidden", async () => {
  await made(willcall, { code: "hidden", first_name: "Hid", phone: "555", custom_field_21: "den" });
  const customer = (await customerOf(willcall, "hidden"))! as Record<string, unknown>;
  assert.deepEqual([customer.phone, customer.custom_field_21], ["555", { label: "Doubled", data: "den" }]);
});

test("delete deletes the field's data in every customer", async () => {
  await made(willcall, { code: "loser", custom_field_24: "will be lost" });
  await fieldsOf("manage_fields", { action: "delete", field_list: "custom_field_24" });
  assert.equal((await customerOf(willcall, "loser"))!.custom_field_24, undefined);
  await fieldsOf("manage_fields", { action: "add", custom_field_24_label: "Anew" });
  for (const { custom_field_24 } of Object.values(await everyone(willcall))) {
    assert.deepEqual(custom_field_24, { label: "Anew", data: "" });
  }
});

test("custom_field_1 is the predefined field, same as `custom_field` and old `custom1`", async () => {
  await made(willcall, { code: "one" });
  for (const name of ["custom_field", "custom_field_1", "custom1"]) {
    succeeded(await call(willcall, "record_customer", { customer_action: "edit", code: "one", [name]: `by ${name}` }));
    assert.equal((await customerOf(willcall, "one"))!.custom_field, `by ${name}`);
  }
});

test("the answer in XML: account, account_id, fields, field with name, label, show, required, type, choices", async () => {
  const root = parseXml((await call(willcall, "manage_fields", { action: "list", output: "XML" })).text);
  const [account] = root.children;
  assert.deepEqual([root.attributes.status, account!.name], ["success", "account"]);
  assert.deepEqual(
    account!.children.map(({ name }) => name),
    ["account_id", "fields"],
  );
  const fields = account!.children[1]!.children;
  const list = fields.find(({ children }) => children[0]!.text === "custom_field_2")!;
  const parts = list.children.map(({ name }) => name);
  assert.deepEqual(parts.slice(0, 6), ["name", "label", "show", "required", "type", "choices"]);
  const choices = list.children[5]!.children.map(({ name, text }) => [name, text]);
  assert.deepEqual(choices[0], ["choice", "Single"]);
  assert.equal(choices.length, 5);
});
