// A process of its own: it sets the environment that commands read.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createBranch, createCompany } from "../../src/core/organisations/companies.ts";
import { createApiKey, createOrganisation } from "../../src/core/organisations/set-up.ts";
import { directoryCatchesUp } from "../protocols/archtics/support.ts";
import { client, post, sandbox } from "../protocols/delivery/support.ts";
import { testApp } from "../support/app.ts";
import { commandsOn } from "./helpers.ts";
import { linesIn } from "./in-process.ts";

const test = await testApp();
const { core } = test.parts;
const run = linesIn(test.target);
/** In a process of its own, as people run it: to prove the way from there to the commands, and back. */
const runApart = commandsOn(test.target);
const org = "--org pharmacies";
const key = `key create ${org} --label Till`;
const branch = `branch create ${org}`;
const made = "--name Chain --time-zone Europe/London --currency GBP";

/** Runs a command that must be refused, with a status and a message. */
async function refused(args: string, status: number, message: RegExp, input?: string): Promise<void> {
  const ran = await run(`${args} --json`, input);
  assert.deepEqual([ran.status, ran.stdout], [status, ""], args);
  assert.match(ran.error.message, message);
}

const session = async (company: number, key: string, remoteAddress?: string) =>
  (await post(test, "GetSessionToken", { key, company_id: company }, { remoteAddress })).code;
const companies = async () => (await run(`company list ${org} --json`)).json.companies;

describe("org create --company", () => {
  it("refuses a number that is none, and a company that another organisation has, alone and among free ones", async () => {
    for (const number of ["0", "x", "2147483648"])
      await refused(`org create --slug pharmacies ${made} --company ${number}`, 2, /--company <number>.* is invalid/);
    await refused(`org create --slug pharmacies ${made} --company 9001`, 1, /^--company: 9001 is taken$/);
    await refused(
      `org create --slug pharmacies ${made} --dsn free --company 9100 --company 9001`,
      1,
      /^--company: 9001 is taken$/,
    );
    await refused(`org create --slug pharmacies ${made} --dsn apigee --company 9100`, 1, /^--dsn: apigee is taken$/);
  });

  it("makes organisations with and without companies, and says what those need", async () => {
    const { json } = await run(`org create --slug pharmacies ${made} --company 9100 --company 09200 --company 9100 --json`);
    assert.deepEqual([json.organisation.companies, json.organisation.dsns], [["9100", "9200"], []]);
    const { status, stdout } = await run(`org create --slug single ${made} --company 9300`);
    assert.equal(status, 0);
    assert.match(stdout, /Its companies of Pro Delivery Manager: 9300\. .*willcall branch create/);
    assert.doesNotMatch((await run(`org create --slug none ${made} --dsn none`)).stdout, /Pro Delivery Manager/);
  });
});

