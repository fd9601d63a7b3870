// A process of its own: it breaks what it runs on, for a long time.
import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { connect } from "../../src/platform/database/connection.ts";
import { atsHeader } from "../support/app.ts";
import { rounds } from "../support/counts.ts";
import { recovered } from "../support/recovered.ts";
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

/** Calls that were polled from their first answer on, so that a part done twice would show. */
let polled = 0;

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

/** Sends a call and polls until its answer is there, whatever happens to the server, or until the others have given up. */
async function call(email: string, isOver: () => boolean): Promise<void> {
  const body = bodyOf(email);
  let cookies = "";
  let lost = false;
  while (!isOver()) {
    const response = await post(body, cookies);
    if (response?.status === 202 && !cookies) {
      cookies = response.headers
        .getSetCookie()
        .map((one) => one.split(";")[0])
        .join("; ");
      if (!lost) polled++;
    }
    if (response?.status === 200) {
      const text = await response.text();
      const { command1, command2 } = JSON.parse(text);
      // A part that was done twice would find its own e-mail on file, as may one whose first answer never came: that was another call.
      const once = cookies && !lost;
      for (const one of [command1, command2]) assert.ok(once ? one.result === 0 : [0, 11408].includes(one.result), text);
      if (cookies) {
        const again = await post(body, cookies);
        if (again?.status === 200) assert.equal(await again.text(), text, "a token gives its one answer");
      }
      return;
    }
    // Gone without an answer, or 503: the database was lost, perhaps between the two.
    if (!cookies) lost = true;
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
      while (next < wanted && !over) await call(`${next++}@example.com`, () => over);
    };
    const failed = (error: unknown): never => {
      over = true;
      throw error;
    };
    try {
      await Promise.all(Array.from({ length: 10 }, () => lane().catch(failed)));
    } finally {
      // What a lane found is told; without an end the killing would go on for ever.
      over = true;
      await killing;
    }
    assert.ok(polled > wanted / 4, `only ${polled} calls were polled`);
    const database = await connect(await recovered(dataDir), "test");
    for (const name of ["one", "two"]) {
      const { rows } = await database.query(emailsLike, [`${name}-%`]);
      assert.equal(rows.length, wanted);
      assert.ok(rows.every((row) => row.count === 1));
    }
    await database.end();
    assert.equal(await server.stop(), 0);
  });
});
