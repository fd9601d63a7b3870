import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { connect } from "../../src/platform/database/connection.ts";
import { findOwner } from "../../src/platform/database/embedded/owner.ts";
import { atsHeader } from "../support/app.ts";
import { rounds } from "../support/counts.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { emailsLike } from "./queries.ts";

const dataDir = mkdtempSync(join(tmpdir(), "willcall-poll-"));
chmodSync(dataDir, 0o755);
after(() => rmSync(dataDir, { recursive: true, force: true }));

let server: TestServer;
/** Resolves when a server is there again. */
let back: Promise<unknown> = Promise.resolve();
// Nearly every call is answered 202 first.
const start = async (): Promise<void> => {
  server = await startServer({ dataDir, env: { WORKERS: "2", POLL_AFTER_MS: "1" } });
};

const tallies = { polled: 0, taken: 0, lostFirst: 0 };

/** Two commands a body, so that a death may come between them. */
const bodyOf = (email: string): string => {
  const add = (name: string) => ({
    cmd: "customer_add",
    uid: "user99",
    dsn: "apigee",
    pin: "1",
    customer: { name_last: "Polled", email: `${name}-${email}` },
  });
  return JSON.stringify({ header: atsHeader, command1: add("one"), command2: add("two") });
};

async function post(body: string, cookies: string): Promise<Response | undefined> {
  await back;
  try {
    return await fetch(new URL("/sth-buy/ticketing_services.aspx?dsn=apigee", server.url), {
      method: "POST",
      body,
      headers: { apikey: "willcall-sandbox", ...(cookies && { cookie: cookies }) },
      signal: AbortSignal.timeout(20_000),
    });
  } catch {
    return undefined;
  }
}

/** Sends a call and polls until its answer is there, whatever happens to the server. */
async function call(email: string): Promise<void> {
  const body = bodyOf(email);
  let cookies = "";
  for (;;) {
    const response = await post(body, cookies);
    if (response?.status === 202 && !cookies) {
      cookies = response.headers
        .getSetCookie()
        .map((one) => one.split(";")[0])
        .join("; ");
      tallies.polled++;
    }
    if (response?.status === 200) {
      const text = await response.text();
      const { command1, command2 } = JSON.parse(text);
      if (cookies) {
        // A part that was done twice would find its own e-mail on file.
        assert.deepEqual([command1.result, command2.result], [0, 0], text);
        const again = await post(body, cookies);
        if (again?.status === 200) assert.equal(await again.text(), text, "a token gives its one answer");
      } else for (const one of [command1, command2]) assert.ok([0, 11408].includes(one.result), text);
      return;
    }
    if (!response && !cookies) tallies.lostFirst++;
    await pause(response?.status === 202 ? 30 : 100);
  }
}

function postmasterPid(): number | undefined {
  const file = join(dataDir, "postgres", "postmaster.pid");
  return existsSync(file) ? Number(readFileSync(file, "utf8").split("\n")[0]) : undefined;
}

describe("polled calls through SIGKILLs of server and database", () => {
  it("are done once, and each token gives its one answer", async () => {
    await start();
    const wanted = rounds(500);
    let next = 0;
    let over = false;
    const killing = (async () => {
      for (let round = 0; !over; round++) {
        await pause(500 + Math.random() * 1_500);
        if (over) return;
        const pid = postmasterPid();
        if (round % 3 !== 0 && pid) process.kill(pid, "SIGKILL");
        if (round % 3 !== 1) back = server.kill().then(start);
        await back;
      }
    })();
    const lane = async (): Promise<void> => {
      while (next < wanted) await call(`${next++}@example.com`);
    };
    try {
      await Promise.all(Array.from({ length: 10 }, lane));
    } finally {
      // What a lane found is told; without an end the killing would go on for ever.
      over = true;
      await killing;
    }
    assert.ok(tallies.polled > wanted / 4, `only ${tallies.polled} calls were polled`);
    const owner = await findOwner(dataDir);
    const database = await connect({ url: owner!.databaseUrl! }, "test");
    for (const name of ["one", "two"]) {
      const { rows } = await database.query(emailsLike, [`${name}-%`]);
      assert.equal(rows.length, wanted);
      assert.ok(rows.every((row) => row.count === 1));
    }
    await database.end();
    assert.equal(await server.stop(), 0);
  });
});
