import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createApiKey } from "../../../src/core/organisations/set-up.ts";
import { scopes } from "../../../src/protocols/rest/call.ts";
import { addCustomer, addDelivery, everyPage, look, succeeded, under, whatever } from "./records.ts";
import { assertProblem, sandboxApp } from "./support.ts";

const { ask, parts } = await sandboxApp();
const first = (await addCustomer(ask)).customer_id;
const second = (await addCustomer(ask)).customer_id;
const [{ account_id }] = await everyPage(ask, `/customers/${first}/accounts`);
succeeded(await ask("POST", `/accounts/${account_id}/customers`, { customer_id: second }));
const { delivery_id } = await addDelivery(ask, { customer_id: first });
await addDelivery(ask, { customer_id: second });
const visit = { type: "activity", campaign_id: 3333444455556666 };
const { transaction_id } = succeeded(await ask("POST", `/customers/${first}/transactions`, visit), 201);

/** Whose data a call under a key of its own has read, by the record of reads. */
async function readBy(...[method, path, body, headers]: Parameters<typeof ask>): Promise<number[]> {
  const made = { orgId: 1, label: "Reader", protocol: "native", products: scopes } as const;
  const { key: reader, keyId } = await createApiKey(parts.core, made);
  await under(ask, reader)(method, path, body, headers);
  await parts.reads.flush();
  const rows = (await look(ask, "/audit/reads?limit=200")).data.filter((one: { key_id: string }) => one.key_id === keyId);
  for (const { call } of rows) assert.equal(call.split(" ")[0], method);
  return rows.flatMap((one: { customer_ids: number[] }) => one.customer_ids).sort((a: number, b: number) => a - b);
}

describe("the record of reads", () => {
  for (const [method, path, whose, body] of [
    ["GET", `/customers/${first}`, [first]],
    ["PATCH", `/customers/${first}`, [first], { city: "X" }],
    ["GET", `/deliveries/${delivery_id}`, [first]],
    ["GET", `/deliveries?customer_id=${second}`, [second]],
    ["GET", "/deliveries?limit=1", [first]],
    ["PATCH", `/deliveries/${delivery_id}`, [first], { boxes: 2 }],
    ["GET", `/accounts/${account_id}`, [first, second]],
    ["GET", `/customers/${second}/accounts?limit=1`, [first, second]],
    ["PUT", `/accounts/${account_id}/lock`, [first, second]],
    ["PUT", `/customers/${first}/pin`, [], { pin: "1" }],
    ["POST", `/customers/${second}/transactions`, [second], visit],
    ["GET", `/customers/${first}/balances`, [first]],
    ["GET", `/customers/${second}/transactions`, [second]],
    ["GET", `/transactions/${transaction_id}`, [first]],
    ["GET", "/transactions?limit=1", [first]],
    ["GET", `/reports/customers?report=balances&campaign_id=${visit.campaign_id}&limit=1`, [first]],
    ["GET", "/customers/99999999", []],
  ] as const)
    it(`names those whom ${method} ${path.replaceAll(/\d{2,}/g, "N")} tells of, and nobody else`, async () =>
      assert.deepEqual(await readBy(method, path, body, whatever), whose));

  it("names those of a list, as far as it was told", async () => {
    const told = (await look(ask, "/customers?limit=3")).data.map((one: { customer_id: number }) => one.customer_id);
    assert.deepEqual(await readBy("GET", "/customers?limit=3"), told);
  });

  it("names nobody for a call that was refused", async () => {
    assert.deepEqual(await readBy("PATCH", `/customers/${first}`, { city: "Y" }, { "if-match": '"99"' }), []);
    assertProblem(await ask("PATCH", `/customers/${first}`, { city: "Y" }, { "if-match": '"99"' }), 412);
  });
});
