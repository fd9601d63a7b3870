import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { Agent } from "node:https";
import { after, describe, it } from "node:test";
import { testDatabase } from "../support/database.ts";
import { startServer } from "../support/server.ts";
import { freePort, keyed, makePair, shownCertificate, tlsCommand, tlsFolder, tlsUrl, until, writePair } from "../support/tls.ts";

const target = await testDatabase();

describe("HTTPS", () => {
  it("speaks TLS 1.2 and 1.3 and nothing older, and is not spoken to in the clear", async () => {
    const server = await startServer({ target, env: { DATA_DIR: tlsFolder(), TLS_PORT: await freePort() } });
    const url = tlsUrl(server);
    for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
      const agent = new Agent({ minVersion: version, maxVersion: version, rejectUnauthorized: false });
      assert.equal((await tlsCommand(url, { ...keyed, agent })).status, 200);
    }
    const old = new Agent({
      ...{ minVersion: "TLSv1", maxVersion: "TLSv1.1", rejectUnauthorized: false },
      ciphers: "DEFAULT@SECLEVEL=0",
    } as const);
    await assert.rejects(tlsCommand(url, { ...keyed, agent: old }));
    await assert.rejects(fetch(url.replace("https", "http")));
    assert.equal((await tlsCommand(url, keyed)).status, 200);
    assert.equal(await server.stop(), 0);
  });

  it("keeps the cookies of a polled call to HTTPS", async () => {
    const server = await startServer({ target, env: { DATA_DIR: tlsFolder(), TLS_PORT: await freePort(), POLL_AFTER_MS: "1" } });
    const { status, headers } = await tlsCommand(tlsUrl(server), { ...keyed, values: { cmd: "ats_ext_test_polling" } });
    assert.equal(status, 202);
    const cookies = headers["set-cookie"] as string[];
    assert.equal(cookies.length, 3);
    for (const cookie of cookies) assert.match(cookie, /; ?secure/i);
    await server.kill();
  });

  for (const WORKERS of ["1", "2"])
    it(`takes up a new certificate while a connection is open, and keeps the old one for a bad pair: ${WORKERS} worker(s)`, async () => {
      const folder = tlsFolder();
      const [first, second] = [
        await makePair(["first"], { purpose: "server" }),
        await makePair(["second"], { purpose: "server" }),
      ];
      const files = writePair(folder, "pair", first);
      const env = { ...files, TLS_PORT: await freePort(), WORKERS, LOG_LEVEL: "error" };
      const server = await startServer({ target, env });
      const url = tlsUrl(server);
      const subjects = async (): Promise<string[]> => {
        const all = await Promise.all(Array.from({ length: 6 }, () => shownCertificate(url)));
        return [...new Set(all.map(({ subjectAltName }) => subjectAltName!))];
      };
      const agent = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
      after(() => agent.destroy());
      assert.equal((await tlsCommand(url, { ...keyed, agent })).status, 200);
      assert.deepEqual(await subjects(), ["DNS:first"]);

      writeFileSync(files.TLS_CERT, second.cert);
      await until(() => server.output().includes("is not the key of"));
      assert.deepEqual(await subjects(), ["DNS:first"]);

      writeFileSync(files.TLS_KEY, second.key);
      await until(async () => (await subjects()).join() === "DNS:second");
      assert.equal((await tlsCommand(url, { ...keyed, agent })).status, 200, "on the connection from before");
      assert.equal(await server.stop(), 0);
    });
});
