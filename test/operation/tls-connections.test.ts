import assert from "node:assert/strict";
import { once } from "node:events";
import { Agent } from "node:https";
import { connect, type Socket } from "node:net";
import { after, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { connect as connectTls } from "node:tls";
import { testApp } from "../support/app.ts";
import { testDatabase } from "../support/database.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { freePort, keyed, tlsCommand, tlsFolder, tlsUrl } from "../support/tls.ts";

const target = await testDatabase();

const start = async (env: Record<string, string> = {}): Promise<TestServer> =>
  startServer({ target, env: { DATA_DIR: tlsFolder(), TLS_PORT: await freePort(), ...env } });

/** A connection of each kind, on which nothing has been sent. */
async function open(server: TestServer): Promise<{ http: Socket; https: Socket }> {
  const [plain, secure] = [new URL(server.url), new URL(tlsUrl(server))];
  const http = connect(Number(plain.port), plain.hostname);
  const https = connectTls({ port: Number(secure.port), host: secure.hostname, rejectUnauthorized: false });
  for (const socket of [http, https]) {
    socket.on("error", () => {});
    after(() => socket.destroy());
  }
  await Promise.all([once(http, "connect"), once(https, "secureConnect")]);
  return { http, https };
}

/** What came before the end of a connection, and how long that took. */
async function ended(socket: Socket): Promise<{ text: string; ms: number }> {
  const began = Date.now();
  let text = "";
  socket.setEncoding("utf8").on("data", (part: string) => (text += part));
  await once(socket, "close");
  return { text, ms: Date.now() - began };
}

describe("slow and many callers", () => {
  it("are cut off when they don't bring a request's head in time: 408", async () => {
    const server = await start();
    const sockets = Object.values(await open(server));
    // A byte now and then does not help.
    const drip = setInterval(() => sockets.filter(({ writable }) => writable).map((socket) => socket.write("x")), 1_000);
    after(() => clearInterval(drip));
    for (const socket of sockets) socket.write("POST / HTTP/1.1\r\nhost: localhost\r\nx-slow: ");
    const all = await Promise.all(sockets.map(ended));
    clearInterval(drip);
    for (const { text, ms } of all) {
      assert.match(text, /^HTTP\/1\.1 408 /);
      assert.ok(ms > 15_000 && ms < 45_000, `${ms} ms`);
    }
    assert.equal((await tlsCommand(tlsUrl(server), keyed)).status, 200);
    await server.stop();
  });

  it("are closed beyond MAX_CONNECTIONS, and served again when there is room", async () => {
    const server = await start({ MAX_CONNECTIONS: "2" });
    const first = await open(server);
    await open(server);
    const url = tlsUrl(server);
    await assert.rejects(tlsCommand(url, keyed));
    await assert.rejects(fetch(new URL("/healthz", server.url)));
    first.http.destroy();
    first.https.destroy();
    await sleep(200);
    assert.equal((await tlsCommand(url, keyed)).status, 200);
    assert.equal((await fetch(new URL("/healthz", server.url))).status, 200);
    await server.stop();
  });

  it("are closed by full workers too, which don't pass them on to each other without end", async () => {
    const server = await start({ MAX_CONNECTIONS: "1", WORKERS: "2" });
    const { port } = new URL(server.url);
    let open = 0;
    for (let i = 0; i < 8; i++) {
      const socket = connect(Number(port), "127.0.0.1", () => open++);
      socket.on("error", () => {}).on("close", () => open--);
      socket.resume();
      after(() => socket.destroy());
    }
    await sleep(1_000);
    assert.ok(open >= 1 && open <= 2, String(open));
    assert.equal(await server.stop(), 0);
  });

  it("are refused with so many headers that some would be left out: 431", async () => {
    const { app } = await testApp();
    const headers = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`x-${i}`, "1"]));
    assert.equal((await app.inject({ url: "/healthz", headers })).statusCode, 431);
    const server = await start();
    assert.equal((await fetch(new URL("/healthz", server.url), { headers })).status, 431);
    await server.stop();
  });
});

describe("SIGTERM with HTTPS", () => {
  for (const WORKERS of ["1", "2"])
    it(`answers what was accepted, and waits for nobody who has sent nothing: ${WORKERS} worker(s)`, async () => {
      // A machine that is busy with other tests is no reason for 202 or 503 here.
      const server = await start({ WORKERS, POLL_AFTER_MS: "30000", OVERLOAD_LAG_MS: "60000" });
      const url = tlsUrl(server);
      await open(server);
      const half = await open(server);
      for (const socket of Object.values(half)) socket.write("POST / HTTP/1.1\r\nhost:");
      const kept = new Agent({ keepAlive: true, maxSockets: 4, rejectUnauthorized: false });
      after(() => kept.destroy());
      await Promise.all([1, 2, 3, 4].map(() => tlsCommand(url, { ...keyed, agent: kept })));
      const calls = Array.from({ length: 12 }, (_, i) => {
        const customer = { name_last: "Last", email: `tls-stop${WORKERS}-${i}@example.com` };
        return tlsCommand(url, { ...keyed, agent: kept, values: { cmd: "customer_add", pin: "1", customer } });
      });
      await calls[0];
      const began = Date.now();
      const [status, ...outcomes] = await Promise.all([server.stop(), ...calls.map(outcomeOf)]);
      assert.equal(status, 0);
      assert.ok(Date.now() - began < 10_000, `${Date.now() - began} ms`);
      assert.deepEqual(
        outcomes.filter((one) => one !== "done" && one !== "refused"),
        [],
      );
      await assert.rejects(tlsCommand(url, keyed));
    });
});

async function outcomeOf(call: ReturnType<typeof tlsCommand>): Promise<string> {
  try {
    const { answer, text } = await call;
    return answer?.result === 0 ? "done" : text;
  } catch (error) {
    // Refused outright: the port or the kept connection was closed before the call went out.
    return /ECONNREFUSED|ECONNRESET|socket hang up/.test(`${(error as NodeJS.ErrnoException).code} ${error}`)
      ? "refused"
      : String(error);
  }
}
