import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { call, parseXml, refused, succeeded, type Values } from "./support.ts";

const test = await testApp();
const find = (find_customer: string | undefined, more: Values = {}) => call(test, "customer_find", { find_customer, ...more });
const codes = async (text: string | undefined): Promise<string[]> =>
  succeeded(await find(text)).customers.map((one: { code: string }) => one.code);
const add = async (values: Values) => succeeded(await call(test, "record_customer", { customer_action: "edit", ...values }));

before(async () => {
  await add({ code: "find-anna", first_name: "Anna", last_name: "Berg", city: "Oslo", custom_field_5: "Store 35" });
  await add({ code: "find-bert", first_name: "Bert", last_name: "Anders", city: "Bergen", street2: "Flat 12b", country: "NO" });
  await add({
    code: "find-carl",
    first_name: "Carl",
    email: "carl@example.net",
    custom_field_4: "Q-77",
    customer_username: "cee",
  });
});

describe("customer_find: what is refused", () => {
  it("words that nobody has all of", async () => {
    refused(await find("anna bergen"), /no customers match/i);
    refused(await find("zzz, yyy"), /no customers match/i);
  });

  it("a text that is too long", async () => refused(await find("x".repeat(501)), "find_customer"));
});

describe("customer_find: what is found", () => {
  it("a part of any field, in any case", async () => {
    for (const [part, code] of [
      ["nna", "find-anna"],
      ["LAT 12", "find-bert"],
      ["oslo", "find-anna"],
      ["CARL@exam", "find-carl"],
      ["q-77", "find-carl"],
      ["store 35", "find-anna"],
      ["ind-ber", "find-bert"],
      ["ce", "find-carl"],
    ] as const)
      assert.ok((await codes(part)).includes(code), part);
  });

  it("blanks are and, commas or, and and binds tighter", async () => {
    assert.deepEqual(await codes("berg oslo"), ["find-anna"]);
    assert.deepEqual(await codes("find- berg"), ["find-anna", "find-bert"]);
    assert.deepEqual(await codes("anna berg, carl"), ["find-anna", "find-carl"]);
    assert.deepEqual(await codes("carl,bert bergen,anna bergen"), ["find-bert", "find-carl"]);
  });

  it("the same by the call's older name", async () => {
    const { customers } = succeeded(await call(test, "find_customer", { find_customer: "oslo" }));
    assert.equal(customers[0].code, "find-anna");
  });

  it("everybody without words", async () => {
    const all = succeeded(await call(test, "customer_search")).customers;
    for (const text of [undefined, "", " , ,"]) assert.deepEqual(succeeded(await find(text)).customers, all);
    assert.ok(all.length >= 7);
  });

  it("not what a field held that has been taken away", async () => {
    await add({ code: "find-anna", city: "Trondheim" });
    refused(await find("oslo"), /no customers match/i);
    assert.deepEqual(await codes("trondheim"), ["find-anna"]);
  });
});

describe("customer_find: long lists", () => {
  const many = 450;
  before(async () => {
    for (let n = 0; n < many; n += 50)
      await Promise.all(Array.from({ length: 50 }, (_, i) => add({ code: `page-${n + i}`, last_name: "Pagewise", city: "Pa" })));
  });

  it("are told whole, each customer once, in every form", async () => {
    const expected = Array.from({ length: many }, (_, n) => `page-${n}`).sort();
    for (const text of ["pagewise", "pa"]) {
      const indented = await find(text);
      assert.deepEqual(
        succeeded(indented)
          .customers.map((one: { code: string }) => one.code)
          .sort(),
        expected,
        text,
      );
      const condensed = await find(text, { condensed: "yes" });
      assert.deepEqual(condensed.json, indented.json);
      assert.equal(indented.text, JSON.stringify(indented.json, null, 2));
      assert.equal(condensed.text, JSON.stringify(condensed.json));
      const { text: jsonp } = await find(text, { callback: "show" });
      assert.deepEqual(JSON.parse(jsonp.slice("/**/show(".length, -2)), indented.json);
      const xml = parseXml((await find(text, { output: "XML" })).text);
      assert.equal(xml.attributes.status, "success");
      assert.equal(xml.children.filter((one) => one.name === "customer").length, many);
    }
  });
});
