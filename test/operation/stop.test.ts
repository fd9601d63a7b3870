import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { after, describe, it } from "node:test";
import { atsClient } from "../support/ats-client.ts";
import { testDatabase } from "../support/database.ts";
import { startServer } from "../support/server.ts";

/** Requests being worked on. */
async function active(url: string): Promise<number> {
  const text = await (await fetch(new URL("/metrics", url))).text();
  return Number(/^willcall_requests_active (\d+)/m.exec(text)?.[1] ?? 0);
}

describe("SIGTERM", () => {
  for (const workers of ["1", "2"]) {
    it(`under load finishes what was accepted, then stops with 0: ${workers} worker(s)`, async () => {
      const server = await startServer({ target: await testDatabase(), env: { WORKERS: workers } });
      const client = atsClient(server.url, 40);
      after(() => client.close());
      const outcomes: string[] = [];
      const call = async (i: number): Promise<void> => {
        try {
          const { result } = await client.command({
            cmd: "customer_add",
            pin: "1",
            customer: { name_last: "Last", email: `stop${i}@example.com` },
          });
          outcomes.push(result === 0 ? "done" : `result ${result}`);
        } catch (error) {
          // Refused outright: the port is closed, or a kept connection was closed before the call went out, or the server says 503.
          const refused = /ECONNREFUSED|ECONNRESET|socket hang up|HTTP 503/.test(
            String((error as NodeJS.ErrnoException).code ?? error) + String(error),
          );
          outcomes.push(refused ? "refused" : String(error));
        }
      };
      const calls: Promise<void>[] = [];
      for (let i = 0; i < 40; i++) calls.push(call(i));
      // Some are done and the others under way when the signal comes.
      while (outcomes.length === 0 && (await active(server.url)) <= 5);
      const status = await server.stop();
      await Promise.all(calls);
      assert.equal(status, 0);
      assert.deepEqual(
        outcomes.filter((one) => one !== "done"),
        [],
        "every call that was accepted is answered",
      );
      await assert.rejects(fetch(new URL("/healthz", server.url)));
    });
  }

  it("to the whole group, as a service manager sends it, ends every process with 0", async () => {
    const server = await startServer({ target: await testDatabase(), env: { WORKERS: "2" } });
    process.kill(-server.process.pid!, "SIGTERM");
    const [status] = await once(server.process, "exit");
    assert.equal(status, 0, server.output());
    assert.doesNotMatch(server.output(), /Error/);
  });

  for (const workers of ["1", "2"]) {
    it(`does not wait for ever for a request that never ends, and says 1: ${workers} worker(s)`, async () => {
      const server = await startServer({ target: await testDatabase(), env: { WORKERS: workers, SHUTDOWN_SECONDS: "1" } });
      const { hostname, port } = new URL(server.url);
      const socket = connect(Number(port), hostname);
      after(() => socket.destroy());
      socket.on("error", () => {});
      const head =
        "POST /sth-buy/ticketing_services.aspx?dsn=apigee HTTP/1.1\r\nhost: x\r\napikey: willcall-sandbox\r\ncontent-length: 100\r\n\r\n{";
      await new Promise<void>((resolve) => socket.write(head, () => resolve()));
      while ((await active(server.url)) < 2);
      assert.equal(await server.stop(), 1);
    });
  }
});
