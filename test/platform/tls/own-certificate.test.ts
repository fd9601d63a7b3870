import assert from "node:assert/strict";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { keepOwnCertificate, ownFiles, ownNames } from "../../../src/platform/tls/own-certificate.ts";
import { testConfig } from "../../support/config.ts";
import { tlsFolder } from "../../support/tls.ts";

const day = 86_400_000;
const now = new Date();
const configOf = (dataDir: string, publicHosts: string[] = []) => testConfig.config({ dataDir, publicHosts });
const read = (dataDir: string): X509Certificate => new X509Certificate(readFileSync(ownFiles(dataDir).pair));

describe("the server's own certificate", () => {
  it("is for this machine's names, HOST unless that is every address, and PUBLIC_HOSTS that can be names", () => {
    const names = ownNames({
      host: "192.0.2.1",
      publicHosts: ["Tickets.Example", "bücher.example", "no name", "", "2001:db8::1"],
    });
    assert.deepEqual(
      new Set(names),
      new Set([
        "localhost",
        "127.0.0.1",
        "::1",
        hostname().toLowerCase(),
        "192.0.2.1",
        "tickets.example",
        "xn--bcher-kva.example",
        "2001:db8::1",
      ]),
    );
    for (const host of ["0.0.0.0", "::"]) assert.ok(!ownNames({ host, publicHosts: [] }).includes(host));
  });

  it("is of an EC key, no authority, and for servers only", async () => {
    const dataDir = tlsFolder();
    assert.equal(await keepOwnCertificate(configOf(dataDir), now), true);
    const certificate = read(dataDir);
    assert.equal(certificate.ca, false);
    assert.deepEqual(certificate.keyUsage, ["1.3.6.1.5.5.7.3.1"]);
    assert.equal(certificate.publicKey.asymmetricKeyDetails?.namedCurve, "prime256v1");
    assert.ok(certificate.validFromDate < now);
  });

  it("stays until 30 days before its end, and then is another with another key", async () => {
    const dataDir = tlsFolder();
    await keepOwnCertificate(configOf(dataDir), now);
    const first = read(dataDir);
    const end = first.validToDate.getTime();
    assert.equal(await keepOwnCertificate(configOf(dataDir), new Date(end - 31 * day)), false);
    assert.equal(read(dataDir).fingerprint256, first.fingerprint256);
    assert.equal(await keepOwnCertificate(configOf(dataDir), new Date(end - 30 * day)), true);
    const second = read(dataDir);
    assert.ok(second.validToDate.getTime() > end + 600 * day);
    assert.equal(second.checkPrivateKey(createPrivateKey(readFileSync(ownFiles(dataDir).pair))), true);
    assert.equal(second.publicKey.equals(first.publicKey), false);
    assert.equal(new X509Certificate(readFileSync(ownFiles(dataDir).certificate)).fingerprint256, second.fingerprint256);
  });

  it("is made anew for a new name, and when its file or its key is damaged", async () => {
    const dataDir = tlsFolder();
    await keepOwnCertificate(configOf(dataDir), now);
    assert.equal(await keepOwnCertificate(configOf(dataDir, ["new.example"]), now), true);
    assert.equal(await keepOwnCertificate(configOf(dataDir, ["new.example"]), now), false);
    const { pair } = ownFiles(dataDir);
    for (const text of ["", "nothing", read(dataDir).toString()]) {
      writeFileSync(pair, text);
      assert.equal(await keepOwnCertificate(configOf(dataDir), now), true);
    }
  });

  it("is one for several starters, whole, and leaves no drafts", async () => {
    const dataDir = tlsFolder();
    await Promise.all([1, 2, 3, 4].map(() => keepOwnCertificate(configOf(dataDir), now)));
    assert.equal(await keepOwnCertificate(configOf(dataDir), now), false);
    assert.deepEqual(readdirSync(join(dataDir, "tls")).sort(), ["certificate.pem", "server.pem"]);
  });
});
