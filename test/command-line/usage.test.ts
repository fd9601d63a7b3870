import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { buildProgram } from "../../src/command-line/program.ts";
import { commandReference } from "../../src/command-line/reference.ts";
import { version } from "../../src/version.ts";
import { runProgram, temporaryFolder } from "./helpers.ts";

const nowhere = { DATABASE_URL: "postgresql://nobody:secret-word@127.0.0.1:1/none" };

describe("a wrong call", () => {
  const wrong: [string[], RegExp][] = [
    [["org", "list", "--jsn"], /unknown option '--jsn'[\s\S]*Did you mean --json/],
    [["org", "crate"], /unknown command 'crate'[\s\S]*Did you mean create/],
    [["key", "create", "--label", "x"], /required option '--org <slug>' not specified/],
    [
      ["key", "create", "--org", "a", "--label", "x", "--product", "sth-by"],
      /--product <product>' argument 'sth-by' is invalid.*sth-buy/,
    ],
    [["key", "revoke", "wc_secret", "--org", "a"], /'wc_secret' is invalid for argument 'id'.*key list/],
    [["customer", "set-pin", "--org", "a", "--customer", "0"], /--customer <number>' argument '0' is invalid.*1 to 2147483647/],
    [
      ["customer", "set-pin", "--org", "a", "--customer", "1", "--none", "--temporary"],
      /--none.*cannot be used with.*--temporary/,
    ],
    [["customer", "set-email-state", "--org", "a", "--customer", "1"], /--valid or --invalid/],
    [["user", "create", "--org", "a", "--name", "x", "--require-password"], /--require-password: needs --password-stdin/],
  ];
  for (const [args, message] of wrong) {
    it(`is refused with status 2: ${args.join(" ")}`, async (test) => {
      let told = "";
      // In this process, which is quicker than one of its own for each.
      test.mock.method(process.stderr, "write", (text: string) => {
        told += text;
        return true;
      });
      assert.equal(await buildProgram().run(args), 2);
      assert.match(told, message);
    });
  }

  it("is an empty PIN on standard input", async () => {
    const { status, stdout, stderr } = await runProgram(["customer", "set-pin", "--org", "a", "--customer", "1"], nowhere);
    assert.match(stderr, /^error: .*no PIN came on standard input/);
    assert.deepEqual([status, stdout], [2, ""]);
  });

  it("is told as one line of JSON with --json", async () => {
    const { status, stdout, stderr, error } = await runProgram(["org", "crate", "--json"], nowhere);
    assert.deepEqual([status, stdout, stderr.trim().split("\n").length], [2, "", 1]);
    assert.equal(error.code, "wrongly-called");
    assert.match(error.message, /unknown command 'crate'/);
  });
});

describe("a setting that can't be used", () => {
  it("ends with status 78 and its name", async () => {
    const { status, error } = await runProgram(["org", "list", "--json"], { PORT: "many" });
    assert.deepEqual([status, error.code], [78, "bad-setting"]);
    assert.match(error.message, /^PORT: /);
  });
});

describe("a database that can't be reached", () => {
  it("is a plain sentence without the password", async () => {
    const { status, stdout, stderr } = await runProgram(["org", "list"], nowhere);
    assert.deepEqual([status, stdout], [1, ""]);
    assert.match(stderr, /^error: the database cannot be reached: .*ECONNREFUSED.*DATABASE_URL/);
    assert.doesNotMatch(stderr, /secret-word|\n {4}at /);
  });
});

describe("help", () => {
  it("is asked for without a database and costs nothing", async () => {
    const folder = temporaryFolder();
    const { status, stdout } = await runProgram(["key", "create", "--help"], { DATA_DIR: `${folder}/data` });
    assert.equal(status, 0);
    assert.match(stdout, /--per-minute[\s\S]*Examples:\n {2}\$ willcall key create --org/);
  });

  it("tells the version", async () => {
    const [plain, json] = await Promise.all([runProgram(["--version"]), runProgram(["version", "--json"])]);
    assert.equal(plain.stdout.trim(), version);
    assert.deepEqual([json.json.version, json.json.node], [version, process.version]);
  });

  it("and docs/command-line.md say the same", () => {
    const page = readFileSync(new URL("../../docs/command-line.md", import.meta.url), "utf8");
    assert.equal(page, commandReference(), "run npm run docs");
    for (const command of ["serve", "doctor", "org create", "key revoke <id>", "account add-name"])
      assert.ok(page.includes(`### ${command}\n`), command);
  });
});
