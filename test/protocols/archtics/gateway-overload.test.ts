import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { buildApp } from "../../../src/app.ts";
import { createAuthenticate } from "../../../src/core/organisations/authenticate.ts";
import { createUser } from "../../../src/core/organisations/set-up.ts";
import { createParts } from "../../../src/parts.ts";
import { createHasher } from "../../../src/platform/secrets/hashing.ts";
import { loadPepper } from "../../../src/platform/secrets/pepper.ts";
import { atsHeader } from "../../support/app.ts";
import { testConfig } from "../../support/config.ts";
import { testDatabase } from "../../support/database.ts";
import { assertFault, sandboxOrgId, type Values } from "./support.ts";

const config = testConfig.config();
const parts = createParts(config, await testDatabase());
// No queue at all: what finds every slot taken is one too many.
const core = { ...parts.core, hasher: createHasher(loadPepper(config.dataDir, config.pepper), config.hashCost, { length: 0 }) };
await createUser(core, core.hasher, { orgId: sandboxOrgId, userName: "secret99", password: "right" });
const app = buildApp({ ...parts, core, authenticate: createAuthenticate(parts.directory, core.hasher) });
after(async () => {
  await app.close();
  await parts.close();
});

async function ask(values: Values) {
  const { statusCode: status, ...response } = await app.inject({
    method: "POST",
    url: "/sth-buy/ticketing_services.aspx?dsn=apigee",
    headers: { apikey: "willcall-sandbox" },
    payload: JSON.stringify({ header: atsHeader, command1: { uid: "user99", dsn: "apigee", ...values } }),
  });
  const json = JSON.parse(response.payload);
  return { status, headers: response.headers, text: response.payload, json, answer: json.command1 };
}

function isFull(): boolean {
  try {
    core.hasher.slots.refuseIfFull();
    return false;
  } catch {
    return true;
  }
}

/** Keeps every slot taken while `work` runs. */
async function whileFull(work: () => Promise<void>): Promise<void> {
  let free = (): void => {};
  const freed = new Promise<void>((resolve) => {
    free = resolve;
  });
  const jobs: Promise<void>[] = [];
  while (!isFull()) jobs.push(core.hasher.slots.run(() => freed));
  try {
    await work();
  } finally {
    free();
    await Promise.all(jobs);
  }
}

describe("a call that needs a hash when too many wait for one", () => {
  const query = { cmd: "customer_query", acct_id: 6, pin: "712554" };
  const calls: [string, Values][] = [
    ["checks a PIN", query],
    ["checks nobody's PIN", { ...query, acct_id: 999_999 }],
    ["stores a PIN", { cmd: "customer_add", customer: { name_last: "Busy" }, pin: "1" }],
    ["checks a password", { cmd: "ping", uid: "secret99", pwd: "right" }],
    ["checks a password for no command", { cmd: "none", uid: "secret99", pwd: "right" }],
  ];
  for (const [what, values] of calls) {
    it(`and ${what} is told to come again: 503`, () =>
      whileFull(async () => {
        const answer = await ask(values);
        assertFault(answer, 503);
        assert.equal(answer.headers["retry-after"], "1");
      }));
  }

  it("has done nothing, and is answered when it comes again", async () => {
    assert.equal((await ask(query)).answer.result, 0);
    await whileFull(async () => assert.equal((await ask({ cmd: "ping" })).answer.result, 0));
  });
});
