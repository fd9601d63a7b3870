// A process of its own: it breaks what it runs on, for a long time.
import assert from "node:assert/strict";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { after, describe, it } from "node:test";
import fc from "fast-check";
import { rounds } from "../support/counts.ts";
import { testDatabase } from "../support/database.ts";
import { startServer } from "../support/server.ts";
import { body, headers, method, path } from "./fuzz-values.ts";

const server = await startServer({ target: await testDatabase() });
const agent = new Agent({ keepAlive: true, maxSockets: 16 });
after(() => agent.destroy());

/** What an answer must never hold: our code's places, the database's words. */
const leaks =
  /\.(ts|js|mjs):\d+|node_modules|\n\s+at |pg_catalog|relation "|syntax error|duplicate key|violates|invalid byte sequence|INSERT INTO|UPDATE \w+ SET|SELECT .* FROM/;

interface Sent {
  readonly path: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

function send(one: Sent): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      new URL(server.url),
      { agent, path: one.path, method: one.method, headers: one.headers, timeout: 20_000 },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part: string) => (text += part));
        response.on("end", () => resolve({ status: response.statusCode!, text }));
      },
    );
    // The server may close a kept connection just as it is used again; then nothing was answered, and a client sends anew.
    sent.on("error", (error: NodeJS.ErrnoException) =>
      sent.reusedSocket && error.code === "ECONNRESET" ? resolve(send(one)) : reject(error),
    );
    sent.on("timeout", () => sent.destroy(new Error("no answer within 20 s")));
    sent.end(one.body);
  });
}

function judge(status: number, text: string): void {
  assert.ok(status < 500 || status === 503, `status ${status}: ${text.slice(0, 300)}`);
  assert.doesNotMatch(text, leaks);
  assert.doesNotMatch(text, /"result":9998/);
}

async function isUp(): Promise<void> {
  assert.equal(server.process.exitCode, null, server.output());
  assert.equal((await fetch(new URL("/healthz", server.url))).status, 200);
}

/** Requests as bytes, that no HTTP library would send. */
const crafted: readonly string[] = [
  "GET\r\n\r\n",
  "POST /sth-buy/ticketing_services.aspx?dsn=apigee HTTP/1.1\r\nhost: x\r\napikey: willcall-sandbox\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n{}{}{}",
  "POST /sth-buy/ticketing_services.aspx?dsn=apigee HTTP/1.1\r\nhost: x\r\napikey: willcall-sandbox\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
  "POST /sth-buy/ticketing_services.aspx?dsn=apigee HTTP/1.1\r\nhost: x\r\napikey: willcall-sandbox\r\ntransfer-encoding: chunked\r\n\r\nZZ\r\n",
  "POST /sth-buy/ticketing_services.aspx?dsn=apigee HTTP/1.1\r\nhost: x\r\napikey: willcall-sandbox\r\ncontent-length: -1\r\n\r\n",
  "POST /sth-buy/ticketing_services.aspx?dsn=apigee HTTP/1.1\r\nhost: x\r\napikey: willcall-sandbox\r\ncontent-length: 99999999999\r\n\r\n{}",
  "POST http://other.example/sth-buy/ticketing_services.aspx?dsn=apigee HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{}",
  "POST /sth-buy/ticketing_services.aspx\0?dsn=apigee HTTP/1.1\r\nhost: x\r\n\r\n",
  "POST /\xff\xfe HTTP/1.1\r\nhost: x\r\n\r\n",
  `POST /${"a".repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`,
  `POST / HTTP/1.1\r\n${"x: y\r\n".repeat(5_000)}\r\n`,
  "POST / HTTP/9.9\r\nhost: x\r\n\r\n",
  "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
  "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  "OPTIONS * HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
];

describe("whatever is sent", () => {
  it("never makes the server fail, leak or stop: bodies, headers and paths", async () => {
    const lanes = 8;
    const property = fc.asyncProperty(
      fc.array(fc.record({ path, method, headers, body }), { minLength: lanes, maxLength: lanes }),
      async (requests) => {
        for (const { status, text } of await Promise.all(requests.map(send))) judge(status, text);
      },
    );
    await fc.assert(property, { numRuns: rounds(20_000) / lanes, endOnFailure: true });
    await isUp();
  });

  it("never makes it fail: bytes that are no HTTP", async () => {
    const { hostname, port } = new URL(server.url);
    for (const bytes of crafted) {
      const text = await new Promise<string>((resolve, reject) => {
        let answer = "";
        const socket = connect(Number(port), hostname, () => {
          socket.write(Buffer.from(bytes, "latin1"));
          // A request that waits for the rest of its body is given up by the client.
          socket.setTimeout(500, () => socket.destroy());
        });
        socket.on("data", (data) => (answer += data));
        socket.on("error", (error: NodeJS.ErrnoException) =>
          error.code === "ECONNRESET" || error.code === "EPIPE" ? resolve(answer) : reject(error),
        );
        socket.on("close", () => resolve(answer));
      });
      const status = /^HTTP\/1\.1 (\d+)/.exec(text)?.[1];
      if (status) judge(Number(status), text);
    }
    await isUp();
  });
});
