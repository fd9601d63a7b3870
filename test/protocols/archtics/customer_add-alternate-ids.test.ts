import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { add, assertRefused, look, secondOrganisation, succeeded } from "./support.ts";

const test = await testApp();
const { command } = test;
const rival = await secondOrganisation(test);
const alternate = (alt_id_type: string, alt_id: string, alt_id_comment?: string) => ({
  alt_id_type,
  alt_id,
  ...(alt_id_comment ? { alt_id_comment } : {}),
});

describe("customer_add's alternate ids", () => {
  it("are not of another organisation's types: 11410", async () => {
    const add = (alt_id_type: string) => ({
      cmd: "customer_add",
      customer: { name_last: "Alt", alt_id_array: [alternate(alt_id_type, "x")] },
      pin: "1",
    });
    assertRefused(await command(add("RIV")), 11410, "alt_id_type");
    assertRefused(await rival.send(add("OUT")), 11410, "alt_id_type");
    succeeded(await rival.send(add("RIV")));
  });

  it("are kept with their comments, and found", async () => {
    const alt_id_array = [alternate("OUT", "alt-1", "first"), alternate("MSCRM", "alt-1"), alternate("MSC", "alt-2", "third")];
    const { acct_id, cust_name_id } = await add(command, { alt_id_array });
    const byType = (a: { alt_id_type: string }, b: { alt_id_type: string }) => a.alt_id_type.localeCompare(b.alt_id_type);
    const { customer } = await look(command, acct_id);
    assert.deepEqual(customer.alt_id_array.toSorted(byType), alt_id_array.toSorted(byType));
    for (const { alt_id, alt_id_type } of alt_id_array) {
      const found = succeeded(await command({ cmd: "customer_query", alt_id, alt_id_type, call_reason: "S" }));
      assert.equal(found.customer.cust_name_id, String(cust_name_id));
    }
  });

  it("lose spaces at their end", async () => {
    const { acct_id } = await add(command, { alt_id_array: [alternate("OUT  ", "trimmed   ", "why  ")] });
    assert.deepEqual((await look(command, acct_id)).customer.alt_id_array, [alternate("OUT", "trimmed", "why")]);
  });

  it("may be those of another name", async () => {
    await add(command, { alt_id_array: [alternate("OUT", "shared")] });
    await add(command, { alt_id_array: [alternate("OUT", "shared")] });
    assertRefused(await command({ cmd: "customer_query", alt_id: "shared", call_reason: "S" }), 10685);
  });

  it("belong to a secondary name alone", async () => {
    const { acct_id } = await add(command);
    const { cust_name_id } = await add(command, { acct_id, alt_id_array: [alternate("OUT", "secondary")] });
    assert.equal("alt_id_array" in (await look(command, acct_id)).customer, false);
    const { customer } = await look(command, acct_id, { cust_name_id });
    assert.deepEqual(customer.alt_id_array, [alternate("OUT", "secondary")]);
  });
});
