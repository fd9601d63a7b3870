import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp, testClock } from "../../support/app.ts";
import {
  deliveryTexts,
  notArrays,
  notBooleans,
  notDates,
  notIntegers,
  notObjects,
  notTexts,
  refusedField,
  text,
  withField,
} from "./fields.ts";
import { assertRefused, client, freshRef, succeeded, type Values } from "./support.ts";

const by = client(await testApp({ clock: testClock() }));
const item = { description: "Tablets", quantity: 1 };
const base = { customer_id: 1408, items: [item] };
const send = (path: string, value: unknown) => by.createDelivery(withField(base, path, value));
const shown = (value: unknown) => JSON.stringify(value) ?? "left out";

describe("CreateDelivery's required fields", () => {
  for (const value of [undefined, null]) {
    for (const field of ["items[0].description", "items[0].quantity"])
      it(`${field}: 301 (${shown(value)})`, async () => refusedField(await send(field, value), 301, `delivery.${field}`));
    it(`the delivery: 301 (${shown(value)})`, async () =>
      assertRefused(await by.call("CreateDelivery", { delivery: value }), 301));
    it(`company_id: 301 (${shown(value)})`, async () => {
      assertRefused(await by.call("CreateDelivery", { company_id: value, delivery: base }), 301, ["company_id"]);
    });
  }
  for (const by_ of [{}, { customer_id: null }, { external_customer_ref: null }, { external_customer_ref: "" }])
    it(`customer_id or external_customer_ref: 301 (${shown(by_)})`, async () => {
      assertRefused(await by.createDelivery({ items: [item], ...by_ }), 301);
    });
});

describe("CreateDelivery's types", () => {
  for (const field of [...Object.keys(deliveryTexts), "external_customer_ref", "delivery_date"])
    for (const value of notTexts)
      it(`${field} is a string: 303 (${shown(value)})`, async () =>
        refusedField(await send(field, value), 303, `delivery.${field}`));
  for (const field of ["customer_id", "boxes", "items[0].quantity"]) {
    for (const value of notIntegers)
      it(`${field} is an integer: 303 (${shown(value)})`, async () =>
        refusedField(await send(field, value), 303, `delivery.${field}`));
    it(`${field} is no fraction: 302 or 303`, async () => refusedField(await send(field, 1.5), [302, 303], `delivery.${field}`));
  }
  for (const field of ["fridge", "controlled_delivery", "check_delivery"])
    for (const value of [...notBooleans, 1, 0])
      it(`${field} is a boolean: 303 (${shown(value)})`, async () =>
        refusedField(await send(field, value), 303, `delivery.${field}`));
  for (const value of notArrays)
    it(`items is an array: 303 (${shown(value)})`, async () => refusedField(await send("items", value), 303, "delivery.items"));
  for (const value of notObjects)
    it(`an item is an object: 303 (${shown(value)})`, async () => {
      refusedField(await send("items", [item, value]), 303, "delivery.items[1]");
    });
  for (const value of notObjects)
    it(`the delivery is an object: 303 (${shown(value)})`, async () => {
      assertRefused(await by.call("CreateDelivery", { delivery: value }), 303, ["delivery"]);
    });
  for (const value of notIntegers)
    it(`company_id is an integer: 303 (${shown(value)})`, async () => {
      assertRefused(await by.call("CreateDelivery", { company_id: value, delivery: base }), 303, ["company_id"]);
    });
  for (const value of notTexts)
    it(`session_token is a string: 303 (${shown(value)})`, async () => {
      assertRefused(await by.call("CreateDelivery", { session_token: value, delivery: base }), 303, ["session_token"]);
    });
});

