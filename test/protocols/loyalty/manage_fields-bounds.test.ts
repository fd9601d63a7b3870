import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { defineFields } from "../../../src/core/loyalty/fields/define.ts";
import { Refusal } from "../../../src/core/refusal.ts";
import { testApp } from "../../support/app.ts";
import { call, refused, succeeded, type Values } from "./support.ts";
import { operator } from "./users.ts";

const test = await testApp();
const add = (type: string, values: Values) => call(test, type, { action: "add", ...values });
const labels = (from: number, to: number): Values =>
  Object.fromEntries(Array.from({ length: to - from + 1 }, (_, at) => [`custom_field_${from + at}_label`, `Field ${from + at}`]));
const count = async (type: string): Promise<number> =>
  succeeded(await call(test, type, { action: "list" })).account.fields.filter((one: { name: string }) =>
    /^custom_field_(?!1$)\d+$/.test(one.name),
  ).length;
const pick = (choices: string): Values => ({
  custom_field_9000_label: "Pick",
  custom_field_9000_type: "Pick",
  custom_field_9000_choices: choices,
});
const words = (many: number): string[] => Array.from({ length: many }, (_, at) => `choice ${at}`);

describe("choices", () => {
  it("are at most 500", async () => {
    refused(await add("manage_fields", pick(words(501).join(","))), /^custom_field_9000_choices: .*500/);
    refused(
      await call(test, "manage_fields", { action: "update", custom_field_5_choices: words(501).join(",") }),
      /^custom_field_5_choices: .*500/,
    );
    succeeded(await add("manage_fields", pick(words(500).join(","))));
    succeeded(await call(test, "manage_fields", { action: "delete", field_list: "custom_field_9000" }));
  });

  it("have at most 64,000 characters together", async () => {
    const long = "é".repeat(32_000);
    refused(await add("manage_fields", pick(`${long},${long}x`)), /^custom_field_9000_choices: .*64000/);
    const define = (choices: string[]) =>
      defineFields(
        test.parts.core,
        operator,
        "customer",
        { fields: [{ number: 9000, label: "P", type: "pick", choices }], standard: [] },
        false,
      );
    await assert.rejects(
      define([long, `${long}x`]),
      (error) => error instanceof Refusal && error.refusal === "field-value" && error.facts.field === "choices",
    );
    await define([long, `${long.slice(1)}x`]);
    succeeded(await call(test, "manage_fields", { action: "delete", field_list: "custom_field_9000" }));
  });
});

describe("fields", () => {
  for (const type of ["manage_fields", "transaction_fields"])
    it(`of ${type} are at most 200, and the error names the one that is too many`, async () => {
      const held = await count(type);
      succeeded(await add(type, labels(1_000, 1_000 + 197 - held)));
      refused(await add(type, labels(2_000, 2_002)), /^custom_field_2002: .*200/);
      assert.equal(await count(type), 198);
      succeeded(await add(type, labels(2_000, 2_001)));
      refused(await call(test, type, { action: "update", custom_field_3000_label: "New" }), /^custom_field_3000: .*200/);
      succeeded(await call(test, type, { action: "update", custom_field_2000_label: "Changed" }));
      succeeded(await call(test, type, { action: "delete", field_list: "custom_field_2000" }));
      succeeded(await add(type, labels(3_000, 3_000)));
    });
});
