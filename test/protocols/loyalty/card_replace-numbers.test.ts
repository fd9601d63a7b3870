import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { call, customerOf, john, parseXml, post, refused, succeeded, type Values } from "./support.ts";

const test = await testApp();
const replace = (values: Values) => call(test, "card_replace", values);
const record = (values: Values) => call(test, "record_customer", values);
const look = async (code: string) => (await customerOf(test, code)) as Record<string, string> | undefined;
let count = 0;

async function added(more: Values = {}): Promise<{ code: string; card: string }> {
  const [code, card] = [`rn-code-${++count}`, `rn-card-${count}`];
  succeeded(await record({ customer_action: "new", code, card_number: card, last_name: `Numbers ${count}`, ...more }));
  return { code, card };
}

describe("card_replace: what it gives", () => {
  it("a new code, and leaves the card and everything else", async () => {
    const { code, card } = await added({ city: "Anytown", custom_field_4: "rn-unique" });
    const before = await look(code);
    const answer = succeeded(await replace({ previous_code: code, new_code: "rn-1" }));
    assert.deepEqual(answer, { status: "success", customer: { code: "rn-1" } });
    const after = await look("rn-1");
    assert.deepEqual({ ...after, record_timestamp: "" }, { ...before, code: "rn-1", record_timestamp: "" });
    assert.equal(after!.card_number, card);
  });

  it("a new card number, and leaves the code; the answer has no card_number", async () => {
    const { code } = await added();
    const answer = succeeded(await replace({ previous_code: code, new_card_number: "rn-2" }));
    assert.deepEqual(answer, { status: "success", customer: { code } });
    assert.equal((await look(code))!.card_number, "rn-2");
  });

  it("both together", async () => {
    const { card } = await added();
    succeeded(await replace({ previous_card: card, new_code: "rn-3", new_card_number: "rn-3c" }));
    assert.equal((await look("rn-3"))!.card_number, "rn-3c");
  });

  it("a card number that was made of as many digits as asked for, which the answer tells; with or without new_code", async () => {
    const { code } = await added();
    const first = succeeded(await replace({ previous_code: code, card_number_generate: 9 })).customer;
    assert.match(first.card_number, /^\d{9}$/);
    assert.equal((await look(code))!.card_number, first.card_number);
    const second = succeeded(await replace({ previous_code: code, new_code: "rn-4", card_number_generate: 5 })).customer;
    assert.deepEqual([Object.keys(second), second.code], [["code", "card_number"], "rn-4"]);
    assert.match(second.card_number, /^\d{5}$/);
  });

  it("the same with check_override where nothing is on file, whatever keep_which says", async () => {
    const { code } = await added();
    const more = { check_override: "Y", keep_which: "duplicate" };
    succeeded(await replace({ previous_code: code, new_code: "rn-5", new_card_number: "rn-5c", ...more }));
    assert.equal((await look("rn-5"))!.card_number, "rn-5c");
  });

  it("the customer's own numbers again with check_override: nothing changes", async () => {
    const { code, card } = await added();
    const before = await look(code);
    succeeded(
      await replace({ previous_code: code, new_code: code, new_card_number: card, check_override: "Y", keep_which: "matched" }),
    );
    assert.deepEqual(await look(code), before);
  });

  it("an answer in XML", async () => {
    const { code } = await added();
    const form = { ...john, type: "card_replace", previous_code: code, new_code: "rn-6", card_number_generate: "6" };
    const root = parseXml((await post(test, new URLSearchParams(form).toString())).text);
    assert.equal(root.attributes.status, "success");
    const [customer] = root.children;
    assert.deepEqual(
      [root.children.length, customer!.name, customer!.children.map((one) => one.name)],
      [1, "customer", ["code", "card_number"]],
    );
    assert.equal(customer!.children[0]!.text, "rn-6");
  });
});

describe("card_replace: what was replaced", () => {
  it("still answers reads and edits", async () => {
    const { code, card } = await added();
    succeeded(await replace({ previous_code: code, new_code: "rn-7", new_card_number: "rn-7c" }));
    assert.equal((await look(code))!.code, "rn-7");
    assert.equal((await call(test, "customer_info", { card_number: card })).json.customer.code, "rn-7");
    assert.equal(succeeded(await record({ customer_action: "edit", code, city: "By the old code" })).customer.code, "rn-7");
    assert.equal(succeeded(await record({ customer_action: "edit", card_number: card, state: "By" })).customer.code, "rn-7");
    const { city, state, card_number } = (await look("rn-7"))!;
    assert.deepEqual([city, state, card_number], ["By the old code", "By", "rn-7c"]);
  });

  it("can't be registered, recorded anew or given to anybody", async () => {
    const [{ code, card }, other] = [await added(), await added()];
    succeeded(await replace({ previous_code: code, new_code: "rn-8", new_card_number: "rn-8c" }));
    refused(await record({ customer_action: "register", code, last_name: "X" }), /./);
    refused(await record({ customer_action: "register", card_number: card, last_name: "X" }), /./);
    refused(await record({ customer_action: "new", code, last_name: "X" }), "code");
    refused(
      await record({ customer_action: "new", card_number: card, last_name: "X" }),
      /^card_number: the number has been replaced/,
    );
    refused(await record({ customer_action: "edit", code: other.code, card_number: card }), "card_number");
  });

  it("at once with others for the same new code: one has it", async () => {
    const made = [await added(), await added(), await added()];
    const answers = await Promise.all(made.map(({ code }) => replace({ previous_code: code, new_code: "rn-race" })));
    assert.deepEqual(answers.map((one) => one.status).sort(), ["error", "error", "success"]);
    for (const answer of answers) if (answer.status === "error") refused(answer, "new_code");
  });
});
