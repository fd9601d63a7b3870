import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setPin } from "../../../src/core/customers/staff.ts";
import { testApp } from "../../support/app.ts";
import { add, assertRefused, caller, freshEmail, look, succeeded, unchanged, update, type Values } from "./support.ts";

const { command, parts } = await testApp();
const query = (acct_id: number, pin: string, more: Values = {}) => command({ cmd: "customer_query", acct_id, pin, ...more });
const consumer = (acct_id: number, pin: string, more: Values = {}, customer: Values = {}) =>
  command({ cmd: "customer_update", pin, customer: { acct_id, name_last: "Fresh", ...customer }, ...more });

describe("customer_update under a PIN", () => {
  it("takes the primary name's PIN, also for another name", async () => {
    const { acct_id } = await add(command, {}, { pin: "first" });
    const { cust_name_id } = await add(command, { acct_id }, { pin: "second" });
    assertRefused(await consumer(acct_id, "second"), 5033);
    assertRefused(await consumer(acct_id, "second", {}, { cust_name_id }), 5033);
    succeeded(await consumer(acct_id, "first", {}, { cust_name_id, city: "Reston" }));
    assert.equal((await look(command, acct_id, { cust_name_id })).customer.city, "Reston");
  });

  it("compares the PIN whole: its case and its spaces", async () => {
    const { acct_id } = await add(command, {}, { pin: " Pin 1 " });
    for (const pin of ["Pin 1", " Pin 1", "Pin 1 ", " pin 1 "]) assertRefused(await consumer(acct_id, pin), 5033);
    succeeded(await consumer(acct_id, " Pin 1 "));
  });

  it("checks no PIN for the system, right or wrong", async () => {
    const { acct_id } = await add(command);
    for (let n = 0; n < 7; n++) succeeded(await update(command, acct_id, { city: "Reston" }, { pin: "wrong" }));
    assert.equal((await query(acct_id, "wrong")).answer.logon_attempts, 1);
  });

  it("counts wrong PINs though the call changes nothing, together with customer_query's", async () => {
    const { acct_id } = await add(command);
    assertRefused(await consumer(acct_id, "wrong"), 5033);
    assertRefused(await consumer(acct_id, "wrong"), 5033);
    const third = await query(acct_id, "wrong");
    assert.deepEqual([third.answer.result, third.answer.logon_attempts], [5023, 3]);
    assertRefused(await consumer(acct_id, "wrong"), 5033);
    assertRefused(await consumer(acct_id, "wrong"), 5033);
    assertRefused(await consumer(acct_id, "wrong"), 5020);
    assertRefused(await consumer(acct_id, "1234", { new_pin: "5678" }), 5020);
    assertRefused(await query(acct_id, "1234"), 5020);
  });

  it("starts to count anew after a right one", async () => {
    const { acct_id } = await add(command);
    for (let n = 0; n < 4; n++) assertRefused(await consumer(acct_id, "wrong"), 5033);
    succeeded(await consumer(acct_id, "1234"));
    assert.equal((await query(acct_id, "wrong")).answer.logon_attempts, 1);
  });
});

describe("the new_pin of customer_update", () => {
  const pins = { long: "p".repeat(250), spaced: "  a b  ", other: "päss-пин-🔑", "with quotes": "'\";--\\" };
  for (const [what, new_pin] of Object.entries(pins))
    it(`replaces the PIN: one ${what}`, async () => {
      const { acct_id } = await add(command);
      succeeded(await consumer(acct_id, "1234", { new_pin }));
      assertRefused(await query(acct_id, "1234"), 5023);
      assert.equal(succeeded(await query(acct_id, new_pin)).pin, new_pin);
    });

  it("replaces it for the system too", async () => {
    const { acct_id } = await add(command);
    succeeded(await update(command, acct_id, {}, { new_pin: "5678" }));
    assertRefused(await query(acct_id, "1234"), 5023);
    succeeded(await query(acct_id, "5678"));
  });

  it("changes nothing under a wrong PIN", async () => {
    const { acct_id } = await add(command, { city: "Reston" });
    assertRefused(await consumer(acct_id, "wrong", { new_pin: "5678" }), 5033);
    assert.equal(succeeded(await query(acct_id, "1234")).customer.city, "Reston");
  });

  it("changes nothing in a call that is refused", async () => {
    const { acct_id } = await add(command);
    const email = "doglover@invalid.null";
    await unchanged(command, acct_id, async () =>
      assertRefused(await consumer(acct_id, "1234", { new_pin: "5678" }, { email }), 5037, "email"),
    );
    succeeded(await query(acct_id, "1234"));
  });

  it("replaces a temporary PIN", async () => {
    const email = freshEmail();
    const { acct_id, cust_name_id } = await add(command, { email });
    await setPin(parts.core, caller, cust_name_id, "temporary", true);
    assert.equal((await query(acct_id, "temporary")).answer.result, 10699);
    succeeded(await consumer(acct_id, "temporary", { new_pin: "5678" }, { email }));
    const after = succeeded(await query(acct_id, "5678"));
    assert.deepEqual([after.change_pin, after.customer.acct_id, after.pin], [0, acct_id, "5678"]);
    assertRefused(await query(acct_id, "temporary"), 5023);
    succeeded(await command({ cmd: "customer_query", email, pin: "5678" }));
  });
});