describe("company", () => {
  it("create refuses a number that is none or somebody's, and an unknown organisation", async () => {
    await refused(`company create ${org} --company 0`, 2, /--company <number>.* is invalid/);
    for (const number of ["9001", "9100"])
      await refused(`company create ${org} --company ${number}`, 1, /^--company: \d+ is taken$/);
    for (const command of ["company create --company 1", "company list", "company set-active no --company 9001"])
      await refused(`${command} --org nobody`, 1, /^--org: no organisation has the slug "nobody"/);
  });

  it("create makes one, which list shows with its branches, and says what is next", async () => {
    const { json } = await run(`company create ${org} --company 9050 --json`);
    assert.deepEqual(json, { organisation: "pharmacies", company: "9050" });
    const { stdout } = await run("company create --org PHARMACIES --company 9400");
    assert.match(stdout, /^Made the company 9400 of pharmacies\. Next: willcall branch create --org pharmacies --company 9400/);
    assert.deepEqual(
      await companies(),
      ["9050", "9100", "9200", "9400"].map((company) => ({ company, active: true, branches: [] })),
    );
  });

  it("list says that there is none, and what to do", async () => {
    const { stdout } = await run("company list --org none");
    assert.match(stdout, /^No company yet: make one with "willcall company create --org none/);
    assert.deepEqual((await run("company list --org none --json")).json, { organisation: "none", companies: [] });
  });
});

describe("branch create", () => {
  it("refuses a foreign company, and a number or name that is none or taken", async () => {
    const own = /^--company: 9001 is none of pharmacies; its companies are 9050, 9100, 9200, 9400$/;
    await refused(`${branch} --company 9001 --number 2 --name x`, 1, own);
    await refused(
      "branch create --org none --company 9100 --number 2 --name x",
      1,
      /^--company: 9100 is none of none; it has none/,
    );
    for (const number of ["0", "10000", "x"])
      await refused(`${branch} --company 9100 --number ${number} --name x`, 2, /--number <number>.* is invalid/);
    await refused(`${branch} --company 9100 --number 1 --name ' '`, 2, /--name <name>.* is invalid/);
    assert.equal((await run(`${branch} --company 9200 --number 1 --name First`)).status, 0);
    await refused(`${branch} --company 9200 --number 1 --name Again`, 1, /^--number: 1 of 9200 is taken$/);
  });

  it("makes one, which company list shows", async () => {
    const { json } = await run(`${branch} --company 9100 --number 1 --name 'High Street' --json`);
    assert.deepEqual(json, { organisation: "pharmacies", company: "9100", branch: 1, name: "High Street" });
    const { stdout } = await run(`${branch} --company 9100 --number 20 --name Mall`);
    assert.match(
      stdout,
      /^Made the branch 20 of 9100, Mall\. Next: willcall key create --org pharmacies --company 9100 --branch 20/,
    );
    const listed = (await run(`company list ${org}`)).stdout;
    assert.deepEqual(
      listed
        .trim()
        .split("\n")
        .map((row) => row.trim().split(/ {2,}/)),
      [
        ["COMPANY", "STATE", "BRANCH", "NAME"],
        ["9050", "open", "-", "-"],
        ["9100", "open", "1", "High Street"],
        ["9100", "open", "20", "Mall"],
        ["9200", "open", "1", "First"],
        ["9400", "open", "-", "-"],
      ],
    );
  });
});

describe("what the core is asked for past the commands", () => {
  it("is refused for companies and branches that can be none", async () => {
    const names = (name: string) => [{ protocol: "delivery", name }] as const;
    const chain = { slug: "core", name: "Core", timeZone: "UTC", currency: "USD" };
    const one = { company: "9001", branch: 2, name: "x" };
    for (const company of ["0", "01", "x", "2147483648"]) {
      await assert.rejects(createCompany(core, 1, company), /^Error: company: a whole number/);
      await assert.rejects(createOrganisation(core, { ...chain, names: names(company) }), /^Error: company: a whole number/);
    }
    for (const bad of [{ branch: 0 }, { branch: 10_000 }, { branch: 1.5 }, { name: " " }]) {
      await assert.rejects(createBranch(core, 1, { ...one, ...bad }), /^Error: branch( name)?: /);
      const input = { ...chain, names: names("9500"), branches: [{ ...one, company: "9500", ...bad }] };
      await assert.rejects(createOrganisation(core, input), /^Error: branch( name)?: /);
    }
    await assert.rejects(
      createBranch(core, 1, { ...one, company: "9100" }),
      /^Error: company: 9100 is none of the organisation's/,
    );
    const till = { orgId: 1, label: "x", protocol: "delivery", products: [], branch: 1 } as const;
    for (const wrong of [null, [], ["9001", "9002"]])
      await assert.rejects(createApiKey(core, { ...till, names: wrong }), /^Error: company: a key belongs to one branch/);
    await assert.rejects(createApiKey(core, { ...till, names: ["9001"], networks: ["x"] }), /^Error: networks: /);
  });
});

describe("key create for Pro Delivery Manager", () => {
  const known = "AN-IMPORTED-KEY-0123456789";

  it("refuses mixtures, and what is another protocol's", async () => {
    for (const [options, message] of [
      ["", /^--product: required/],
      ["--product sth-buy --company 9100 --branch 1", /^--company: a key is for one protocol only$/],
      ["--scope sandbox --company 9100 --branch 1", /^--scope: a key is for one protocol only$/],
      ["--company 9100 --branch 1 --dsn apigee", /^--dsn: only for keys with --product$/],
      ["--company 9100 --branch 1 --command ping", /^--command: only for keys with --product$/],
      ["--product sth-buy --branch 1", /^--branch: only for keys with --company$/],
      ["--scope sandbox --import", /^--import: only for keys with --company$/],
      ["--company 9100", /^--branch: required with --company$/],
      ["--product sth-buy --network 10.0.0.1", /^--network: only for keys with --company or --scope$/],
      ["--company 9100 --branch 1 --network 10.0.0.0/33", /--network <cidr>.* is invalid/],
      ["--company 9100 --branch 2", /^--branch: 9100 has no branch 2$/],
    ] as const)
      await refused(`${key} ${options}`, 2, message, known);
    await refused(`${key} --company 9001 --branch 1`, 1, /^--company: 9001 is none of pharmacies; its companies are 9050, /);
  });

  it("refuses to import what can be no key", async () => {
    for (const [input, message] of [
      ["", /^--import: no key came/],
      ["x".repeat(15), /^--import: a key has at least 16 characters$/],
      ["x".repeat(201), /^--import: the key must not be longer than 200 characters$/],
      ["AN-IMPORTED-KEY\n0123456789", /^--import: the key must be one line/],
    ] as const)
      await refused(`${key} --company 9100 --branch 1 --import`, 2, message, input);
  });

  it("makes one that works at once, from its networks, with its own limits, and says where it is sent", async () => {
    const { json } = await run(`${key} --company 9100 --branch 20 --network 192.0.2.0/24 --network 198.51.100.7 --json`);
    const { protocol, company, branch: number, networks, callsPerMinute, callsPerDay, dsns } = json;
    assert.deepEqual([protocol, company, number, dsns], ["delivery", "9100", 20, null]);
    assert.deepEqual([networks, callsPerMinute, callsPerDay], [["192.0.2.0/24", "198.51.100.7"], 120, null]);
    for (const [address, code] of [
      ["192.0.2.9", 101],
      ["198.51.100.7", 101],
      ["198.51.100.8", 204],
    ] as const)
      assert.equal(await session(9100, json.key, address), code, address);
    assert.equal(await session(9200, json.key, "192.0.2.9"), 202);
    const { stdout } = await run(`${key} --company 9200 --branch 1 --per-minute 7 --per-day 9`);
    assert.match(stdout, /\/pdm\/GetSessionToken, with company_id 9200; it belongs to the branch 1\./);
    assert.equal(await session(9200, /wc_[\w-]{43}/.exec(stdout)![0]), 101);
  });

  it("imports one that callers have from standard input, once", async () => {
    const { status, json } = await runApart(`${key} --company 9100 --branch 1 --import --json`, `${known}\n`);
    assert.deepEqual([status, json.key], [0, known]);
    assert.equal(await session(9100, known), 101);
    for (const number of [1, 20])
      await refused(`${key} --company 9100 --branch ${number} --import`, 1, /^--import: this key exists$/, known);
  });
});

describe("company set-active", () => {
  it("refuses what is neither yes nor no, and a foreign company", async () => {
    await refused("company set-active maybe --org pharmacies --company 9100", 2, /yes-or-no: must be yes or no/);
    await refused("company set-active no --org pharmacies --company 9001", 1, /^--company: 9001 is none of pharmacies;/);
    assert.equal(await session(9001, sandbox.key), 101);
  });

  it("no answers a company's calls with 201, and yes opens it again, with all that was there", async () => {
    const till = client(test);
    const ask = async () => [(await till.getCustomer({ customer_id: 1408 })).code, await session(9001, sandbox.key)];
    assert.deepEqual(await ask(), [101, 101]);
    const gate = "--org great-widgets-arena --company 9001";
    const closed = await run(`company set-active no ${gate}`);
    assert.match(closed.stdout, /^The company 9001 of great-widgets-arena is closed: its calls get status 201\./);
    await directoryCatchesUp();
    assert.deepEqual(await ask(), [201, 201]);
    assert.match((await run("company list --org great-widgets-arena")).stdout, /9001 +closed +1 +Great Widgets Pharmacy/);
    const open = await run(`company set-active YES ${gate} --json`);
    assert.deepEqual(open.json, { organisation: "great-widgets-arena", company: "9001", active: true });
    await directoryCatchesUp();
    assert.deepEqual(await ask(), [101, 101]);
  });
});
