import { before, describe, it } from "node:test";
import { createApiKey } from "../../../src/core/organisations/set-up.ts";
import { testApp } from "../../support/app.ts";
import { assertFault, assertRefused, directoryCatchesUp, freshEmail, sandboxOrgId, succeeded, unchanged } from "./support.ts";

const { command, parts } = await testApp();
const path = (product: string, dsn = "apigee") => `/${product}/ticketing_services.aspx?dsn=${dsn}`;
const starter = { headers: { apikey: "willcall-sandbox-starter" }, path: path("sth-customer") };
const update = { cmd: "customer_update", call_reason: "S", customer: { acct_id: 6, name_last: "Changed" } };

describe("the starter key", () => {
  for (const product of ["sth-inventory", "sth-hold", "sth-buy", "archticsservices"])
    it(`does not hold ${product}: 401`, async () => {
      assertFault(await command({ cmd: "ping" }, { ...starter, path: path(product) }), 401);
    });

  it("may not add a customer: 401", async () => {
    const customer = { name_last: "Nobody", email: freshEmail() };
    assertFault(await command({ cmd: "customer_add", customer, pin: "1" }, starter), 401);
    assertRefused(await command({ cmd: "customer_query", email: customer.email, call_reason: "S" }), 5024);
  });

  it("may not update a customer, however the command is written: 401", async () => {
    await unchanged(command, 6, async () => {
      for (const cmd of ["customer_update", "Customer_Update", "CUSTOMER_UPDATE  "])
        assertFault(await command({ ...update, cmd }, starter), 401);
    });
  });

  it("changes nothing with a command in additional_params", async () => {
    await unchanged(command, 6, () =>
      command({ ...update, cmd: "ping", additional_params: { cmd: "customer_update" } }, starter),
    );
  });

  it("may call ping and customer_query, in any case", async () => {
    succeeded(await command({ cmd: "PING" }, starter));
    succeeded(await command({ cmd: "Customer_Query", acct_id: 6, call_reason: "S" }, starter));
  });
});

describe("a key that is narrowed to DSNs and commands", () => {
  const key = { orgId: sandboxOrgId, protocol: "archtics" as const, products: ["sth-buy"] };
  before(async () => {
    await createApiKey(parts.core, { ...key, label: "one DSN", key: "one-dsn", names: ["sandbox"] });
    await createApiKey(parts.core, { ...key, label: "one command", key: "one-command", commands: ["customer_update"] });
    await directoryCatchesUp();
  });

  it("does not hold the organisation's other DSNs: 401", async () => {
    assertFault(await command({ cmd: "ping" }, { headers: { apikey: "one-dsn" } }), 401);
  });

  it("does not hold them when only the JSON names its own: 401", async () => {
    assertFault(await command({ cmd: "ping", dsn: "sandbox" }, { headers: { apikey: "one-dsn" } }), 401);
  });

  it("does not hold other commands: 401", async () => {
    for (const cmd of ["ping", "customer_query", "customer_add"])
      assertFault(await command({ cmd, acct_id: 6, call_reason: "S" }, { headers: { apikey: "one-command" } }), 401);
  });

  it("holds its DSN", async () => {
    const to = { headers: { apikey: "one-dsn" }, path: path("sth-buy", "SANDBOX") };
    succeeded(await command({ cmd: "ping", dsn: "Sandbox" }, to));
  });

  it("holds its command", async () => {
    succeeded(await command(update, { headers: { apikey: "one-command" } }));
  });
});
