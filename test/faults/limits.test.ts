// A process of its own: it breaks what it runs on, for a long time.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { atsHeader } from "../support/app.ts";
import { testDatabase } from "../support/database.ts";
import { startServer } from "../support/server.ts";

const path = "/sth-customer/ticketing_services.aspx?dsn=apigee";
const body = JSON.stringify({ header: atsHeader, command1: { uid: "user99", dsn: "apigee", cmd: "ping" } });

/** Calls so often, some at once, on the servers in turn; gives how many passed. All others must be told 429. */
async function passed(urls: readonly string[], calls: number): Promise<number> {
  let through = 0;
  for (let begun = 0; begun < calls; begun += 20) {
    const some = Array.from({ length: Math.min(20, calls - begun) }, async (_, i) => {
      // A connection for each, so that the workers take turns.
      const headers = { apikey: "willcall-sandbox-starter", connection: "close" };
      const response = await fetch(new URL(path, urls[i % urls.length]), { method: "POST", body, headers });
      await response.text();
      if (response.status === 200) through++;
      else {
        assert.equal(response.status, 429);
        const wait = Number(response.headers.get("retry-after"));
        assert.ok(Number.isInteger(wait) && wait >= 1 && wait <= 60, String(wait));
      }
    });
    await Promise.all(some);
  }
  return through;
}

describe("a limit of 80 calls a minute", () => {
  it("is one limit over two workers, and over a death of the server", async () => {
    const target = await testDatabase();
    const server = await startServer({ target, env: { WORKERS: "2" } });
    assert.equal(await passed([server.url], 50), 50);
    await server.kill();
    const next = await startServer({ target, env: { WORKERS: "2" } });
    assert.equal(await passed([next.url], 60), 30);
  });

  it("is one limit over two servers on one database", async () => {
    const target = await testDatabase();
    const servers = await Promise.all([startServer({ target }), startServer({ target })]);
    assert.equal(
      await passed(
        servers.map(({ url }) => url),
        120,
      ),
      80,
    );
  });
});
