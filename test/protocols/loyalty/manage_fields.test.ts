import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { userOf } from "./people.ts";
import { call, kiosk, parseXml, refused, succeeded, type Values } from "./support.ts";

const test = await testApp();
const manage = (action: string | undefined, values: Values = {}) => call(test, "manage_fields", { action, ...values });
// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
const fields = async (): Promise<any[]> => succeeded(await manage("list")).account.fields;
const field = async (name: string) => (await fields()).find((one) => one.name === name);

describe("manage_fields: what is refused", () => {
  it("no action, and one that there is not", async () => {
    refused(await manage(undefined), "action");
    refused(await manage("remove"), "action");
  });

  it("changes by users without the permission", async () => {
    const add = { action: "add", custom_field_9_label: "Nine" };
    refused(await call(test, "manage_fields", add, kiosk), "user_id");
    refused(await call(test, "manage_fields", { ...add, action: "update" }, kiosk), "user_id");
    const designer = await userOf(test, "campaign-designer");
    refused(await call(test, "manage_fields", { action: "delete", field_list: "custom_field_2" }, designer), "user_id");
    assert.equal(await field("custom_field_9"), undefined);
    assert.ok(await field("custom_field_2"));
  });

  it("a new field without a label, or without choices that its type needs", async () => {
    refused(await manage("add"), /^custom_field_#_label/);
    refused(await manage("add", { custom_field_10_type: "Text" }), "custom_field_10_label");
    refused(await manage("add", { custom_field_10_label: "" }), "custom_field_10_label");
    for (const type of ["List", "Pick"])
      refused(await manage("add", { custom_field_10_label: "X", custom_field_10_type: type }), "custom_field_10_choices");
    const choices = { custom_field_10_choices: " , " };
    refused(
      await manage("add", { custom_field_10_label: "X", custom_field_10_type: "Pick", ...choices }),
      "custom_field_10_choices",
    );
  });

  it("a type that there is not", async () =>
    refused(await manage("add", { custom_field_10_label: "X", custom_field_10_type: "Colour" }), "custom_field_10_type"));

  it("searchable and unique of anything but text", async () => {
    const date = { custom_field_10_label: "X", custom_field_10_type: "Date" };
    refused(await manage("add", { ...date, custom_field_10_unique: "Yes" }), "custom_field_10_unique");
    refused(await manage("add", { ...date, custom_field_10_searchable: "Yes" }), "custom_field_10_searchable");
    refused(await manage("update", { custom_field_3_searchable: "Yes" }), "custom_field_3_searchable");
  });

  it("adding one that is there", async () => {
    refused(await manage("add", { custom_field_2_label: "Again" }), "custom_field_2");
    refused(await manage("add", { custom_field_1_label: "Again" }), "custom_field_1");
  });

  it("making the predefined text another kind of field", async () => {
    refused(await manage("update", { custom_field_1_choices: "a,b" }), "custom_field_1_choices");
    refused(await manage("update", { custom_field_1_required: "Yes" }), "custom_field_1_required");
  });

  it("all of a call of which one part is wrong", async () => {
    const before = await fields();
    const parts = { custom_field_11_label: "Eleven", custom_field_2_label: "Changed", custom_field_12_type: "Date" };
    refused(await manage("update", parts), "custom_field_12_label");
    assert.deepEqual(await fields(), before);
  });

  it("deleting nothing, what is not there, and what every customer has", async () => {
    refused(await manage("delete"), "field_list");
    refused(await manage("delete", { field_list: " , " }), "field_list");
    refused(await manage("delete", { field_list: "custom_field_2,custom_field_99" }), "custom_field_99");
    refused(await manage("delete", { field_list: "colour" }), "colour");
    for (const name of ["first_name", "custom_field_1", "custom_field"])
      refused(await manage("delete", { field_list: name }), new RegExp(`^${name}: is predefined`));
    assert.ok(await field("custom_field_2"));
  });
});

describe("manage_fields, list", () => {
  it("tells what every customer has first, then the account's own, to every user", async () => {
    const told = succeeded(await call(test, "manage_fields", { action: "list", API: "1.6" }, kiosk));
    assert.equal(told.account.account_id, "greatwidgets");
    const names = told.account.fields.map((one: { name: string }) => one.name);
    assert.deepEqual(names, [
      ...[
        "card_number",
        "first_name",
        "last_name",
        "phone",
        "email",
        "street1",
        "street2",
        "city",
        "state",
        "postal_code",
        "country",
      ],
      ...["custom_date", "custom_field_1", "customer_username", "customer_password", "customer_PIN"],
      ...[2, 3, 4, 5].map((number) => `custom_field_${number}`),
    ]);
    const [card] = told.account.fields;
    assert.deepEqual(card, { name: "card_number", label: "Card number", show: "Y", required: "N", type: "Text" });
    assert.deepEqual(await field("custom_field_5"), {
      ...{ name: "custom_field_5", label: "Home store", show: "Y", required: "N", type: "Pick" },
      choices: [{ xml_value_to_show: "Store 35" }, { xml_value_to_show: "Store 36" }],
      ...{ searchable: "N", unique: "N" },
    });
  });

  it("tells the same in XML, choices as texts", async () => {
    const xml = parseXml((await manage("list", { output: "XML" })).text);
    const [account] = xml.children;
    assert.deepEqual([account!.name, account!.children.map((one) => one.name)], ["account", ["account_id", "fields"]]);
    const own = account!.children[1]!.children.at(-1)!;
    assert.equal(own.name, "field");
    const choices = own.children.find((one) => one.name === "choices")!;
    assert.deepEqual(
      choices.children.map((one) => [one.name, one.text]),
      [
        ["choice", "Store 35"],
        ["choice", "Store 36"],
      ],
    );
  });
});