describe("CreateDelivery's bounds", () => {
  for (const [field, most] of [...Object.entries(deliveryTexts), ["external_customer_ref", 50] as const])
    for (const wide of [false, true])
      it(`${field} is not ${most + 1} characters${wide ? " of two UTF-16 units each" : ""}: 302`, async () => {
        refusedField(await send(field, text(field, most + 1, wide)), 302, `delivery.${field}`);
      });
  for (const field of ["boxes", "items[0].quantity"])
    for (const value of [0, -1, -2147483649])
      it(`${field} is over 0: 302 (${value})`, async () => refusedField(await send(field, value), 302, `delivery.${field}`));
  const comingDates = notDates.map((date) => date.replace("1990", "2027").replace("2023", "2029"));
  for (const date of [...comingDates, "2027-02-29", "2026-13-01", "2026-06-31", "2026-06-16T00:00:00", "2026-6-20", "tomorrow"])
    it(`delivery_date is no calendar date: 302 (${date})`, async () => {
      refusedField(await send("delivery_date", date), 302, "delivery.delivery_date");
    });
  for (const date of ["2026-06-14", "2025-12-31", "1999-01-01"])
    it(`delivery_date is not past: 302 (${date})`, async () => {
      refusedField(await send("delivery_date", date), 302, "delivery.delivery_date");
    });

  for (const [field, most] of Object.entries(deliveryTexts))
    for (const wide of [false, true])
      it(`${field} may be ${most} characters${wide ? " of two UTF-16 units each" : ""}`, async () => {
        const value = text(field, most, wide);
        const { delivery } = succeeded(await send(field, value));
        if (field === "external_delivery_ref") assert.equal(delivery.external_delivery_ref, value);
      });
  it("external_customer_ref may be 50 characters", async () => {
    for (const wide of [false, true]) {
      const external_customer_ref = text("external_customer_ref", 50, wide);
      succeeded(await by.createCustomer({ external_customer_ref }));
      succeeded(await by.createDelivery({ external_customer_ref }));
    }
  });
  for (const field of ["boxes", "items[0].quantity"])
    it(`${field} may be 1 or 1000`, async () => {
      for (const value of [1, 1000]) succeeded(await send(field, value));
    });
});

describe("several faults of a delivery at once", () => {
  const items = (...values: Values[]) => ({ ...base, items: values });
  it("are all listed when they are missing: 301", async () => {
    const fields = ["delivery.items[0].quantity", "delivery.items[2].description", "delivery.items[2].quantity"];
    assertRefused(await by.createDelivery(items({ description: "a" }, item, {})), 301, fields);
  });
  const order = ["external_customer_ref", "external_delivery_ref", "fridge", "controlled_delivery", "delivery_date", "boxes"];
  const inItem = ["item_ref", "description", "quantity", "pack_size"].map((field) => `items[0].${field}`);
  const spoil = (fields: string[], value: (field: string) => unknown) =>
    fields.reduceRight((delivery: Values, field) => withField(delivery, field, value(field)), structuredClone(base) as Values);

  it("are all listed in the table's order when they have the wrong type: 303", async () => {
    const fields = ["customer_id", ...order, ...inItem, "notes", "check_delivery"];
    const delivery = spoil(fields, () => ({ wrong: true }));
    assertRefused(
      await by.createDelivery(delivery),
      303,
      fields.map((field) => `delivery.${field}`),
    );
  });
  it("are all listed in the table's order when they are out of bounds: 302", async () => {
    const fields = [...order.filter((field) => !/^(fridge|controlled)/.test(field)), ...inItem, "notes"];
    const delivery = spoil(fields, (field) => (/boxes|quantity/.test(field) ? 0 : "x".repeat(251)));
    const second = { ...item, pack_size: "x".repeat(51) };
    const named = [...fields.slice(0, -1), "items[1].pack_size", "notes"].map((field) => `delivery.${field}`);
    assertRefused(await by.createDelivery({ ...delivery, items: [...(delivery.items as Values[]), second] }), 302, named);
  });
  it("leave nothing behind", async () => {
    const external_delivery_ref = freshRef();
    assertRefused(await by.createDelivery({ ...base, external_delivery_ref, boxes: 0 }), 302, ["delivery.boxes"]);
    succeeded(await by.createDelivery({ ...base, external_delivery_ref }));
  });
});
