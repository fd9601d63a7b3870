// A process of its own: it sets the environment that commands read.
import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { testDatabase } from "../support/database.ts";
import { makePair, writePair } from "../support/tls.ts";
import { commandsOn, temporaryFolder } from "./helpers.ts";
import { linesIn } from "./in-process.ts";

const target = await testDatabase();
const run = linesIn(target);
/** In a process of its own, as people run it: to prove the way from there to the commands, and back. */
const runApart = commandsOn(target);
const org = "--org great-widgets-arena";
const folder = temporaryFolder();

describe("certificate add", () => {
  it("refuses a file without a certificate, one that has ended and one that is not there", async () => {
    const pair = await makePair(["key"]);
    const { TLS_KEY } = writePair(folder, "key", pair);
    const day = 86_400_000;
    const old = await makePair(["old"], { from: new Date(Date.now() - 2 * day), until: new Date(Date.now() - day) });
    const broken = join(folder, "broken.pem");
    writeFileSync(broken, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    for (const [file, reason] of [
      [TLS_KEY, /^--file: holds no certificate in PEM$/],
      [broken, /^--file: holds a certificate that can't be read$/],
      [writePair(folder, "old", old).TLS_CERT, /^--file: the certificate ended on \d{4}-/],
      [join(folder, "none.pem"), /^--file: can't be read: ENOENT/],
    ] as const) {
      const { status, error } = await run(`certificate add ${org} --file ${file} --json`);
      assert.deepEqual([status, error.code], [2, "wrongly-called"], error.message);
      assert.match(error.message, reason);
    }
  });

  it("refuses a foreign DSN and a certificate that is registered, after its end too", async () => {
    const { TLS_CERT } = writePair(folder, "twice", await makePair(["twice"]));
    const foreign = await run(`certificate add ${org} --file ${TLS_CERT} --dsn other --json`);
    assert.match(foreign.error.message, /^--dsn: other does not reach great-widgets-arena/);
    const { json } = await run(`certificate add ${org} --file ${TLS_CERT} --json`);
    const again = await run(`certificate add ${org} --file ${TLS_CERT} --json`);
    assert.deepEqual([again.status, again.error.message], [1, "--file: this very certificate is, or was, registered already"]);
    await run(`certificate revoke ${json.certificateId} ${org}`);
    assert.equal((await run(`certificate add ${org} --file ${TLS_CERT}`)).status, 1);
  });

  it("refuses a limit that is no whole number of calls, and none at all of them", async () => {
    const { TLS_CERT } = writePair(folder, "limits", await makePair(["limits"]));
    for (const option of ["--per-minute", "--per-day"]) {
      for (const value of ["0", "-1", "1.5", "many", "2147483648"]) {
        const { status, error } = await run(`certificate add ${org} --file ${TLS_CERT} ${option}=${value} --json`);
        assert.deepEqual([status, error.code], [2, "wrongly-called"], `${option}=${value}: ${error.message}`);
        assert.match(error.message, new RegExp(`${option}.*whole number`));
      }
    }
    // None of them has registered it.
    assert.equal((await run(`certificate add ${org} --file ${TLS_CERT}`)).status, 0);
  });

  it("gives it a key's limits, or others, or none, which the list shows", async () => {
    const limits = async (name: string, options: string) => {
      const { TLS_CERT } = writePair(folder, name, await makePair([name]));
      const { json } = await run(`certificate add ${org} --file ${TLS_CERT} --label ${name} ${options} --json`);
      const { certificates } = (await run(`certificate list ${org} --json`)).json;
      const { certificateId } = json;
      const listed = certificates.find((one: { certificateId: string }) => one.certificateId === certificateId);
      assert.deepEqual([listed.callsPerMinute, listed.callsPerDay], [json.callsPerMinute, json.callsPerDay]);
      return [json.callsPerMinute, json.callsPerDay];
    };
    assert.deepEqual(await limits("usual", ""), [80, 5_000]);
    assert.deepEqual(await limits("chosen", "--per-minute 7 --per-day 70"), [7, 70]);
    assert.deepEqual(await limits("lifted", "--per-minute none --per-day NONE"), [null, null]);
    const { stdout } = await run(`certificate list ${org}`);
    assert.match(stdout, / {2}LABEL +STATE +DSNS +A MINUTE +A DAY +ENDS +SHA-256/);
    assert.match(stdout, / {2}usual +live +all +80 +5000 +\d{4}-/);
    assert.match(stdout, / {2}chosen +live +all +7 +70 +\d{4}-/);
    assert.match(stdout, / {2}lifted +live +all +no limit +no limit +\d{4}-/);
  });

  it("takes the certificate of a file with a key and a chain, lists it without them, and ends it once", async () => {
    const [pair, issuer] = [await makePair(["web shop"]), await makePair(["issuer"])];
    const { TLS_CERT } = writePair(folder, "chain", { cert: pair.key + pair.cert + issuer.cert, key: "" });
    const added = await runApart(`certificate add ${org} --file ${TLS_CERT} --dsn APIGEE --label 'Web shop' --json`);
    const { fingerprint256, validTo } = new X509Certificate(pair.cert);
    assert.deepEqual([added.status, added.stderr], [0, ""]);
    assert.deepEqual([added.json.fingerprint, added.json.dsns], [fingerprint256, ["apigee"]]);
    assert.equal(added.json.notAfter, new Date(validTo).toISOString());
    const { certificateId } = added.json;

    const find = async () => {
      const { json, stdout } = await run(`certificate list ${org} --json`);
      assert.doesNotMatch(stdout, /PRIVATE|BEGIN/);
      return json.certificates.find((one: { certificateId: string }) => one.certificateId === certificateId);
    };
    const { label, state, dsns, fingerprint } = await find();
    assert.deepEqual([label, state, dsns, fingerprint], ["Web shop", "live", ["apigee"], fingerprint256]);
    assert.equal((await run(`certificate revoke ${certificateId} ${org}`)).status, 0);
    assert.equal((await find()).state, "revoked");
    const again = await run(`certificate revoke ${certificateId} ${org} --json`);
    assert.deepEqual([again.status, again.error.code], [1, "failed"]);
    assert.match((await run(`certificate list ${org}`)).stdout, new RegExp(`${certificateId}  Web shop +revoked +apigee`));
  });

  it("is labelled by its subject when nobody names it", async () => {
    const { TLS_CERT } = writePair(folder, "unnamed", await makePair(["unnamed"]));
    assert.match(
      (await run(`certificate add ${org} --file ${TLS_CERT}`)).stdout,
      /^Registered the certificate "CN=unnamed, O=Willcall"/,
    );
  });
});
