// A process of its own: it sets the environment that commands read.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { describe, it } from "node:test";
import { checks } from "../../src/core/verify/checks.ts";
import { connect } from "../../src/platform/database/connection.ts";
import { testApp } from "../support/app.ts";
import { testDatabase } from "../support/database.ts";
import { runProgram, temporaryFolder, urlOf } from "./helpers.ts";
import { runWithin } from "./in-process.ts";
import { dropEverything, dropSchemaVersion, raiseCustomers, spoilPepper } from "./queries.ts";

const target = await testDatabase();
const database = { DATABASE_URL: urlOf(target) };
const verify = (args: readonly string[] = [], env: Record<string, string> = database) => runWithin(["verify", ...args], env);

async function change(text: string, where = target): Promise<void> {
  const client = await connect(where, "test", { pipeline: false } as never);
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

describe("verify", () => {
  it("ends with 2 when it can't look", async () => {
    const gone = await verify(["--json"], { DATABASE_URL: "postgresql://nobody:secret-word@127.0.0.1:1/none" });
    assert.deepEqual([gone.status, gone.stdout, gone.error.code], [2, "", "no-database"]);
    assert.doesNotMatch(gone.stderr, /secret-word/);
    const folder = temporaryFolder();
    const none = await verify(["--json"], { DATA_DIR: `${folder}/data` });
    assert.deepEqual([none.status, existsSync(`${folder}/data`)], [2, false]);
    assert.match(none.error.message, /^there is no database in /);
    const nobody = await verify(["--json", "--organisation", "nowhere"]);
    assert.deepEqual([nobody.status, nobody.error.message], [2, '--organisation: no organisation has the slug "nowhere"']);
    const unknown = await verify(["--only", "pepper,salt", "--json"]);
    assert.equal(unknown.status, 2);
    assert.match(unknown.error.message, /^--only: there is no check "salt"; there are: pepper, change-numbers, /);
    const pepperless = await verify(["--json"], { ...database, PEPPER: "", DATA_DIR: folder });
    assert.equal(pepperless.status, 2);
    assert.match(pepperless.error.message, /^there is no pepper in /);
  });

  it("ends with 2 at a schema that is not its own", async () => {
    const other = await testDatabase();
    await change(dropSchemaVersion, other);
    const ran = await verify(["--json"], { DATABASE_URL: urlOf(other) });
    assert.equal(ran.status, 2);
    assert.match(
      ran.error.message,
      /^the database is at schema \d+, and this Willcall is for \d+: run "willcall migrate" first$/,
    );
  });

  it("ends with 2 at a database that holds something else", async () => {
    const other = await testDatabase();
    await change(dropEverything, other);
    const ran = await verify(["--json"], { DATABASE_URL: urlOf(other) });
    assert.deepEqual([ran.status, ran.error.message], [2, "the database holds no Willcall yet"]);
  });

  it("tells what holds, what was looked at and how long it took", async () => {
    const ran = await verify(["--json"]);
    assert.deepEqual([ran.status, ran.stderr], [0, ""]);
    assert.equal(ran.json.ok, true);
    const told = ran.json.checks as {
      name: string;
      ok: boolean;
      faults: number;
      shown: string[];
      rows: number;
      seconds: number;
    }[];
    assert.deepEqual(
      told.map(({ name, ok, faults, shown }) => [name, ok, faults, shown]),
      checks.map(({ name }) => [name, true, 0, []]),
    );
    assert.ok(told.find(({ name }) => name === "identifiers")!.rows > 10);
    const text = await verify(["--only", "pepper, merges", "--organisation", "great-widgets-arena"]);
    assert.equal(text.status, 0);
    assert.match(text.stdout, /^ok +pepper +the pepper is .* \(1 row, \d+\.\d s\)\nok +merges /);
    assert.match(text.stdout, /\n\nAll is well: 2 checks of 1 row in \d+\.\d s\.\n$/);
  });

  it("looks beside a server that writes, and finds nothing", async () => {
    const { command, target: busy } = await testApp();
    let done = false;
    const writing = (async () => {
      for (let n = 1; !done; n++) {
        const { answer } = await command({
          cmd: "customer_add",
          name_first: "Ann",
          name_last: `Busy ${n}`,
          email_addr: `busy${n}@invalid.null`,
          pin: "1234",
        });
        assert.ok(answer, "a write was answered");
      }
    })();
    // In a process of its own: the server must not wait while it thinks.
    const ran = await runProgram(["verify", "--json"], { DATABASE_URL: urlOf(busy) }).finally(() => {
      done = true;
    });
    await writing;
    assert.deepEqual([ran.status, ran.json.checks.flatMap((one: { shown: string[] }) => one.shown)], [0, []]);
  });

  it("ends with 1 at faults, shows twenty of each check, and counts them all", async () => {
    await change(raiseCustomers);
    await change(spoilPepper);
    // In a process of its own, whose exit status is what scripts go by.
    const ran = await runProgram(["verify", "--json"], database);
    assert.deepEqual([ran.status, ran.json.ok], [1, false]);
    const of = (name: string) => ran.json.checks.find((one: { name: string }) => one.name === name);
    assert.deepEqual([of("pepper").ok, of("pepper").faults, of("merges").ok], [false, 1, true]);
    const { faults, shown, rows } = of("versions");
    assert.deepEqual([shown.length, rows > faults, faults > 20], [Math.min(20, faults), true, true]);
    const text = await verify(["--only", "versions"]);
    assert.equal(text.status, 1);
    assert.match(text.stdout, new RegExp(`^FAULTS +versions +${faults} faults`));
    assert.match(text.stdout, new RegExp(`\\n {2}\\.\\.\\. and ${faults - 20} more\\n\\n${faults} faults found: 1 check`));
  });
});
