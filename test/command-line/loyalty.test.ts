// A process of its own: it sets the environment that commands read.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { directoryCatchesUp } from "../protocols/archtics/support.ts";
import { answerOf, call } from "../protocols/loyalty/support.ts";
import { testApp } from "../support/app.ts";
import { commandsOn } from "./helpers.ts";
import { linesIn } from "./in-process.ts";

const test = await testApp();
const run = linesIn(test.target);
/** In a process of its own, as people run it: to prove the way from there to the commands, and back. */
const runApart = commandsOn(test.target);
await run("org create --slug cafes --name Cafes --time-zone Europe/London --currency GBP");
const account = "loyalty-account add --org cafes";
const user = "loyalty-user create --org cafes --user owner --role administrator";

/** Runs a command that must be refused, with a status and a message. */
async function refused(args: string, status: number, message: RegExp, input?: string): Promise<void> {
  const ran = await run(`${args} --json`, input);
  assert.deepEqual([ran.status, ran.stdout], [status, ""], args);
  assert.match(ran.error.message, message);
}

describe("loyalty-account", () => {
  it("add refuses a name that is none or somebody's, and settings that are none", async () => {
    await refused(`${account}`, 2, /--account-id/);
    for (const name of ["'two words'", "a.b", "x".repeat(65)])
      await refused(`${account} --account-id ${name}`, 2, /^--account-id: 1 to 64 letters/);
    await refused(`${account} --account-id GREATWIDGETS`, 1, /^--account-id: greatwidgets is taken$/);
    await refused(`${account} --account-id x --get-allowed maybe`, 2, /--get-allowed .* is invalid/);
    await refused(`${account} --account-id x --owner-email owner`, 2, /--owner-email .* is invalid/);
    await refused("loyalty-account add --org nobody --account-id x", 1, /^--org: no organisation/);
    await refused("loyalty-account set --org cafes", 2, /^--get-allowed: nothing to set/);
    await refused("loyalty-account set --org cafes --suspended perhaps", 2, /--suspended .* is invalid/);
    await refused(`${account} --account-id x --suspended on`, 2, /--suspended/);
  });

  it("list says that there is none, and what to do", async () => {
    assert.match(
      (await run("loyalty-account list --org cafes")).stdout,
      /^No account_id yet: .*willcall loyalty-account add --org cafes/,
    );
  });

  it("add gives the organisation names, with settings for all of them", async () => {
    const { stdout } = await run(`${account} --account-id Cafes_1`);
    assert.match(stdout, /^Calls reach cafes under the account_id cafes_1\. Next: willcall loyalty-user create --org cafes/);
    const { json } = await run(`${account} --account-id 1234567890123456 --get-allowed on --owner-email owner@cafes.net --json`);
    assert.deepEqual(json, { organisation: "cafes", accountId: "1234567890123456" });
    assert.deepEqual((await run("loyalty-account list --org cafes --json")).json, {
      organisation: "cafes",
      accountIds: ["1234567890123456", "cafes_1"],
      accounts: [{ account: 1, accountIds: ["1234567890123456", "cafes_1"] }],
      getAllowed: true,
      ownerEmail: "owner@cafes.net",
      language: "en",
      suspended: false,
    });
    assert.match((await run(`${account} --account-id south --account 10000`)).stderr, /--account/);
    assert.match((await run(`${account} --account-id south --account 2`)).stdout, /under the account_id south/);
    assert.match((await run("loyalty-account list --org cafes")).stdout, /Account 1: .*cafes_1\nAccount 2: .*south\n/);
  });

  it("set changes them", async () => {
    const { stdout } = await run("loyalty-account set --org cafes --owner-email none");
    assert.match(stdout, /taken for cafes; mail about new customers goes to nobody/);
  });
});

