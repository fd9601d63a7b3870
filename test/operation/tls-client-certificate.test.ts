import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { commandsOn } from "../command-line/helpers.ts";
import { testDatabase } from "../support/database.ts";
import { startServer } from "../support/server.ts";
import { certificatePath, freePort, makePair, tlsCommand, tlsFolder, tlsUrl, writePair } from "../support/tls.ts";

const run = promisify(execFile);
const hasCurl = await run("curl", ["--version"]).then(
  () => true,
  () => false,
);

const target = await testDatabase();
const willcall = commandsOn(target);
const dataDir = tlsFolder();
const server = await startServer({ target, env: { DATA_DIR: dataDir, TLS_PORT: await freePort(), WORKERS: "2" } });
const url = tlsUrl(server);
const folder = tlsFolder();

/** Makes a pair and registers it by the command line, for a DSN; gives its id and files. */
async function registered(name: string, dsn: string) {
  const pair = await makePair([name]);
  const files = writePair(folder, name, pair);
  const { json } = await willcall(`certificate add --org great-widgets-arena --file ${files.TLS_CERT} --dsn ${dsn} --json`);
  return { id: json.certificateId as string, files, pair };
}

const revoke = (id: string) => willcall(`certificate revoke ${id} --org great-widgets-arena`);

describe("a client certificate on two workers", () => {
  it("is refused by both within a second of its end, and served by both before", async () => {
    const { id, pair } = await registered("workers", "apigee");
    // Connections go to the workers in turn.
    const statuses = async () =>
      (await Promise.all(Array.from({ length: 8 }, () => tlsCommand(url, pair)))).map(({ status }) => status);
    assert.deepEqual(new Set(await statuses()), new Set([200]));
    assert.equal((await revoke(id)).status, 0);
    await sleep(1_000);
    assert.deepEqual(new Set(await statuses()), new Set([401]));
  });

  it("is what curl shows", { skip: !hasCurl && "there is no curl" }, async () => {
    const [right, other, ended] = [
      await registered("right", "apigee"),
      await registered("other", "sandbox"),
      await registered("ended", "apigee"),
    ];
    await revoke(ended.id);
    await sleep(1_000);
    const curl = async (files?: typeof right.files): Promise<string> => {
      const shown = files ? ["--cert", files.TLS_CERT, "--key", files.TLS_KEY] : [];
      const body = JSON.stringify({ command1: { cmd: "ping", uid: "user99", dsn: "apigee" } });
      const trust = ["--cacert", join(dataDir, "tls", "certificate.pem")];
      const told = ["--silent", "--show-error", "--output", join(folder, "answer"), "--write-out", "%{http_code}"];
      return (await run("curl", [...told, ...trust, ...shown, "--data", body, new URL(certificatePath, url).href])).stdout;
    };
    assert.equal(await curl(), "401");
    assert.equal(await curl(other.files), "401");
    assert.equal(await curl(ended.files), "401");
    assert.equal(await curl(right.files), "200");
  });
});
