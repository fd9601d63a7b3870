import assert from "node:assert/strict";
import { after, beforeEach, describe, it, mock } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { buildApp } from "../../../src/app.ts";
import { createParts } from "../../../src/parts.ts";
import { DatabaseUnavailable } from "../../../src/platform/database/errors.ts";
import { atsHeader, testClock } from "../../support/app.ts";
import { testConfig } from "../../support/config.ts";
import { testDatabase } from "../../support/database.ts";
import { assertFault, freshEmail } from "./support.ts";

const clock = testClock(new Date());
/** No other timer is set for as long, so this one ends when a test says that a call takes too long for its request. */
const pollAfterMs = 54_321;
let takesTooLong = (): void => assert.fail("no call is under way");
const { setTimeout } = globalThis;
mock.method(globalThis, "setTimeout", (call: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => {
  if (ms !== pollAfterMs) return setTimeout(call, ms, ...args);
  takesTooLong = () => call(...args);
  return undefined;
});

/** What the database does with the `n`th write since the test began, and with a call that becomes durable. */
interface Moments {
  write?(n: number, write: () => Promise<unknown>): Promise<unknown>;
  issue?(): void;
}
let moments: Moments = {};
let writes = 0;
const lost = (): never => {
  throw new DatabaseUnavailable(new Error("lost by the test"));
};

const parts = createParts(testConfig.config({ pollAfterMs }), await testDatabase(), { clock });
const transaction: typeof parts.core.db.transaction = async (work, commitment) => {
  const run = () => parts.core.db.transaction(work, commitment);
  if (commitment?.constraint === "receipts_pkey") moments.issue?.();
  if (commitment?.constraint !== "writes_pkey" || !moments.write) return run();
  return (await moments.write(++writes, run)) as Awaited<ReturnType<typeof run>>;
};
const app = buildApp({ ...parts, core: { ...parts.core, db: { ...parts.core.db, transaction } } });
after(async () => {
  await app.close();
  await parts.close();
});
beforeEach(() => {
  moments = {};
  writes = 0;
});

const adding = (email = freshEmail()) => ({
  ...{ cmd: "customer_add", uid: "user99", dsn: "apigee", pin: "1" },
  customer: { name_last: "Lost", email },
});
/** A body of these commands. */
const bodyOf = (...commands: object[]): string =>
  JSON.stringify({ header: atsHeader, ...Object.fromEntries(commands.map((one, i) => [`command${i + 1}`, one])) });

async function post(payload: string, cookie?: string) {
  const headers = { apikey: "willcall-sandbox", ...(cookie && { cookie }) };
  const url = "/sth-buy/ticketing_services.aspx?dsn=apigee";
  const { statusCode: status, ...response } = await app.inject({ method: "POST", url, headers, payload });
  const json = response.payload ? JSON.parse(response.payload) : {};
  const results = [1, 2, 3].map((n) => json[`command${n}`]?.result).filter((result) => result !== undefined);
  return { status, headers: response.headers, text: response.payload, json, answer: json.command1, results };
}

/** Sends a call whose second part meets a lost database while the token is being made; gives the cookies that came with 202. */
async function polled(body: string): Promise<string> {
  const issuing = Promise.withResolvers<void>();
  moments = {
    issue: issuing.resolve,
    async write(n, write) {
      if (n === 1) return write();
      takesTooLong();
      await issuing.promise;
      return lost();
    },
  };
  const { status, headers } = await post(body);
  assert.equal(status, 202);
  await Promise.all(parts.background);
  // What the process lets go of is free from the next moment on.
  clock.pass(1);
  return (headers["set-cookie"] as string[]).map((one) => one.split(";")[0]).join("; ");
}

describe("a database lost in a later part of a call", { timeout: 20_000 }, () => {
  it("is no stored answer of a call that is polled for: the next poll does what is left", async () => {
    const body = bodyOf(adding(), adding(), adding());
    const cookie = await polled(body);
    assert.equal(writes, 2, "what is behind the lost part was not left alone");
    moments = {};
    const done = await post(body, cookie);
    assert.deepEqual([done.status, done.results], [200, [0, 0, 0]], done.text);
    assert.equal((await post(body, cookie)).text, done.text);
  });

  it("and again at the poll is told with 503, and the poll after that goes on", async () => {
    const body = bodyOf(adding(), adding());
    const cookie = await polled(body);
    moments = { write: lost };
    assertFault(await post(body, cookie), 503);
    clock.pass(1);
    moments = {};
    const done = await post(body, cookie);
    assert.deepEqual([done.status, done.results], [200, [0, 0]], done.text);
  });

  it("ends a call that nobody polls for: with the answers until then, and 9998 for what is left undone", async () => {
    moments = { write: async (n, write) => (n === 1 ? write() : lost()) };
    const ended = await post(bodyOf(adding(), adding(), adding()));
    assert.deepEqual([ended.status, ended.results, writes], [200, [0, 9998, 9998], 2], ended.text);
    assert.match(ended.json.command2.error_detail, /^Internal error, request /);
    assert.equal(ended.headers["set-cookie"], undefined);
  });

  it("ends one whose write may have committed, too: a poll could do it twice", async () => {
    moments = {
      async write(n, write) {
        const result = await write();
        if (n === 1) return result;
        takesTooLong();
        await turn();
        return lost();
      },
    };
    const email = freshEmail();
    const ended = await post(bodyOf(adding(), adding(email)));
    assert.deepEqual([ended.status, ended.results], [200, [0, 9998]], ended.text);
    assert.equal(ended.headers["set-cookie"], undefined);
    assert.deepEqual((await post(bodyOf(adding(email)))).results, [11408], "the write had committed");
  });
});

describe("a database lost in the first part of a call", () => {
  it("is told with 503, and nothing behind it is done", async () => {
    moments = { write: lost };
    assertFault(await post(bodyOf(adding(), adding())), 503);
    assert.equal(writes, 1);
  });
});
