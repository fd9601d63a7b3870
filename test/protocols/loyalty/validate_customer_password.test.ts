import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp, testClock } from "../../support/app.ts";
import { call, refused, succeeded, type Values } from "./support.ts";

const clock = testClock();
const test = await testApp({ clock });
const validate = (values: Values) => call(test, "validate_customer_password", values);
const mismatch = /^No customer matches/;
const locked = /15 minutes/;

/** Adds a customer who has both secrets. */
async function customer(code: string, values: Values = {}): Promise<void> {
  const secrets = { customer_password: "secret", customer_PIN: "1234" };
  succeeded(await call(test, "record_customer", { customer_action: "new", code, first_name: "X", ...secrets, ...values }));
}

describe("validate_customer_password refuses", () => {
  it("without a name or a secret, naming what is missing", async () => {
    refused(await validate({ customer_password: "x" }), /code.*card_number.*customer_username/);
    refused(await validate({ code: "89898989898989" }), /customer_password.*customer_PIN/);
    refused(
      await validate({ code: "89898989898989", customer_PIN: "", customer_password: "" }),
      /customer_password.*customer_PIN/,
    );
  });

  it("whatever does not match, in the same words", async () => {
    await customer("one", { card_number: "c-one", customer_username: "u-one", phone: "555-1234" });
    await customer("bare", { customer_password: "", customer_PIN: "" });
    for (const values of [
      { code: "one", customer_password: "wrong" },
      { code: "one", customer_PIN: "secret" },
      { code: "one", customer_password: "secret", customer_PIN: "9" },
      { code: "nobody", customer_password: "secret" },
      { code: "one", card_number: "c-two", customer_password: "secret" },
      { code: "one", customer_username: "u-two", customer_password: "secret" },
      { code: "one", phone: "555-1235", customer_password: "secret" },
      { card_number: "nobody's", customer_password: "secret" },
      { card_number: "u-one", customer_password: "secret" },
      { code: "bare", customer_password: "secret" },
      { code: "bare", customer_PIN: "null" },
    ]) {
      refused(await validate(values), mismatch);
      // So that none of these locks.
      succeeded(await validate({ code: "one", customer_password: "secret" }));
    }
  });

  it("a card that several customers have, unless the code says whose it is", async () => {
    for (const code of ["twin-1", "twin-2"]) {
      await customer(code);
      succeeded(await call(test, "record_customer", { customer_action: "edit", code, card_number: "twins" }));
    }
    refused(await validate({ card_number: "twins", customer_password: "secret" }), mismatch);
    succeeded(await validate({ card_number: "twins", code: "twin-2", customer_password: "secret" }));
  });

  it("a code that was replaced", async () => {
    await customer("old-code");
    const { customer: renewed } = succeeded(
      await call(test, "record_customer", { customer_action: "edit", code: "old-code", new_code: "Yes" }),
    );
    refused(await validate({ code: "old-code", customer_password: "secret" }), mismatch);
    succeeded(await validate({ code: renewed.code, customer_password: "secret" }));
  });

  for (const [who, code] of [
    ["a customer who is there", "locks"],
    ["one who is not", "ghost"],
  ] as const)
    it(`${who} for 15 minutes after five wrong ones, whatever else is sent`, async () => {
      if (code === "locks") await customer(code, { card_number: "c-locks" });
      for (let i = 0; i < 5; i++)
        refused(await validate({ code, card_number: i % 2 ? undefined : `c-${i}`, customer_PIN: `${i}` }), mismatch);
      refused(await validate({ code, customer_PIN: "1234" }), locked);
      if (code === "locks") refused(await validate({ card_number: "c-locks", customer_password: "secret" }), locked);
      clock.pass(15 * 60_000 - 1);
      refused(await validate({ code, customer_PIN: "1234" }), locked);
      clock.pass(1);
      if (code === "locks") succeeded(await validate({ code, customer_PIN: "1234" }));
      else refused(await validate({ code, customer_PIN: "1234" }), mismatch);
    });

  it("all but five of two hundred wrong ones at once, unlooked at", async () => {
    await customer("crowd");
    const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => validate({ code: "crowd", customer_PIN: `${i}x` })));
    assert.equal(answers.filter(({ error }) => mismatch.test(error ?? "")).length, 5);
    assert.equal(answers.filter(({ error }) => locked.test(error ?? "")).length, 195);
  });
});

describe("validate_customer_password", () => {
  it("succeeds with nothing else in the answer when all that is sent is one customer's", async () => {
    await customer("all", { card_number: "c-all", customer_username: "u-all", phone: "(555) 12.34" });
    const everything = { code: "all", card_number: "c-all", customer_username: "u-all", phone: "555-1234" };
    for (const values of [
      { code: "all", customer_password: "secret" },
      { card_number: "c-all", customer_PIN: "1234" },
      { customer_username: "u-all", customer_password: "secret", customer_PIN: "1234" },
      { ...everything, customer_password: "secret", customer_PIN: "1234" },
    ])
      assert.deepEqual(succeeded(await validate(values)), { status: "success" });
    const { text } = await validate({ code: "all", customer_PIN: "1234", output: "XML" });
    assert.match(text, /<response status="success"><\/response>/);
  });

  it("begins the count anew with a right one", async () => {
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 4; i++) refused(await validate({ code: "all", customer_PIN: "0" }), mismatch);
      succeeded(await validate({ code: "all", customer_PIN: "1234" }));
    }
  });
});
