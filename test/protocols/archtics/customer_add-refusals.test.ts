import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { add, assertRefused, freshEmail, look, secondOrganisation, succeeded, type Values } from "./support.ts";

const test = await testApp();
const { command } = test;

async function refused(result: number, field: string, customer: Values | undefined, more: Values = { pin: "1234" }) {
  const email = freshEmail();
  const values = customer && { email, ...customer };
  assertRefused(await command({ cmd: "customer_add", customer: values, ...more }), result, field);
  assertRefused(await command({ cmd: "customer_query", email, call_reason: "S" }), 5024);
}

describe("customer_add refuses", () => {
  it("no customer: 5011", () => refused(5011, "customer", undefined));
  it("no pin: 5011", async () => {
    await refused(5011, "pin", { name_last: "Nopin" }, {});
    await refused(5011, "pin", { name_last: "Nopin" }, { pin: "" });
    await refused(5011, "pin", { name_last: "Nopin" }, { pin: null });
  });
  it("a person without a last name: 5011", async () => {
    await refused(5011, "name_last", {});
    await refused(5011, "name_last", { name_last: "" });
    await refused(5011, "name_last", { name_last: "   " });
    await refused(5011, "name_last", { name_first: "Only", company_name: "Given", name_type: "I" });
    await refused(5011, "name_last", { company_name: "Given" });
  });
  it("a company without a name: 5011", async () => {
    await refused(5011, "company_name", { name_type: "C" });
    await refused(5011, "company_name", { name_type: "C", name_last: "Person" });
    await refused(5011, "company_name", { name_type: "c", name_last: "Person", company_name: "  " });
  });
  it("another name_type: 5014", async () => {
    await refused(5014, "name_type", { name_last: "Type", name_type: "X" });
    await refused(5014, "name_type", { name_last: "Type", name_type: "IC" });
  });
  it("a customer that is no object: 5014", async () => {
    for (const customer of ["Smith", ["Smith"], 5, true])
      assertRefused(await command({ cmd: "customer_add", customer, pin: "1" }), 5014, "customer");
  });

  it("an e-mail that is none: 5019", async () => {
    for (const email of ["nope", "a@", "@b.example", "a b@c.example", "a@b@c.example", "a@b c.example", "a\n@b.example"])
      assertRefused(await command({ cmd: "customer_add", customer: { name_last: "Mail", email }, pin: "1" }), 5019, "email");
  });

  it("control characters in the PIN: 5017", async () => {
    for (const control of ["\t", "\n", "\r", "\u001b", "\u007f", "\u0085"])
      await refused(5017, "pin", { name_last: "Pin" }, { pin: `12${control}34` });
  });

  it("a NUL in the PIN: 5017", () => refused(5017, "pin", { name_last: "Pin" }, { pin: "12\u000034" }));

  it("an account that does not exist: 5014", async () => {
    for (const acct_id of [999999, 2147483647, -1]) await refused(5014, "acct_id", { name_last: "Nowhere", acct_id });
    await refused(5014, "acct_id", { name_last: "Nowhere", acct_id: "999999" });
  });
  it("an account number that is none: 5014", async () => {
    for (const acct_id of ["12x", "1 2", 1.5, "1.5", true, [12345], {}, 2147483648, "99999999999999999999", 1e300])
      await refused(5014, "acct_id", { name_last: "Nowhere", acct_id });
  });

  it("an unknown type of alternate id: 11410", async () => {
    const alt_id = (alt_id_type: string) => ({ name_last: "Alt", alt_id_array: [{ alt_id_type, alt_id: "1" }] });
    await refused(11410, "alt_id_type", alt_id("NOPE"));
    await refused(11410, "alt_id_type", {
      name_last: "Alt",
      alt_id_array: [
        { alt_id_type: "OUT", alt_id: "good" },
        { alt_id_type: "OUTX", alt_id: "bad" },
      ],
    });
    assertRefused(await command({ cmd: "customer_query", alt_id: "good", call_reason: "S" }), 10684);
  });
});

describe("customer_add when account numbers end", async () => {
  const rival = await secondOrganisation(test, { lastAccount: 2147483646 });

  it("gives out the last one, then refuses: 5012", async () => {
    const last = await add(rival.send);
    assert.equal(last.acct_id, 2147483647);
    const email = freshEmail();
    const values = { cmd: "customer_add", customer: { name_last: "Late", email }, pin: "1" };
    assertRefused(await rival.send(values), 5012);
    assertRefused(await rival.send(values), 5012);
    assertRefused(await rival.send({ cmd: "customer_query", email, call_reason: "S" }), 5024);
    const second = await add(rival.send, { acct_id: 2147483647, email });
    assert.equal(second.acct_id, 2147483647);
  });

  it("leaves the other organisation its own", async () => {
    const { acct_id } = await add(command);
    assert.ok(acct_id >= 128802 && acct_id < 2147483647);
    succeeded(await command({ cmd: "customer_query", acct_id, pin: "1234" }));
    await look(command, acct_id);
  });
});
