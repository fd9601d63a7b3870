import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { Agent } from "node:https";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { testDatabase } from "../support/database.ts";
import { refusedStart } from "../support/refused-start.ts";
import { startServer, urlOf } from "../support/server.ts";
import { freePort, keyed, makePair, shownCertificate, tlsCommand, tlsFolder, tlsUrl, writePair } from "../support/tls.ts";

const target = await testDatabase();

describe("a start with HTTPS", () => {
  const refused = (env: Record<string, string>) => refusedStart({ DATABASE_URL: urlOf(target), TLS_PORT: "5002", ...env });

  it("names the setting of a pair that can't be served, and the file", async () => {
    const folder = tlsFolder();
    const [pair, other] = [await makePair(["a"]), await makePair(["b"])];
    const good = writePair(folder, "good", pair);
    const bad = join(folder, "bad.pem");
    writeFileSync(bad, "no PEM");
    const mixed = writePair(folder, "mixed", { cert: pair.cert, key: other.key });
    for (const [env, said] of [
      [{ TLS_CERT: good.TLS_CERT }, /TLS_CERT: needs TLS_KEY/],
      [{ TLS_KEY: good.TLS_KEY }, /TLS_KEY: needs TLS_CERT/],
      [{ ...good, TLS_CERT: bad }, /TLS_CERT: .*bad\.pem holds no certificate/],
      [{ ...good, TLS_KEY: bad }, /TLS_KEY: .*bad\.pem holds no private key/],
      [{ ...good, TLS_KEY: join(folder, "none") }, /TLS_KEY: .*none can't be read/],
      [mixed, /TLS_KEY: .*mixed\.key is not the key of .*mixed\.crt/],
    ] as const) {
      const ended = await refused(env);
      assert.equal(ended.status, 78, ended.said);
      assert.match(ended.said, said);
      assert.doesNotMatch(ended.said, /PRIVATE|\n\s+at /);
    }
  });

  it("refuses a port that is taken when it was asked for, by the setting's name, with workers too", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    after(() => taken.close());
    await once(taken, "listening");
    const { port } = taken.address() as { port: number };
    for (const WORKERS of ["1", "2"]) {
      const { status, said } = await refused({ TLS_PORT: String(port), WORKERS, DATA_DIR: tlsFolder() });
      assert.equal(status, 1);
      assert.match(said, /TLS_PORT: .*EADDRINUSE/);
    }
  });

  it("refuses a data folder that can hold no certificate when HTTPS was asked for, and else goes on without", async () => {
    const DATA_DIR = join(tlsFolder(), "file");
    writeFileSync(DATA_DIR, "");
    const { status, said } = await refused({ DATA_DIR });
    assert.equal(status, 78);
    assert.match(said, /TLS_PORT: no certificate can be kept/);
    const server = await startServer({ target, env: { DATA_DIR, TLS_PORT: "" } });
    assert.match(server.output(), /There is no HTTPS: no certificate can be kept/);
    assert.equal(await server.stop(), 0);
  });

  it("goes on without it, and says so, when the default port is taken and nobody asked for it", async () => {
    // Somebody has it during this test: the test itself unless another program does all the time.
    const taken = createServer();
    after(() => taken.close());
    for (let i = 0; i < 50 && !taken.listening; i++) {
      taken.listen(5002, "127.0.0.1");
      await once(taken, "listening").catch(() => sleep(200));
    }
    for (const WORKERS of ["1", "2"]) {
      const server = await startServer({ target, env: { DATA_DIR: tlsFolder(), TLS_PORT: "", WORKERS } });
      assert.match(server.output(), /There is no HTTPS: .*EADDRINUSE.*5002; TLS_PORT chooses another/);
      assert.doesNotMatch(server.output(), /https:/);
      assert.equal(await server.stop(), 0);
    }
  });

  it("makes a certificate at the first start, which clients can trust, and keeps it", async () => {
    const dataDir = tlsFolder();
    const env = { DATA_DIR: dataDir, TLS_PORT: await freePort(), PUBLIC_HOSTS: "tickets.example" };
    const server = await startServer({ target, env });
    const url = tlsUrl(server);
    const pair = join(dataDir, "tls", "server.pem");
    if (process.platform !== "win32") assert.equal(statSync(pair).mode & 0o777, 0o600);
    const ca = readFileSync(join(dataDir, "tls", "certificate.pem"), "utf8");
    assert.doesNotMatch(ca, /PRIVATE/);
    for (const host of ["localhost", "127.0.0.1"]) {
      const { status } = await tlsCommand(url.replace("127.0.0.1", host), { ...keyed, agent: new Agent({ ca }) });
      assert.equal(status, 200);
    }
    const first = await shownCertificate(url);
    assert.ok(first.checkHost("tickets.example") && first.checkIP("::1"));
    const years = (first.validToDate.getTime() - Date.now()) / 86_400_000 / 365;
    assert.ok(years > 1.9 && years <= 2);
    await server.stop();

    const again = await startServer({ target, env });
    assert.equal((await shownCertificate(url)).fingerprint256, first.fingerprint256);
    await again.stop();
    const renamed = await startServer({ target, env: { ...env, PUBLIC_HOSTS: "tickets.example,new.example" } });
    assert.ok((await shownCertificate(url)).checkHost("new.example"));
    await renamed.stop();
  });
});
