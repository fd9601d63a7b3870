import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { campaigns } from "./ledger.ts";
import { call, kiosk, parseXml, refused, succeeded, type Values } from "./support.ts";

const test = await testApp();
const manage = (action: string | undefined, values: Values = {}) => call(test, "transaction_fields", { action, ...values });
const names = async (type = "transaction_fields"): Promise<string[]> =>
  succeeded(await call(test, type, { action: "list" })).account.fields.map((one: { name: string }) => one.name);

describe("transaction_fields", () => {
  it("refuses what manage_fields refuses, and the number 1", async () => {
    refused(await manage(undefined), "action");
    refused(await manage("add"), /^custom_field_#_label/);
    refused(await manage("add", { custom_field_1_label: "One" }), "custom_field_1_label");
    refused(await manage("add", { custom_field_2_label: "X", custom_field_2_type: "List" }), "custom_field_2_choices");
    refused(await manage("delete", { field_list: "custom_field_2" }), "custom_field_2");
    refused(await call(test, "transaction_fields", { action: "add", custom_field_2_label: "X" }, kiosk), "user_id");
    assert.deepEqual(await names(), []);
  });

  it("has fields of its own, beside those of customers", async () => {
    const of = await names("manage_fields");
    succeeded(await manage("add", { custom_field_2_label: "Till", custom_field_6_label: "Shift", custom_field_6_type: "Date" }));
    assert.deepEqual(await names(), ["custom_field_2", "custom_field_6"]);
    assert.deepEqual(await names("manage_fields"), of);
    const { account } = succeeded(await manage("update", { custom_field_6_label: "Shift of" }));
    const rest = { show: "N", required: "N", searchable: "N", unique: "N" };
    assert.deepEqual(account.fields[1], { name: "custom_field_6", label: "Shift of", type: "Date", ...rest });
    const xml = parseXml((await manage("list", { output: "XML" })).text);
    assert.equal(xml.children[0]!.children[1]!.children.length, 2);
  });

  it("makes a field that is required so, of new transactions", async () => {
    const field = "custom_field_7";
    succeeded(await manage("add", { [`${field}_label`]: "Cashier", [`${field}_required`]: "Yes" }));
    const record = (values: Values) =>
      call(test, "record_activity", { code: "012345678912345", campaign_id: campaigns.points, amount: "1", ...values });
    for (const values of [{}, { [field]: "" }]) refused(await record(values), `${field}: must have a value`);
    succeeded(await record({ [field]: "Ann" }));
    succeeded(await manage("delete", { field_list: field }));
  });

  it("deletes them, and their numbers are free again", async () => {
    succeeded(await manage("delete", { field_list: "custom_field_2, custom_field_6" }));
    assert.deepEqual(await names(), []);
    succeeded(await manage("add", { custom_field_6_label: "Again" }));
    assert.deepEqual(await names(), ["custom_field_6"]);
  });
});
