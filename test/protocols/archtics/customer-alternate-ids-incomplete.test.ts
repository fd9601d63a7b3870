import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { add, assertRefused, freshEmail, succeeded, unchanged, update, type Values } from "./support.ts";

const { command } = await testApp();
const whole = { alt_id_type: "OUT", alt_id: "whole" };

/** An element of alt_id_array that lacks something, and what it lacks. */
const incomplete: [Values, string][] = [
  [{ alt_id_type: "OUT" }, "alt_id"],
  [{ alt_id_type: "OUT", alt_id: "  " }, "alt_id"],
  [{ alt_id_type: "OUT", alt_id: null }, "alt_id"],
  [{ alt_id: "1" }, "alt_id_type"],
  [{ alt_id: "1", alt_id_type: "" }, "alt_id_type"],
  [{}, "alt_id_type"],
];

describe("an alternate id that lacks its type or itself", () => {
  for (const [element, field] of incomplete) {
    const named = `alt_id_array\\[1\\]\\.${field}`;

    it(`is a missing field to customer_add: 5011 (${JSON.stringify(element)})`, async () => {
      const customer = { name_last: "Alt", email: freshEmail(), alt_id_array: [whole, element] };
      const send = (values: Values) => command({ cmd: "customer_add", pin: "1234", customer: values });
      assertRefused(await send(customer), 5011, named);
      succeeded(await send({ ...customer, alt_id_array: [] }));
    });

    it(`is a missing field to customer_update: 5031 (${JSON.stringify(element)})`, async () => {
      const { acct_id } = await add(command);
      await unchanged(command, acct_id, async () => {
        assertRefused(await update(command, acct_id, { alt_id_array: [whole, element] }), 5031, named);
        const deleted = { ...element, alt_id_action: "D" };
        assertRefused(await update(command, acct_id, { alt_id_array: [whole, deleted] }), 5031, named);
      });
    });
  }

  it("leaves the ones before it out too", async () => {
    const { answer } = await command({ cmd: "customer_query", alt_id: "whole", call_reason: "S" });
    assert.equal(answer.result, 10684);
  });
});
