import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { userOf } from "./people.ts";
import { call, customerOf, kiosk, parseXml, post, refused, succeeded, type Values } from "./support.ts";

const test = await testApp();
const replace = (values: Values, who?: Values) => call(test, "card_replace", values, who as never);
let count = 0;

/** A customer whose code and card nobody else has. */
async function added(more: Values = {}): Promise<{ code: string; card: string }> {
  const [code, card] = [`rr-code-${++count}`, `rr-card-${count}`];
  succeeded(
    await call(test, "record_customer", { customer_action: "new", code, card_number: card, last_name: "Replace", ...more }),
  );
  return { code, card };
}

/** Asserts that a call is refused with a text that names the field, and that nothing of the customers has changed. */
async function refusedFor(codes: readonly string[], values: Values, field: RegExp | string): Promise<void> {
  const look = () => Promise.all(codes.map((code) => customerOf(test, code)));
  const before = await look();
  refused(await replace(values), field);
  assert.deepEqual(await look(), before);
}

describe("card_replace: what is refused", () => {
  it("a call that asks for nothing new: neither new_code nor new_card_number nor card_number_generate", async () => {
    const { code } = await added();
    await refusedFor([code], { previous_code: code }, /new_code, new_card_number, card_number_generate/);
    await refusedFor([code], { previous_code: code, new_code: "", new_card_number: "", card_number_generate: "" }, /new_code/);
  });

  it("a card number that is sent and to be made", async () => {
    const { code } = await added();
    const values = { previous_code: code, new_card_number: "rr-both", card_number_generate: 8 };
    await refusedFor([code], values, /new_card_number, card_number_generate/);
  });

  it("a number of digits that no card has", async () => {
    const { code } = await added();
    for (const wrong of ["x", 3, 33, 1.5])
      await refusedFor([code], { previous_code: code, card_number_generate: wrong }, "card_number_generate");
  });

  it("a call that says nothing of whom it is about", async () => {
    refused(await replace({ new_code: "rr-nobody" }), /previous_code, previous_card, profile_uid/);
    refused(await replace({ new_code: "rr-nobody", last_name: "", previous_code: "", profile_uid: "" }), /previous_code/);
  });

  it("a new_code that exists, unless check_override is Y", async () => {
    const [one, two] = [await added(), await added()];
    await refusedFor([one.code, two.code], { previous_code: one.code, new_code: two.code }, "new_code");
    await refusedFor([one.code, two.code], { previous_code: one.code, new_code: two.code, check_override: "N" }, "new_code");
    await refusedFor([one.code], { previous_code: one.code, new_code: one.code }, "new_code");
  });

  it("check_override without keep_which where new_code is another's", async () => {
    const [one, two] = [await added(), await added()];
    const values = { previous_code: one.code, new_code: two.code, check_override: "Y" };
    await refusedFor([one.code, two.code], values, "keep_which");
    await refusedFor([one.code, two.code], { ...values, keep_which: "both" }, "keep_which");
  });

  it("a new_card_number that exists, unless check_override is Y", async () => {
    const [one, two] = [await added(), await added()];
    await refusedFor([one.code, two.code], { previous_code: one.code, new_card_number: two.card }, "new_card_number");
    succeeded(await replace({ previous_code: one.code, new_card_number: two.card, check_override: "Y" }));
    assert.equal((await customerOf(test, one.code))!.card_number, two.card);
    assert.equal((await customerOf(test, two.code))!.card_number, two.card);
  });

  it("a code or a card that was replaced, check_override or not, by whomever", async () => {
    const [one, two] = [await added(), await added()];
    succeeded(await replace({ previous_code: one.code, new_code: "rr-second", new_card_number: "rr-second" }));
    for (const override of ["Y", undefined])
      for (const previous_code of ["rr-second", two.code]) {
        const more = { previous_code, check_override: override, keep_which: "matched" };
        await refusedFor(["rr-second", two.code], { ...more, new_code: one.code }, "new_code");
        await refusedFor(["rr-second", two.code], { ...more, new_card_number: one.card }, "new_card_number");
      }
  });

  it("customer_password and customer_PIN alone, or beside what leaves more than 20", async () => {
    for (let n = 0; n < 21; n++) await added({ first_name: "Crowd" });
    const wanted = { new_card_number: "rr-secret" };
    refused(await replace({ customer_password: "x", ...wanted }), "customer_password");
    refused(await replace({ customer_PIN: "x", ...wanted }), "customer_PIN");
    refused(await replace({ customer_password: "x", first_name: "Crowd", ...wanted }), "customer_password");
  });

  it("a profile_uid that is no number, and a custom_date that is no day", async () => {
    refused(await replace({ profile_uid: "x", new_code: "rr-x" }), "profile_uid");
    refused(await replace({ custom_date: "14.07.1970", new_code: "rr-x" }), "custom_date");
  });

  it("keeping who would come onto an account without a last name or with an e-mail in use", async () => {
    const { answer } = await test.command({
      cmd: "customer_add",
      pin: "1",
      name_type: "I",
      customer: { name_last: "Account", email: "rr-account@example.com" },
    });
    const two = await added({ email: "doglover@invalid.null" });
    const values = { profile_uid: answer.cust_name_id, new_code: two.code, check_override: "Y", keep_which: "duplicate" };
    await refusedFor([two.code], values, "email");
    const nameless = await added({ last_name: "" });
    await refusedFor([nameless.code], { ...values, new_code: nameless.code }, "last_name");
  });

  it("users who may not change card numbers", async () => {
    const { code } = await added();
    refused(
      await replace({ previous_code: code, new_code: "rr-observer" }, (await userOf(test, "observer")) as never),
      /edit_customer_card_number/,
    );
    succeeded(await replace({ previous_code: code, new_code: "rr-kiosk" }, kiosk as never));
  });

  it("in XML, as in JSON", async () => {
    const form = { user_id: "john1970", user_password: "1959caadac9b13dcb3", account_id: "greatwidgets", type: "card_replace" };
    const { text } = await post(test, new URLSearchParams({ ...form, previous_code: "x" }).toString());
    const root = parseXml(text);
    assert.deepEqual([root.attributes.status, root.children.map((one) => one.name)], ["error", ["error"]]);
  });
});
