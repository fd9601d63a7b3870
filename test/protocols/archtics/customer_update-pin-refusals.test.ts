import { describe, it } from "node:test";
import { setPin } from "../../../src/core/customers/staff.ts";
import { testApp } from "../../support/app.ts";
import { add, assertRefused, caller, succeeded, unchanged, type Values } from "./support.ts";

const { command, parts } = await testApp();
const consumer = (acct_id: number, pin: string, more: Values = {}) =>
  command({ cmd: "customer_update", pin, customer: { acct_id, name_last: "Changed" }, ...more });

describe("customer_update refuses", () => {
  for (const pin of ["12\n34", "\0", "1234\x7f", "1234\u0085"])
    it(`a pin that holds a control character: 5038 (${JSON.stringify(pin)})`, async () => {
      const { acct_id } = await add(command);
      await unchanged(command, acct_id, async () => {
        assertRefused(await consumer(acct_id, pin), 5038, "pin");
        for (const lock_account of ["L", "U"]) assertRefused(await consumer(acct_id, pin, { lock_account }), 5038, "pin");
      });
    });

  it("a temporary PIN for anything but its own replacement: 5031", async () => {
    const { acct_id, cust_name_id } = await add(command);
    await setPin(parts.core, caller, cust_name_id, "temporary", true);
    await unchanged(command, acct_id, async () => {
      for (const more of [{}, { new_pin: "" }, { new_pin: null }])
        assertRefused(await consumer(acct_id, "temporary", more), 5031, "new_pin");
    });
    succeeded(await consumer(acct_id, "temporary", { new_pin: "5678" }));
    succeeded(await command({ cmd: "customer_query", acct_id, pin: "5678" }));
  });
});
