// A process of its own: it sets the environment that commands read.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { testApp } from "../support/app.ts";
import { commandsOn } from "./helpers.ts";
import { linesIn } from "./in-process.ts";

const { command, target } = await testApp();
const run = linesIn(target);
/** In a process of its own, as people run it: to prove the way from there to the commands, and back. */
const runApart = commandsOn(target);
const org = "--org great-widgets-arena";

const ping = async (key: string, dsn = "apigee") => {
  const path = `/sth-customer/ticketing_services.aspx?dsn=${dsn}`;
  return (await command({ cmd: "ping", dsn }, { path, headers: { apikey: key } })).status;
};

describe("key create for the native API", () => {
  it("is refused without a product or scope, with both, and with what only Archtics knows", async () => {
    for (const [options, named] of [
      ["", "--product"],
      ["--product sth-buy --scope sandbox", "--scope"],
      ["--scope sandbox --dsn apigee", "--dsn"],
      ["--scope sandbox --command ping", "--command"],
      ["--scope everything", "--scope"],
    ]) {
      const { status, stderr } = await run(`key create ${org} --label x ${options}`);
      assert.equal(status, 2, options);
      assert.ok(stderr.includes(named!), stderr);
    }
  });

  it("makes a key with its scopes, and says where it is sent", async () => {
    const { status, stdout } = await run(`key create ${org} --label Testers --scope sandbox`);
    assert.equal(status, 0);
    assert.match(stdout, /Authorization: Bearer KEY, to \/api\/v1; it holds the scopes sandbox\./);
    const json = JSON.parse((await run(`key create ${org} --label Testers --scope sandbox --json`)).stdout);
    assert.deepEqual([json.protocol, json.products], ["native", ["sandbox"]]);
  });
});

describe("key create", () => {
  it("refuses a foreign DSN and an end that is no date or past", async () => {
    const dsn = await run(`key create ${org} --label x --product sth-buy --dsn other --json`);
    assert.equal(dsn.status, 1);
    assert.match(dsn.error.message, /^--dsn: other does not reach great-widgets-arena; its DSNs are .*apigee/);
    for (const [time, reason] of [
      ["2031-02-29", /ISO 8601/],
      ["soon", /ISO 8601/],
      ["2020-01-01", /in the future/],
    ] as const) {
      const { status, stderr } = await run(`key create ${org} --label x --product sth-buy --expires ${time}`);
      assert.equal(status, 2);
      assert.match(stderr, reason);
    }
  });

  it("makes a key that works at once, shows it once, and ends it within a second", async () => {
    const { status, json, stderr } = await runApart(
      `key create ${org} --label 'Web shop' --product sth-buy --dsn APIGEE --command ping --json`,
    );
    assert.deepEqual([status, stderr], [0, ""]);
    assert.match(json.key, /^wc_[\w-]{43}$/);
    assert.equal(await ping(json.key), 200);
    assert.equal(await ping(json.key, "sandbox"), 401);

    const listed = await run(`key list ${org} --json`);
    const found = listed.json.keys.find((one: { keyId: string }) => one.keyId === json.keyId);
    assert.deepEqual([found.label, found.state, found.dsns, found.commands], ["Web shop", "live", ["apigee"], ["ping"]]);
    assert.deepEqual([found.callsPerMinute, found.callsPerDay, found.expiresAt], [80, 5000, null]);
    assert.ok(!listed.stdout.includes(json.key));

    const revoked = await run(`key revoke ${json.keyId} ${org}`);
    assert.deepEqual([revoked.status, revoked.stderr], [0, ""]);
    await sleep(1_100);
    assert.equal(await ping(json.key), 401);
    const again = await run(`key revoke ${json.keyId} ${org} --json`);
    assert.deepEqual([again.status, again.error.code], [1, "failed"]);
    assert.match((await run(`key list ${org}`)).stdout, new RegExp(`${json.keyId}  Web shop +revoked`));
  });

  it("takes no limits, an end and an unknown command, of which it tells", async () => {
    const text = `key create ${org} --label x --product sth-hold --per-minute none --per-day 7 --expires 2040-06-30T18:00+02:00 --command pnig --json`;
    const { json, stderr } = await run(text);
    assert.deepEqual([json.callsPerMinute, json.callsPerDay, json.expiresAt], [null, 7, "2040-06-30T16:00:00.000Z"]);
    assert.match(JSON.parse(stderr).note.message, /--command: this version has no command pnig/);
  });
});
