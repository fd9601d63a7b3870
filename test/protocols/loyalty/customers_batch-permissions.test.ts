import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { sandboxOrgId } from "../archtics/support.ts";
import { addUser } from "./organisations.ts";
import { call, customerOf, refused, succeeded, type Values } from "./support.ts";

const test = await testApp();
const data = { delimiter: "pipe", profile_header_1: "code", profile_header_2: "city", profile_header_3: "card_number" };
const send = (lines: string[], who: Values) => call(test, "customers_batch", { ...data, Customers_Data: lines.join("\n") }, who);
const without = async (name: string, ...suppressed: string[]): Promise<Values> => ({
  ...(await addUser(test, sandboxOrgId, name, "administrator", { suppressed })),
});

describe("customers_batch, of a user from whom a permission was taken", () => {
  it("to import: refuses all of it", async () =>
    refused(await send(["p-1|Here|"], await without("no-imports", "import-customers")), /import_customers/));

  it("to edit customers: refuses the lines", async () => {
    const { batch } = succeeded(await send(["p-2|Here|"], await without("no-edits", "edit-customer-info")));
    assert.deepEqual([batch.status, batch.customers], ["error", "0"]);
    assert.match(batch.errors[0].error, /^user_id: .*edit_customer_info/);
    assert.equal(await customerOf(test, "p-2"), undefined);
  });

  it("to change card numbers: refuses the lines that do, and does the others", async () => {
    succeeded(await call(test, "record_customer", { customer_action: "new", code: "p-3", card_number: "p-3-card" }));
    const who = await without("no-cards", "edit-customer-card-number");
    const { batch } = succeeded(await send(["p-3|Here|p-3-other", "p-3|There|p-3-card"], who));
    assert.deepEqual(
      [batch.status, batch.customers, batch.errors.map((one: { line: string }) => one.line)],
      ["partial", "1", ["1"]],
    );
    const { city, card_number } = (await customerOf(test, "p-3"))!;
    assert.deepEqual([city, card_number], ["There", "p-3-card"]);
  });
});
