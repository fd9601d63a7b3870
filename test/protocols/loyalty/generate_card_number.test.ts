import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { userOf } from "./people.ts";
import { call, parseXml, refused, succeeded, type Values } from "./support.ts";

const test = await testApp();
const generate = (values: Values = {}) => call(test, "generate_card_number", values);
const made = async (values: Values = {}): Promise<string> => succeeded(await generate(values)).customer.card_number;

describe("generate_card_number: what is refused", () => {
  it("too few and too many digits, and what is no number", async () => {
    for (const digits of [0, 3, 33, "ten", "8.5", -8]) refused(await generate({ how_many_digits: digits }), "how_many_digits");
  });

  it("a prefix or suffix that is not digits, or that leaves none to choose", async () => {
    refused(await generate({ card_number_prefix: "AB" }), "card_number_prefix");
    refused(await generate({ card_number_suffix: "1-2" }), "card_number_suffix");
    refused(await generate({ how_many_digits: 8, card_number_prefix: "1234", card_number_suffix: "5678" }), "how_many_digits");
    refused(await generate({ card_number_prefix: "1234567890123456" }), "how_many_digits");
  });

  it("a shape of which every number is on file", async () => {
    const taken = Array.from({ length: 10 }, (_, n) => `777${n}77`);
    for (const card_number of taken)
      succeeded(await call(test, "record_customer", { customer_action: "edit", card_number, first_name: "Taken" }));
    refused(await generate({ how_many_digits: 6, card_number_prefix: "777", card_number_suffix: "77" }), "how_many_digits");
  });

  it("a user who may not add customers", async () => {
    refused(await call(test, "generate_card_number", {}, await userOf(test, "observer")), "user_id");
  });
});

describe("generate_card_number", () => {
  it("makes 16 digits, or as many as are wanted, with prefix and suffix among them", async () => {
    assert.match(await made(), /^\d{16}$/);
    assert.match(await made({ how_many_digits: "" }), /^\d{16}$/);
    assert.match(await made({ how_many_digits: 6 }), /^\d{6}$/);
    assert.match(await made({ how_many_digits: 10, card_number_prefix: "55", card_number_suffix: "9" }), /^55\d{7}9$/);
  });

  it("makes the one number that is not on file, nor ever was", async () => {
    for (let n = 0; n < 9; n++) {
      const code = `gen-${n}`;
      const card = { customer_action: "edit", code, card_number: `888${n}` };
      succeeded(await call(test, "record_customer", card));
      if (n === 3) succeeded(await call(test, "customer_delete", { code }));
    }
    assert.equal(await made({ how_many_digits: 4, card_number_prefix: "888" }), "8889");
  });

  it("makes no customer", async () => {
    const count = async () => succeeded(await call(test, "customer_search")).customers.length;
    const before = await count();
    refused(await call(test, "customer_info", { card_number: await made() }), /no such customer/i);
    assert.equal(await count(), before);
  });

  it("answers in XML, too", async () => {
    const xml = parseXml((await generate({ output: "XML" })).text);
    assert.deepEqual(
      xml.children.map((one) => [one.name, one.children.map((leaf) => leaf.name)]),
      [["customer", ["card_number"]]],
    );
  });
});
