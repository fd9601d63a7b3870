// A process of its own: it sets the environment that commands read.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testDatabase } from "../support/database.ts";
import { commandsOn } from "./helpers.ts";
import { linesIn } from "./in-process.ts";

const target = await testDatabase("empty");
const run = linesIn(target);
/** In a process of its own, as people run it: to prove the way from there to the commands, and back. */
const runApart = commandsOn(target);
const arena = "--slug arena --name 'Great Arena' --time-zone America/New_York --currency usd --dsn Arena --dsn arena2";

describe("org list", () => {
  it("says that there is none, and what to do", async () => {
    const { status, stdout } = await run("org list");
    assert.equal(status, 0);
    assert.match(stdout, /^No organisation yet: make one with "willcall org create"/);
  });
});

describe("org create", () => {
  it("refuses an unknown time zone, a bad network and a bad slug by their options", async () => {
    const zone = await run(`org create ${arena.replace("America/New_York", "Mars/Olympus")} --json`);
    assert.deepEqual([zone.status, zone.stdout], [2, ""]);
    assert.match(zone.error.message, /^--time-zone: Mars\/Olympus is not an IANA time zone/);
    const network = await run(`org create ${arena} --network 10.0.0.0/99`);
    assert.equal(network.status, 2);
    assert.match(network.stderr, /--network <cidr>' argument '10.0.0.0\/99' is invalid/);
    const slug = await run(`org create ${arena.replace("arena", "Arena_1")}`);
    assert.equal(slug.status, 2);
    assert.match(slug.stderr, /^error: --slug: /);
    assert.deepEqual((await run("org list --json")).json, { organisations: [] });
  });

  it("makes one and says what is next", async () => {
    const { status, stdout, stderr } = await run(
      `org create ${arena} --network 10.0.0.0/8 --network ::1 --alt-id-type CRM --first-account 5000 --first-customer 700`,
    );
    assert.deepEqual([status, stderr], [0, ""]);
    assert.match(stdout, /^Made the organisation arena, Great Arena[\s\S]*willcall key create --org arena/);
    const [made] = (await run("org list --json")).json.organisations;
    const { slug, name, timeZone, currency, ownNetworks, alternateIdTypes, dsns } = made;
    assert.deepEqual([slug, name, timeZone, currency], ["arena", "Great Arena", "America/New_York", "USD"]);
    assert.deepEqual([ownNetworks, alternateIdTypes, dsns], [["10.0.0.0/8", "::1"], ["CRM"], ["arena", "arena2"]]);
  });

  it("refuses a slug and a DSN that are taken, and names which", async () => {
    const slug = await run(`org create ${arena} --json`);
    assert.deepEqual([slug.status, slug.error], [1, { code: "failed", message: "--slug: arena is taken" }]);
    const dsn = await run(`org create ${arena.replace("arena", "other")} --dsn free --json`);
    assert.deepEqual([dsn.status, dsn.error.message], [1, "--dsn: arena and arena2 is taken"]);
  });

  it("is listed as a table", async () => {
    const { stdout } = await run("org list");
    const [head, row] = stdout.split("\n");
    assert.equal(head!.indexOf("TIME ZONE"), row!.indexOf("America/New_York"));
  });
});

describe("user create", () => {
  it("refuses an unknown organisation, DSN and a taken name", async () => {
    const org = await run("user create --org nobody --name web --json");
    assert.deepEqual([org.status, org.error.code], [1, "failed"]);
    assert.match(org.error.message, /^--org: .*"nobody"; there are: arena$/);
    assert.match((await run("user create --org arena --name web --dsn free")).stderr, /--dsn: free does not reach arena/);
    assert.match((await run("user create --org arena --name 'a name'")).stderr, /^error: --name: 1 to 12 characters/);
    assert.equal((await run("user create --org ARENA --name Web --dsn arena2")).status, 0);
    assert.match((await run("user create --org arena --name WEB")).stderr, /^error: --name: web is taken/);
  });

  it("takes a password from standard input only", async () => {
    const made = await runApart("user create --org arena --name clerk --password-stdin --require-password --json", "s3cret\n");
    assert.deepEqual([made.status, made.stderr], [0, ""]);
    assert.deepEqual(made.json.user, {
      organisation: "arena",
      name: "clerk",
      dsns: null,
      hasPassword: true,
      passwordRequired: true,
    });
    const long = await run("user create --org arena --name clerk2 --password-stdin", "x".repeat(37));
    assert.deepEqual([long.status, /--password-stdin: .*36/.test(long.stderr)], [2, true]);
  });
});
