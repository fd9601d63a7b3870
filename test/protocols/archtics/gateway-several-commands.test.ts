import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { type AtsAnswer, atsHeader, testApp } from "../../support/app.ts";
import { assertFault, freshEmail, secondOrganisation, succeeded, type Values } from "./support.ts";

const test = await testApp();
const { command, post } = test;
const user = { uid: "user99", dsn: "apigee" };
const adding = (email: string, more: Values = {}) => ({
  cmd: "customer_add",
  ...user,
  customer: { name_last: "Several", email },
  pin: "1",
  ...more,
});
const found = async (email: string) => (await command({ cmd: "customer_query", email, call_reason: "S" })).answer.result === 0;

/** Sends a good customer_add, and behind it a command that must be refused before any runs. */
async function refused(command2: Values, request = {}): Promise<void> {
  const email = freshEmail();
  assertFault(await post({ header: atsHeader, command1: adding(email), command2 }, request), 401);
  assertFault(await post({ header: atsHeader, command2: adding(email), command1: command2 }, request), 401);
  assert.equal(await found(email), false, "a command ran although another had been refused");
}

describe("several commands in a body", () => {
  before(() => secondOrganisation(test));

  it("run not at all when one names another dsn", () => refused({ cmd: "ping", uid: "user99", dsn: "sandbox" }));
  it("run not at all when one names another organisation's dsn", () => refused({ cmd: "ping", uid: "rival99", dsn: "rival" }));
  it("run not at all when one names an unknown dsn", () => refused({ cmd: "ping", uid: "user99", dsn: "nowhere" }));
  it("run not at all when one names no dsn", () => refused({ cmd: "ping", uid: "user99" }));

  it("run not at all when the key does not hold one of them", async () => {
    const email = freshEmail();
    const starter = {
      path: "/sth-customer/ticketing_services.aspx?dsn=apigee",
      headers: { apikey: "willcall-sandbox-starter" },
    };
    assertFault(await post({ command1: { cmd: "ping", ...user }, command2: adding(email) }, starter), 401);
    assert.equal(await found(email), false);
  });

  it("run not at all on the own network when one names another organisation's dsn", () =>
    refused({ cmd: "ping", uid: "rival99", dsn: "rival" }, { path: "/ats/ticketing_services.aspx", headers: {} }));

  it("have each its own result and its own transaction", async () => {
    const [first, last] = [freshEmail(), freshEmail()];
    const { status, json } = await post({
      header: atsHeader,
      command1: adding(first, { ref: "one" }),
      command2: adding(freshEmail(), { ref: "two", customer: { name_last: "Several", email: "no e-mail" } }),
      command3: adding(freshEmail(), { ref: "three", uid: "nobody" }),
      command4: { cmd: "Nonsense", ref: "four", ...user },
      command5: adding(last, { ref: "five" }),
    });
    assert.equal(status, 200);
    assert.deepEqual(Object.keys(json).sort(), ["command1", "command2", "command3", "command4", "command5", "header"]);
    const results = [1, 2, 3, 4, 5].map((n) => [json[`command${n}`].ref, json[`command${n}`].result]);
    assert.deepEqual(results, [
      ["one", 0],
      ["two", 5019],
      ["three", 5010],
      ["four", 9999],
      ["five", 0],
    ]);
    assert.equal(json.header.result, 0);
    assert.deepEqual([await found(first), await found(last)], [true, true]);
  });

  it("run in the order of their numbers, wherever they stand", async () => {
    const numbers = [11, 2, 10, 1, 9, 3, 8, 4, 7, 5, 6];
    const commands = Object.fromEntries(numbers.map((n) => [`command${n}`, adding(freshEmail())]));
    const { json } = await post({ ...commands, header: atsHeader });
    const accounts = numbers.toSorted((a, b) => a - b).map((n) => json[`command${n}`].acct_id);
    assert.ok(accounts.every(Number.isInteger), JSON.stringify(json));
    assert.deepEqual(
      accounts,
      accounts.toSorted((a, b) => a - b),
    );
  });

  it("see what those before them wrote", async () => {
    const email = freshEmail();
    const query = { cmd: "customer_query", ...user, email, call_reason: "S" };
    const answer: AtsAnswer = await post({
      header: atsHeader,
      command1: adding(email),
      command2: query,
      command3: adding(email),
    });
    succeeded(answer);
    const { acct_id, cust_name_id } = answer.answer;
    assert.deepEqual([answer.json.command2.result, answer.json.command2.customer.acct_id], [0, acct_id]);
    assert.deepEqual([answer.json.command3.result, answer.json.command3.cust_name_id], [11408, cust_name_id]);
  });
});
