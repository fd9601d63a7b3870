import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp } from "../../../support/app.ts";
import { call, customerOf, refused, succeeded } from "../support.ts";
import { edit, everyone, made, refusesAndChangesNothing, twoCalled } from "./world.ts";

const willcall = await testApp();

const replace = async (values: Record<string, string>) => succeeded(await call(willcall, "card_replace", values));

await twoCalled(willcall, "r");
await twoCalled(willcall, "m");
await twoCalled(willcall, "d");
await made(willcall, { code: "somebody", card_number: "somebody-card", city: "Rome" });
await replace({ previous_code: "r-old", new_code: "r-new", new_card_number: "r-new-card" });
const override = { check_override: "Y" };
await replace({ previous_code: "m-old", new_code: "m-other", new_card_number: "m-new-card", keep_which: "matched", ...override });
await replace({
  previous_code: "d-old",
  new_code: "d-other",
  new_card_number: "d-new-card",
  keep_which: "duplicate",
  ...override,
});

/** Numbers that were retired, and the code, card and password of whom they lead to. */
const retired = [
  { by: "replacement", codes: ["r-old"], cards: ["r-old-card"], holder: "r-new", card: "r-new-card", password: "pw r-old" },
  {
    by: "merge, matched kept",
    codes: ["m-old"],
    cards: ["m-old-card", "m-other-card"],
    holder: "m-other",
    card: "m-new-card",
    password: "pw m-old",
  },
  {
    ...{ by: "merge, duplicate kept", codes: ["d-old"], cards: ["d-old-card", "d-other-card"] },
    ...{ holder: "d-other", card: "d-new-card", password: "pw d-other" },
  },
];

for (const { by, codes, cards, holder, card, password } of retired) {
  const numbers = [...codes.map((code) => ({ code })), ...cards.map((card_number) => ({ card_number }))];

  test(`numbers retired by ${by} are not validated, though the password is right`, async () => {
    for (const number of numbers) {
      refused(await call(willcall, "validate_customer_password", { ...number, customer_password: password }), /./);
    }
    succeeded(await call(willcall, "validate_customer_password", { code: holder, customer_password: password }));
    succeeded(await call(willcall, "validate_customer_password", { card_number: card, customer_password: password }));
  });

  test(`numbers retired by ${by} are not registered`, async () => {
    for (const number of numbers) {
      await refusesAndChangesNothing(willcall, "record_customer", { customer_action: "register", ...number, city: "X" });
    }
  });

  test(`numbers retired by ${by} can't be given out again`, async () => {
    for (const code of codes) {
      await refusesAndChangesNothing(willcall, "record_customer", { customer_action: "new", code, city: "X" }, /^code\b/);
      for (const more of [{}, override, { ...override, keep_which: "matched" }, { ...override, keep_which: "duplicate" }]) {
        await refusesAndChangesNothing(
          willcall,
          "card_replace",
          { previous_code: "somebody", new_code: code, ...more },
          /^new_code\b/,
        );
      }
    }
    for (const card_number of cards) {
      await refusesAndChangesNothing(willcall, "record_customer", { customer_action: "new", card_number }, /^card_number\b/);
      await refusesAndChangesNothing(
        willcall,
        "record_customer",
        { customer_action: "new", card_number, code: "free" },
        /^card_number\b/,
      );
      for (const code of ["somebody", "free"]) {
        const values = { customer_action: "edit", code, card_number, city: "X" };
        await refusesAndChangesNothing(willcall, "record_customer", values, /^card_number\b/);
      }
      for (const more of [{}, override]) {
        const values = { previous_code: "somebody", new_card_number: card_number, ...more };
        await refusesAndChangesNothing(willcall, "card_replace", values, /^new_card_number\b/);
      }
      const columns = { profile_header_1: "code", profile_header_2: "card_number" };
      const batch = await call(willcall, "customers_batch", {
        delimiter: "pipe",
        ...columns,
        Customers_Data: `somebody|${card_number}`,
      });
      assert.equal(batch.json.batch.customers, "0", batch.text);
      assert.equal(batch.json.batch.errors.length, 1);
    }
    assert.equal((await customerOf(willcall, "somebody"))!.card_number, "somebody-card");
  });

  test(`numbers retired by ${by} still answer reads and edit`, async () => {
    const count = Object.keys(await everyone(willcall)).length;
    for (const [at, number] of numbers.entries()) {
      assert.equal(succeeded(await call(willcall, "customer_info", number)).customer.code, holder);
      const { customer } = succeeded(await edit(willcall, { ...number, city: `City ${at}` }));
      assert.equal(customer.status, "update");
      if ("card_number" in number) assert.equal(customer.code, holder);
      assert.equal((await customerOf(willcall, holder))!.city, `City ${at}`);
    }
    assert.equal(Object.keys(await everyone(willcall)).length, count);
  });
}

test("a loaded card that was replaced can't be registered, the one it was replaced by can", async () => {
  await made(willcall, { code: "loaded", card_number: "stolen" });
  await replace({ previous_card: "stolen", new_card_number: "fresh" });
  const register = { customer_action: "register", first_name: "Jo", customer_password: "mine" };
  await refusesAndChangesNothing(willcall, "record_customer", { ...register, card_number: "stolen" });
  succeeded(await call(willcall, "record_customer", { ...register, card_number: "fresh" }));
  assert.equal((await customerOf(willcall, "loaded"))!.registered, "Y");
});

test("a current holder wins over a retired one", async () => {
  await made(willcall, { code: "had", card_number: "HELD", customer_password: "pw had" });
  succeeded(await edit(willcall, { code: "has", card_number: "HELD", customer_password: "pw has" }));
  await replace({ previous_code: "had", new_card_number: "had-new" });
  assert.equal(succeeded(await call(willcall, "customer_info", { card_number: "HELD" })).customer.code, "has");
  assert.equal(succeeded(await edit(willcall, { card_number: "HELD", city: "Held" })).customer.code, "has");
  succeeded(await call(willcall, "validate_customer_password", { card_number: "HELD", customer_password: "pw has" }));
  refused(await call(willcall, "validate_customer_password", { card_number: "HELD", customer_password: "pw had" }), /./);
});

test("a number that is held or was retired is not generated, and when none is left that is an error", async () => {
  for (let n = 0; n < 10; n++) await made(willcall, { code: `short${n}`, card_number: `700${n}` });
  for (let n = 0; n < 5; n++) await replace({ previous_code: `short${n}`, new_card_number: `short${n}-new` });
  await refusesAndChangesNothing(willcall, "generate_card_number", { how_many_digits: "4", card_number_prefix: "700" });
  const recorded = { customer_action: "new", card_number_generate: "4", card_number_prefix: "700" };
  await refusesAndChangesNothing(willcall, "record_customer", recorded);
  const answer = await call(willcall, "generate_card_number", { how_many_digits: "4", card_number_prefix: "701" });
  assert.match(succeeded(answer).customer.card_number, /^701\d$/);
});
