// A process of its own: it sets the environment that commands read.
import assert from "node:assert/strict";
import { userInfo } from "node:os";
import { describe, it } from "node:test";
import { connect } from "../../src/platform/database/connection.ts";
import { testApp } from "../support/app.ts";
import { commandsOn } from "./helpers.ts";
import { linesIn } from "./in-process.ts";

const { command, target } = await testApp();
const run = linesIn(target);
/** In a process of its own, as people run it: to prove the way from there to the commands, and back. */
const runApart = commandsOn(target);
const org = "--org great-widgets-arena";
const query = async (values: object) => (await command({ cmd: "customer_query", ...values })).answer;

describe("customer set-pin", () => {
  it("refuses an unknown customer, an empty PIN and one with a control character", async () => {
    const unknown = await run(`customer set-pin ${org} --customer 99 --json`, "1234\n");
    assert.deepEqual([unknown.status, unknown.stdout, unknown.error.code], [1, "", "customer-not-found"]);
    assert.match(unknown.error.message, /^--customer: /);
    const control = await run(`customer set-pin ${org} --customer 4444`, "12\x0734");
    assert.deepEqual([control.status, control.stdout], [2, ""]);
    assert.equal((await query({ acct_id: 4444, pin: "4444" })).result, 0);
  });

  it("gives a PIN, a temporary one, and takes it away", async () => {
    const { status, stderr, json } = await runApart(`customer set-pin ${org} --customer 4444 --json`, "9876\r\n");
    assert.deepEqual([status, stderr, json], [0, "", { customer: 4444, pin: "set" }]);
    assert.equal((await query({ acct_id: 4444, pin: "9876" })).result, 0);

    const temporary = await run(`customer set-pin ${org} --customer 4444 --temporary`, "5555");
    assert.match(temporary.stdout, /temporary PIN/);
    assert.ok(!temporary.stdout.includes("5555"));
    const answer = await query({ acct_id: 4444, pin: "5555" });
    assert.deepEqual([answer.result, answer.change_pin], [10699, 1]);

    assert.match((await run(`customer set-pin ${org} --customer 4444 --none`, "ignored")).stdout, /has no PIN/);
    assert.equal((await query({ acct_id: 4444, pin: "5555" })).result, 5022);
  });

  it("is in the change log under the command and the person", async () => {
    const client = await connect(target, "test", { pipeline: false } as never);
    const { rows } = await client.query(
      "SELECT DISTINCT protocol, call, user_name, key_id FROM writes WHERE call LIKE 'customer set-%'",
    );
    await client.end();
    const { username } = userInfo();
    assert.deepEqual(rows, [{ protocol: "command-line", call: "customer set-pin", user_name: username, key_id: null }]);
  });
});

describe("customer set-email-state", () => {
  it("refuses a customer without an e-mail", async () => {
    const { status, error } = await run(`customer set-email-state ${org} --customer 4444 --invalid --json`);
    assert.deepEqual([status, error.code], [1, "no-email"]);
  });

  it("marks it, and back", async () => {
    assert.equal((await run(`customer set-email-state ${org} --customer 162045 --invalid`)).status, 0);
    assert.equal((await query({ email: "doglover@invalid.null", pin: "2468" })).result, 11775);
    assert.deepEqual((await run(`customer set-email-state ${org} --customer 162045 --valid --json`)).json.emailValid, true);
    assert.equal((await query({ email: "doglover@invalid.null", pin: "2468" })).result, 0);
  });
});

describe("account add-name", () => {
  it("refuses an unknown account and a name that is on it", async () => {
    const account = await run(`account add-name ${org} --account 99 --customer 2 --json`);
    assert.deepEqual([account.status, account.error.code], [1, "account-not-found"]);
    const twice = await run(`account add-name ${org} --account 6 --customer 2`);
    assert.equal(twice.status, 1);
    assert.match(twice.stderr, /^error: --customer: the customer is on that account already/);
  });

  it("puts a customer on a second account, which their own list then has", async () => {
    const { status } = await run(`account add-name ${org} --account 6 --customer 162045 --nickname 'Office seats' --order 2`);
    assert.equal(status, 0);
    const { account_id_list } = await query({ email: "doglover@invalid.null", pin: "2468" });
    assert.match(JSON.stringify(account_id_list), /12345.*6.*/);
  });
});
