// A process of its own: it breaks what it runs on, for a long time.
import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { connect } from "../../src/platform/database/connection.ts";
import { atsClient } from "../support/ats-client.ts";
import { testDatabase } from "../support/database.ts";
import { startServer } from "../support/server.ts";
import { customersWithEmail } from "./queries.ts";

const target = await testDatabase();
// Hundreds of new customers in a moment are more than a worker queues by itself; here all are to be answered.
const server = await startServer({ target, env: { WORKERS: "2", HASH_WAIT_MS: "60000" } });
const client = atsClient(server.url, 200);
after(() => client.close());

const count = <T>(values: T[]): Map<T, number> =>
  values.reduce((all, value) => all.set(value, (all.get(value) ?? 0) + 1), new Map<T, number>());

describe("many calls at once, over two workers", () => {
  it("add one customer when all bear the same new e-mail", async () => {
    const add = { cmd: "customer_add", pin: "1234", customer: { name_last: "Racer", email: "race@example.com" } };
    const answers = await Promise.all(Array.from({ length: 1_000 }, () => client.command(add)));
    assert.deepEqual([...count(answers.map((one) => one.result))].sort(), [
      [0, 1],
      [11408, 999],
    ]);
    assert.equal(new Set(answers.map((one) => `${one.acct_id} ${one.cust_name_id}`)).size, 1);
    const database = await connect(target, "test");
    const { rows } = await database.query(customersWithEmail, ["race@example.com"]);
    await database.end();
    assert.equal(rows[0].count, 1);
  });

  it("get no more tries at a PIN than one after the other would", async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, i) => client.command({ cmd: "customer_query", acct_id: 6, pin: `wrong ${i}` })),
    );
    const refused = answers.filter((one) => one.result === 5023);
    assert.deepEqual(refused.map((one) => one.logon_attempts).sort(), [1, 2, 3, 4, 5]);
    assert.equal(answers.filter((one) => one.result === 5020).length, 195);
  });

  it("with the right PIN are all answered", async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => client.command({ cmd: "customer_query", acct_id: 4444, pin: "4444" })),
    );
    assert.deepEqual([...count(answers.map((one) => one.result))], [[0, 200]]);
  });

  it("with different e-mails get different numbers", async () => {
    const add = (i: number) =>
      client.command({ cmd: "customer_add", pin: "1", customer: { name_last: "Many", email: `many${i}@example.com` } });
    const answers = await Promise.all(Array.from({ length: 300 }, (_, i) => add(i)));
    assert.ok(answers.every((one) => one.result === 0));
    assert.equal(new Set(answers.map((one) => one.acct_id)).size, 300);
    assert.equal(new Set(answers.map((one) => one.cust_name_id)).size, 300);
  });
});
