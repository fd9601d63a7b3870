import assert from "node:assert/strict";
import { connect as connectSocket, createServer, type Socket } from "node:net";
import { after, describe, it } from "node:test";
import { buildApp } from "../../../src/app.ts";
import { createParts } from "../../../src/parts.ts";
import { type AtsAnswer, atsHeader } from "../../support/app.ts";
import { testConfig } from "../../support/config.ts";
import { testDatabase } from "../../support/database.ts";
import { assertFault, assertRefused, freshEmail, look, succeeded, type Values } from "./support.ts";

/** A way to the database that the test can cut, and open again. */
const target = await testDatabase();
const url = "url" in target ? new URL(target.url) : undefined;
const sockets = new Set<Socket>();
let open = true;
const relay = createServer((near) => {
  if (!open) return near.destroy();
  const port = "url" in target ? Number(url!.port || 5432) : target.port;
  const host = "url" in target ? url!.hostname : target.host;
  const far = host.startsWith("/") ? connectSocket(`${host}/.s.PGSQL.${port}`) : connectSocket(port, host);
  for (const [one, other] of [
    [near, far],
    [far, near],
  ] as const) {
    sockets.add(one);
    one.on("error", () => other.destroy());
    one.on("close", () => other.destroy());
    one.pipe(other);
  }
});
await new Promise<void>((done) => relay.listen(0, "127.0.0.1", done));
const { port } = relay.address() as { port: number };
const through = url ? { url: Object.assign(new URL(url), { hostname: "127.0.0.1", port: String(port) }).href } : target;
const parts = createParts(testConfig.config(), "url" in through ? through : { ...through, host: "127.0.0.1", port });
const app = buildApp(parts);
after(async () => {
  await app.close();
  await parts.close();
  for (const socket of sockets) socket.destroy();
  relay.close();
});

async function send(values: Values): Promise<AtsAnswer> {
  const payload = JSON.stringify({ header: atsHeader, command1: { uid: "user99", dsn: "apigee", ...values } });
  const at = "/sth-buy/ticketing_services.aspx?dsn=apigee";
  const response = await app.inject({ method: "POST", url: at, headers: { apikey: "willcall-sandbox" }, payload });
  const json = JSON.parse(response.payload);
  const { statusCode: status, headers, payload: text } = response;
  return { status, headers, text, json, answer: json.command1 };
}

describe("an outage of the database while the server runs", () => {
  const email = freshEmail();

  it("is 503 to a read, to a write and to a read again, and over when it is over", async () => {
    const before = await look(send, 6);
    open = false;
    for (const socket of sockets) socket.destroy();
    assertFault(await send({ cmd: "customer_query", acct_id: 6, call_reason: "S" }), 503);
    assertFault(await send({ cmd: "customer_add", customer: { name_last: "Outage", email }, pin: "1" }), 503);
    assertFault(await send({ cmd: "customer_update", call_reason: "S", customer: { acct_id: 6, name_last: "Outage" } }), 503);
    assertFault(await send({ cmd: "customer_query", acct_id: 6, pin: "712554" }), 503);
    open = true;
    assert.deepEqual(await look(send, 6), before);
    assertRefused(await send({ cmd: "customer_query", email, call_reason: "S" }), 5024);
    succeeded(await send({ cmd: "customer_add", customer: { name_last: "Outage", email }, pin: "1" }));
  });
});
