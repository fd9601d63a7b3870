import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { assertFault, assertRefused, look, secondOrganisation, succeeded, unchanged } from "./support.ts";

const test = await testApp();
const rival = await secondOrganisation(test);
const at = (dsn: string) => `/sth-buy/ticketing_services.aspx?dsn=${dsn}`;
const update = { cmd: "customer_update", call_reason: "S", customer: { acct_id: 6, name_last: "Changed" } };

describe("two organisations on one server", () => {
  it("refuse each the other's key: 401", async () => {
    const sandbox = { headers: { apikey: "willcall-sandbox" }, path: at("rival") };
    assertFault(await test.command({ cmd: "ping", dsn: "rival", uid: "rival99" }, sandbox), 401);
    const foreign = { headers: { apikey: "rival-key" }, path: at("apigee") };
    assertFault(await test.command({ cmd: "ping" }, foreign), 401);
    await unchanged(test.command, 6, async () => assertFault(await test.command(update, foreign), 401));
  });

  it("refuse a JSON that names the other's dsn: 401", async () => {
    await unchanged(test.command, 6, async () => {
      const own = { headers: { apikey: "rival-key" }, path: at("rival") };
      assertFault(await test.command({ ...update, uid: "rival99" }, own), 401);
    });
  });

  it("do not know each the other's users", async () => {
    for (const uid of ["user99", "user01", "clerk01"]) {
      const answer = await rival.send({ cmd: "ping", uid });
      assertRefused(answer, 5010);
      assert.equal(answer.answer.sql_code, -140);
    }
    assertRefused(await rival.send({ cmd: "ping", uid: "clerk01", pwd: "clerk01-pwd" }), 5010);
    assertRefused(await test.command({ cmd: "ping", uid: "rival99" }), 5010);
  });

  it("serve each with its own key", async () => {
    succeeded(await rival.send({ cmd: "ping" }));
    succeeded(await test.command({ cmd: "ping" }));
    await look(test.command, 6);
    assertRefused(await rival.send({ cmd: "customer_query", acct_id: 6, call_reason: "S" }), 5024);
  });
});
