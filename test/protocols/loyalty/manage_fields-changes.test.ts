import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { rivalOf } from "./people.ts";
import { call, customerOf, refused, succeeded, type Values } from "./support.ts";

const test = await testApp();
const manage = (action: string | undefined, values: Values = {}) => call(test, "manage_fields", { action, ...values });
// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
const fields = async (): Promise<any[]> => succeeded(await manage("list")).account.fields;
const field = async (name: string) => (await fields()).find((one) => one.name === name);
const edit = (values: Values) => call(test, "record_customer", { customer_action: "edit", ...values });

describe("manage_fields, add", () => {
  it("takes several fields in one call, and what is not said is No and Text", async () => {
    const values = {
      ...{ custom_field_20_label: "Nickname" },
      ...{
        custom_field_21__label: "Size",
        custom_field_21__type: "pick",
        custom_field_21_choices: "S, M ,L,,M",
        custom_field_21_show: "Yes",
      },
      ...{ custom_field_22_label: "Spent", custom_field_22_type: "Money", custom_field_22_required: "No" },
      ...{ custom_field_23_label: "Key", custom_field_23_searchable: "Yes", custom_field_23_unique: "Yes" },
    };
    succeeded(await manage("ADD", values));
    const no = { show: "N", required: "N", searchable: "N", unique: "N" };
    assert.deepEqual(await field("custom_field_20"), { name: "custom_field_20", label: "Nickname", type: "Text", ...no });
    const choices = ["S", "M", "L"].map((one) => ({ xml_value_to_show: one }));
    assert.deepEqual(await field("custom_field_21"), {
      name: "custom_field_21",
      label: "Size",
      type: "Pick",
      ...no,
      show: "Y",
      choices,
    });
    assert.equal((await field("custom_field_22")).type, "Money");
    assert.deepEqual([(await field("custom_field_23")).searchable, (await field("custom_field_23")).unique], ["Y", "Y"]);
    succeeded(
      await edit({ code: "f-1", custom_field_20: "Bo", custom_field_21: "M", custom_field_22: "1,5", custom_field_23: "k" }),
    );
    const told = (await customerOf(test, "f-1")) as unknown as Record<string, { data: string; label: string }>;
    assert.deepEqual([told.custom_field_20, told.custom_field_22?.data], [{ label: "Nickname", data: "Bo" }, "1.50"]);
    refused(await edit({ code: "f-2", custom_field_23: "k" }), "custom_field_23");
    refused(await edit({ code: "f-1", custom_field_21: "XL" }), "custom_field_21");
  });

  it("makes a field that is required so, of new customers", async () => {
    succeeded(
      await manage("add", { custom_field_24_label: "Must", custom_field_24_type: "Number", custom_field_24_required: "Yes" }),
    );
    refused(await edit({ code: "f-3", first_name: "X" }), "custom_field_24");
    succeeded(await edit({ code: "f-3", custom_field_24: "7" }));
    succeeded(await edit({ code: "f-1", first_name: "Not new" }));
    refused(await edit({ code: "f-3", custom_field_24: "", first_name: "Lost" }), "custom_field_24");
    const kept = succeeded(await call(test, "customer_info", { code: "f-3" })).customer;
    assert.deepEqual([kept.custom_field_24.data, kept.first_name], ["7", ""]);
    succeeded(await manage("update", { custom_field_24_required: "No" }));
    succeeded(await edit({ code: "f-4", first_name: "X" }));
  });

  it("does not touch another organisation's fields", async () => {
    const rival = await rivalOf(test);
    const own = (values: Values) => call(test, "manage_fields", values, rival);
    succeeded(await own({ action: "add", custom_field_20_label: "Theirs" }));
    assert.equal((await field("custom_field_20")).label, "Nickname");
    refused(await own({ action: "delete", field_list: "custom_field_21" }), "custom_field_21");
  });
});

describe("manage_fields, update", () => {
  it("changes what is sent and nothing else; type and unique stay", async () => {
    const before = await field("custom_field_4");
    succeeded(
      await manage("update", {
        custom_field_4_label: "Number",
        custom_field_4_type: "Date",
        custom_field_4_unique: "No",
        web_update: "1",
      }),
    );
    assert.deepEqual(await field("custom_field_4"), { ...before, label: "Number" });
    succeeded(await manage("update", { custom_field_4__show: "No", custom_field_4_label: "" }));
    assert.deepEqual(await field("custom_field_4"), { ...before, label: "Number", show: "N" });
  });

  it("adds what is not there", async () => {
    succeeded(await manage("update", { custom_field_30_label: "Thirty", custom_field_30_type: "Date" }));
    assert.deepEqual((await field("custom_field_30")).type, "Date");
  });

  it("takes choices away that customers have", async () => {
    succeeded(await edit({ code: "f-5", custom_field_5: "Store 36", custom_field_24: "1" }));
    succeeded(await manage("update", { custom_field_5_choices: "Store 35,Store 37" }));
    const told = (await customerOf(test, "f-5")) as unknown as Record<string, { data: string }>;
    assert.equal(told.custom_field_5?.data, "Store 36");
    refused(await edit({ code: "f-5", custom_field_5: "Store 36" }), "custom_field_5");
    succeeded(await edit({ code: "f-5", custom_field_5: "Store 37" }));
  });

  it("calls and shows the fields that every customer has as the account wants", async () => {
    const values = { card_number_label: "Badge", card_number_show: "No", zip_show: "no", customer_PIN_show: "No" };
    succeeded(await manage("update", { ...values, custom_field_1_label: "Remarks" }));
    const told = await Promise.all(["card_number", "postal_code", "customer_PIN", "custom_field_1"].map(field));
    assert.deepEqual(
      told.map((one) => [one.label, one.show]),
      [
        ["Badge", "N"],
        ["Postal code", "N"],
        ["PIN", "N"],
        ["Remarks", "Y"],
      ],
    );
    succeeded(await manage("update", { card_number_show: "Yes" }));
    assert.deepEqual([(await field("card_number")).label, (await field("card_number")).show], ["Badge", "Y"]);
  });
});