describe("loyalty-user", () => {
  it("create refuses names, roles, ends and passwords that are none", async () => {
    await refused("loyalty-user create --org cafes --user x", 2, /--role/);
    await refused("loyalty-user create --org cafes --user x --role owner", 2, /--role .* is invalid/);
    await refused("loyalty-user create --org cafes --user 'two words' --role clerk", 1, /^--user: /);
    await refused("loyalty-user create --org cafes --user x --role temporary-clerk", 1, /^--ends-on: required/);
    await refused("loyalty-user create --org cafes --user x --role clerk --ends-on 2030-01-01", 1, /^--ends-on: only/);
    await refused(
      "loyalty-user create --org cafes --user x --role temporary-clerk --ends-on 2030-02-30",
      2,
      /--ends-on .* is invalid/,
    );
    await refused(
      "loyalty-user create --org cafes --user x --role clerk --account-id greatwidgets",
      1,
      /^--account-id: greatwidgets does not reach cafes; its names are/,
    );
    await refused(`${user} --password-stdin`, 1, /^--password-stdin: .*8 characters/, "1234567");
  });

  it("list says that there is none, and what to do", async () => {
    assert.match((await run("loyalty-user list --org cafes")).stdout, /^No user yet: .*willcall loyalty-user create --org cafes/);
  });

  it("create makes one whose key and password work at once", async () => {
    const { status, json } = await runApart(`${user} --password-stdin --json`, "the owner's own\n");
    assert.equal(status, 0);
    const { key, ...made } = json;
    assert.deepEqual(made, {
      organisation: "cafes",
      user: "owner",
      role: "administrator",
      accountIds: null,
      endsOn: null,
      hasPassword: true,
      reaches: ["1234567890123456", "cafes_1", "south"],
    });
    await directoryCatchesUp();
    const who = { user_id: "owner", user_password: key, account_id: "cafes_1" };
    assert.equal((await call(test, "users_list", {}, who)).json.users.length, 1);
    assert.equal((await call(test, "user_login", { ...who, user_password: "the owner's own" }, {})).status, "success");
    const query = new URLSearchParams({ ...who, type: "account_info", output: "JSON" });
    const got = answerOf(await test.app.inject({ method: "GET", url: `/api.php?${query}` }));
    assert.deepEqual([got.json.account.symbol, got.json.account.glyph], ["GBP", "£"]);
    await refused(user, 1, /^--user: the organisation has a user of that name$/);
  });

  it("create narrows one, and ends a temporary one", async () => {
    const { stdout } = await run(
      "loyalty-user create --org cafes --user Summer --role temporary-assistant --ends-on 2099-08-31 --account-id CAFES_1",
    );
    const [key] = /[0-9a-f]{40}/.exec(stdout)!;
    assert.match(stdout, /Made the user summer of cafes, temporary-assistant.*shown this once.*with account_id cafes_1/s);
    const answer = await call(test, "user_info", {}, { user_id: "summer", user_password: key, account_id: "cafes_1" });
    assert.equal(answer.json.user.user_end_date, "2099-08-31");
    const rows = (await run("loyalty-user list --org cafes")).stdout.trim().split("\n");
    assert.deepEqual(
      rows.map((row) => row.trim().split(/ {2,}/)),
      [
        ["USER", "ROLE", "ACCOUNT IDS", "ENDS ON"],
        ["owner", "administrator", "all", "-"],
        ["summer", "temporary-assistant", "cafes_1", "2099-08-31"],
      ],
    );
  });
});

describe("loyalty-account set --suspended", () => {
  const who = { user_id: "john1970", user_password: "1959caadac9b13dcb3", account_id: "greatwidgets" };
  const told = async () => {
    await directoryCatchesUp();
    return (await call(test, "user_info", {}, who)).error;
  };
  it("on refuses every call, and off lets them in again", async () => {
    const set = "loyalty-account set --org great-widgets-arena";
    assert.match((await run(`${set} --suspended on`)).stdout, /^The account of great-widgets-arena is suspended\. Secrets/);
    assert.match((await told())!, /^account_id: .*suspended/);
    assert.match((await run("loyalty-account list --org great-widgets-arena")).stdout, /suspended/);
    await run(`${set} --owner-email none`);
    assert.match((await told())!, /suspended/);
    assert.doesNotMatch((await run(`${set} --suspended off`)).stdout, /suspended/);
    assert.equal(await told(), undefined);
  });
});
