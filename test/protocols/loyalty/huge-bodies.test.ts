// A process of its own: it measures how much memory it takes.
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { john, post, succeeded } from "./support.ts";

const test = await testApp();
const url = new URL(await test.app.listen({ port: 0, host: "127.0.0.1" }));

const part = (name: string, value: string): string =>
  `--part\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

/** Sends a body piece by piece, without saying how long it is unless `length` does; gives the answer and how much was sent before it came. */
async function send(pieces: Iterable<string>, length?: number): Promise<{ answer: string; sent: number }> {
  const socket = connect({ port: Number(url.port), host: url.hostname });
  await once(socket, "connect");
  let [answer, sent] = ["", 0];
  socket.on("data", (data) => {
    answer += data.toString();
  });
  socket.on("error", () => {});
  const how = length === undefined ? "transfer-encoding: chunked" : `content-length: ${length}`;
  socket.write(`POST /api.php HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=part\r\n${how}\r\n\r\n`);
  for (const piece of pieces) {
    if (answer || socket.destroyed) break;
    const bytes = length === undefined ? `${Buffer.byteLength(piece).toString(16)}\r\n${piece}\r\n` : piece;
    sent += bytes.length;
    if (!socket.write(bytes)) await Promise.race([once(socket, "drain"), once(socket, "close"), once(socket, "data")]);
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (!answer && !socket.destroyed) await Promise.race([once(socket, "data"), once(socket, "close")]);
  socket.destroy();
  return { answer, sent };
}

function* field(megabytes: number): Iterable<string> {
  yield `--part\r\nContent-Disposition: form-data; name="first_name"\r\n\r\n`;
  const chunk = "x".repeat(65_536);
  for (let n = 0; n < megabytes * 16; n++) yield chunk;
}

function* parts(count: number): Iterable<string> {
  for (let n = 0; n < count; n += 500) yield Array.from({ length: 500 }, (_, i) => part(`f${n + i}`, "x")).join("");
}

const limit = 1_048_576;

describe("a body beyond all measure", () => {
  it("a field of 100 MB that is announced is refused before it is read", async () => {
    const { answer, sent } = await send(field(100), 104_857_600);
    assert.match(answer, /^HTTP\/1\.1 413 [\s\S]*<response status="error"><error>The request is over 1048576 bytes/);
    assert.ok(sent < 8 * limit, `${sent} bytes were taken`);
  });

  it("one that is not announced, as soon as it is too long", async () => {
    const { answer, sent } = await send(field(100));
    assert.match(answer, /^HTTP\/1\.1 413 /);
    assert.ok(sent < 16 * limit, `${sent} bytes were taken`);
  });

  it("50,000 parts likewise", async () => {
    const { answer, sent } = await send(parts(50_000));
    assert.match(answer, /^HTTP\/1\.1 413 /);
    assert.ok(sent < 16 * limit, `${sent} bytes were taken`);
  });

  it("costs no memory that stays, and others are served meanwhile", async () => {
    const before = process.memoryUsage().rss;
    const huge = Array.from({ length: 10 }, () => send(field(20)));
    const info = new URLSearchParams({ ...john, output: "JSON", type: "customer_info", code: "89898989898989" }).toString();
    for (let n = 0; n < 20; n++) succeeded(await post(test, info));
    for (const { answer } of await Promise.all(huge)) assert.match(answer, /^HTTP\/1\.1 413 /);
    const grown = process.memoryUsage().rss - before;
    assert.ok(grown < 150 * limit, `${Math.round(grown / limit)} MiB`);
  });

  it("as many parts as a body has room for are refused at the first that is too many", async () => {
    const many = [...parts(15_000)].join("").slice(0, limit - 100);
    const began = process.cpuUsage();
    for (let n = 0; n < 10; n++) {
      const answer = await post(test, many, { "content-type": "multipart/form-data; boundary=part" });
      assert.match(answer.text, /too many fields/);
    }
    const { user, system } = process.cpuUsage(began);
    assert.ok(user + system < 10 * 80_000, `${Math.round((user + system) / 10_000)} ms of processor time each`);
  });
});
