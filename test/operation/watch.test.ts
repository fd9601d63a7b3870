import assert from "node:assert/strict";
import { connect } from "node:net";
import { after, describe, it } from "node:test";
import { testApp } from "../support/app.ts";
import { atsClient } from "../support/ats-client.ts";
import { testDatabase } from "../support/database.ts";
import { startServer } from "../support/server.ts";

describe("the addresses for operators", () => {
  it("keep the metrics from everyone but loopback, or the bearer of a token", async () => {
    const { app } = await testApp();
    const get = (headers: Record<string, string>, remoteAddress: string) =>
      app.inject({ url: "/metrics", headers, remoteAddress });
    assert.equal((await get({}, "10.0.0.1")).statusCode, 403);
    assert.equal((await get({ "x-forwarded-for": "10.0.0.1" }, "127.0.0.1")).statusCode, 403);
    assert.equal((await get({}, "127.0.0.1")).statusCode, 200);
    const guarded = await testApp({ config: { metricsToken: "t0ken" } });
    assert.equal((await guarded.app.inject({ url: "/metrics" })).statusCode, 403);
    assert.equal((await guarded.app.inject({ url: "/metrics", headers: { authorization: "Bearer wrong" } })).statusCode, 403);
    assert.equal((await guarded.app.inject({ url: "/metrics", headers: { authorization: "Bearer t0ken" } })).statusCode, 200);
  });

  it("tell that calls are served and that the database answers", async () => {
    const { app, parts } = await testApp();
    assert.equal((await app.inject("/healthz")).statusCode, 200);
    assert.equal((await app.inject("/readyz")).statusCode, 200);
    parts.setStopping();
    assert.equal((await app.inject("/readyz")).statusCode, 503);
    assert.equal((await app.inject("/nothing")).statusCode, 404);
  });

  it("count no request that its caller has left", async () => {
    const server = await startServer({ target: await testDatabase() });
    const { hostname, port } = new URL(server.url);
    const head =
      "POST /sth-buy/ticketing_services.aspx?dsn=apigee HTTP/1.1\r\nhost: x\r\napikey: willcall-sandbox\r\ncontent-length: 100\r\n\r\n{";
    const figures = async () => (await fetch(new URL("/metrics", server.url))).text();
    for (let i = 0; i < 5; i++) {
      const socket = connect(Number(port), hostname);
      await new Promise<void>((resolve) => socket.write(head, () => resolve()));
      while (!/willcall_requests_active 2\n/.test(await figures()));
      socket.destroy();
      while (!/willcall_requests_active 1\n/.test(await figures()));
    }
    assert.match(await figures(), /willcall_requests_total\{status="499"\} 5\n/);
  });

  it("count calls over all workers, by command and result", async () => {
    const server = await startServer({ target: await testDatabase(), env: { WORKERS: "2" } });
    const client = atsClient(server.url, 8);
    after(() => client.close());
    await Promise.all(Array.from({ length: 40 }, () => client.command({ cmd: "ping" })));
    await client.command({ cmd: "customer_query", acct_id: 999_999, call_reason: "S" });
    const text = await (await fetch(new URL("/metrics", server.url))).text();
    assert.match(text, /willcall_call_seconds_count\{protocol="archtics",call="ping",outcome="0"\} 40\n/);
    assert.match(text, /willcall_call_seconds_count\{protocol="archtics",call="customer_query",outcome="5024"\} 1\n/);
  });
});

describe("the log", () => {
  it("has a line per request with its id, and neither secrets nor personal data", async () => {
    const server = await startServer({ target: await testDatabase(), env: { LOG_LEVEL: "trace" } });
    const body = (command: object) => ({
      method: "POST",
      body: JSON.stringify({ command1: { uid: "user99", dsn: "apigee", ...command } }),
    });
    const address = new URL("/sth-buy/ticketing_services.aspx?dsn=apigee&apikey=willcall-sandbox", server.url);
    const customer = {
      name_last: "Confidential",
      email: "private@example.com",
      phone_day: "7035551234",
      street_addr_1: "1 Secret Street",
    };
    const answer = await fetch(address, body({ cmd: "customer_add", pin: "SecretPin77", customer }));
    await fetch(address, body({ cmd: "customer_query", email: "private@example.com", pin: "SecretPin77" }));
    await fetch(address, body({ cmd: "customer_query", acct_id: 6, pin: "WrongPin88" }));
    await fetch(address, body({ cmd: "ping", uid: "clerk01", pwd: "WrongPassword99" }));
    await fetch(address, body({ cmd: "customer_add", pin: "SecretPin77", customer }));
    await server.stop();
    const said = server.output();
    const id = answer.headers.get("x-request-id")!;
    const line = said.split("\n").find((one) => one.includes(`"requestId":"${id}"`) && one.includes('"msg":"request"'));
    assert.ok(line, said);
    assert.deepEqual(
      [JSON.parse(line).method, JSON.parse(line).status, JSON.parse(line).path],
      ["POST", 200, "/sth-buy/ticketing_services.aspx"],
    );
    const log = said
      .split("\n")
      .filter((one) => one.startsWith("{"))
      .join("\n");
    for (const word of [
      "SecretPin77",
      "WrongPin88",
      "WrongPassword99",
      "Confidential",
      "private@example.com",
      "7035551234",
      "Secret Street",
      "willcall-sandbox",
      "argon2",
    ])
      assert.ok(!log.includes(word), `the log has ${word}`);
  });
});
