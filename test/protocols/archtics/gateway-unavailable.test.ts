import { after, describe, it } from "node:test";
import { buildApp } from "../../../src/app.ts";
import { createParts } from "../../../src/parts.ts";
import { type ConnectionTarget, connect } from "../../../src/platform/database/connection.ts";
import { type AtsAnswer, atsHeader, testApp } from "../../support/app.ts";
import { testConfig } from "../../support/config.ts";
import { inDatabase } from "../../support/postgres.ts";
import { dropDatabase } from "../../support/queries.ts";
import { assertFault, freshEmail, look, type Values } from "./support.ts";

const server = JSON.parse(process.env.WILLCALL_TEST_TARGET ?? "null") as ConnectionTarget;
const query = { cmd: "customer_query", acct_id: 6, call_reason: "S" };

/** What an app answers whose database should be there. */
async function ask(target: ConnectionTarget, values: Values): Promise<AtsAnswer> {
  const parts = createParts(testConfig.config(), target);
  const app = buildApp(parts);
  after(async () => {
    await app.close();
    await parts.close();
  });
  const payload = JSON.stringify({ header: atsHeader, command1: { uid: "user99", dsn: "apigee", ...values } });
  const headers = { apikey: "willcall-sandbox" };
  const { statusCode: status, ...response } = await app.inject({
    method: "POST",
    url: "/sth-buy/ticketing_services.aspx?dsn=apigee",
    headers,
    payload,
  });
  const json = JSON.parse(response.payload);
  return { status, headers: response.headers, text: response.payload, json, answer: json.command1 };
}

describe("a database that can't be reached", () => {
  it("has no server: 503", async () => assertFault(await ask({ url: "postgres://nobody@127.0.0.1:1/none" }, query), 503));
  it("is not on its server: 503", async () => assertFault(await ask(inDatabase(server, "no_such_database"), query), 503));
});

describe("a database that goes while the server runs", async () => {
  const { command, target } = await testApp();
  const name = "url" in target ? new URL(target.url).pathname.slice(1) : target.database;

  it("ends a read with 503", async () => {
    await look(command, 6);
    const client = await connect(server, "test", { pipeline: false, statement_timeout: 0, query_timeout: 0 } as never);
    await client.query(dropDatabase(String(name)));
    await client.end();
    assertFault(await command(query), 503);
  });
  it("ends a later read with 503", async () => assertFault(await command(query), 503));
  it("ends a write with 503", async () => {
    const customer = { name_last: "Nobody", email: freshEmail() };
    assertFault(await command({ cmd: "customer_add", customer, pin: "1" }), 503);
  });
});
