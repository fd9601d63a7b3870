import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { endApiKey } from "../../../src/core/organisations/set-up.ts";
import { testApp, testClock } from "../../support/app.ts";
import { addKey, directoryCatchesUp, rivals, sandboxOrgId } from "./organisations.ts";
import { sessionCalls, withoutEffect } from "./session-calls.ts";
import { addressed, assertRefused, client, post, succeeded } from "./support.ts";

const clock = testClock();
const test = await testApp({ clock });
const by = client(test);
const owner = client(test);
const minute = 60_000;
const uuid = "85d1c76d-5088-4cbe-a681-f3a86594dac9";

/** Asserts that each call with a token is refused from an address, and that nothing is read or written. */
async function nothing(code: number, session_token: string, company_id = 9001, remoteAddress?: string): Promise<void> {
  await owner.open();
  await withoutEffect(owner, async (bodyOf) => {
    for (const call of sessionCalls) {
      const answer = await post(test, call.name, { company_id, session_token, ...bodyOf(call) }, { remoteAddress });
      assertRefused(answer, code);
      if (code === 202) assert.equal(answer.details, "Session token invalid or expired");
    }
  });
}

describe("a session token", () => {
  let first = "";
  let rival: Awaited<ReturnType<typeof rivals>>;
  before(async () => {
    await addKey(test, "ending", { key: "ENDING", expiresAt: new Date(clock.now().getTime() + 10 * minute) });
    await addKey(test, "near", { key: "NEAR", networks: ["192.0.2.0/24"] });
    rival = await rivals(test);
    first = await by.open();
  });

  for (const token of [
    "x",
    "9001",
    "9001||0001",
    `9001|${uuid}|0001`,
    "9001|00000000-0000-4000-8000-000000000000|0001",
    "' OR '1'='1",
    `9001|${uuid}|0001' --`,
    "%",
    "x".repeat(100_000),
  ])
    it(`that nobody was given: 202 (${JSON.stringify(token.slice(0, 60))})`, () => nothing(202, token));

  for (const [what, change] of Object.entries({
    "is cut short": (token: string) => token.slice(0, -1),
    "has more at its end": (token: string) => `${token}1`,
    "is of another branch": (token: string) => token.replace(/0001$/, "0002"),
    "has no company": (token: string) => token.replace(/^9001\|/, ""),
    "is its middle only": (token: string) => token.split("|")[1]!,
    "is an API key": () => "A54C18709701456E654F3FE78712E73E",
  }))
    it(`that ${what}: 202`, () => nothing(202, change(first)));

  for (const [what, value] of Object.entries({ missing: undefined, null: null, empty: "" }))
    it(`that is ${what}: 301 or 202`, async () => {
      await withoutEffect(owner, async (bodyOf) => {
        for (const call of sessionCalls) {
          const body = { company_id: 9001, session_token: value, ...bodyOf(call) };
          assertRefused(await post(test, call.name, body), [202, 301]);
        }
      });
    });

  it("of another organisation: 202", async () => {
    await nothing(202, await rival.first.open());
    await nothing(202, first, 9101);
  });
  it("of another organisation, rewritten to be of the company: 202", async () => {
    await nothing(202, (await rival.first.open()).replace(/^9101/, "9001"));
    await nothing(202, first.replace(/^9001/, "9101"), 9101);
  });
  it("of another company of the organisation: 202", async () => {
    const [one, other] = [await rival.first.open(), await rival.other.open()];
    await nothing(202, one, 9102);
    await nothing(202, other, 9101);
    await nothing(202, one.replace(/^9101/, "9102"), 9102);
  });
  it("of an inactive company: 201", () => nothing(201, first, 9002));
  it("of a company that there is not: 201", () => nothing(201, first, 4242));

  for (const address of ["127.0.0.1", "192.0.2.11", "::1"])
    it(`from an address that its key does not approve: 204 (${address})`, async () => {
      await nothing(204, await client(test, addressed).open(), 9001, address);
    });
  it("from an address outside its key's network: 204", async () => {
    const near = client(test, { company: 9001, key: "NEAR", remoteAddress: "192.0.2.200" });
    const token = await near.open();
    succeeded(await near.call("GetCustomer", { customer_id: 1408 }));
    await nothing(204, token, 9001, "192.0.3.1");
  });
  it("of a key that has been revoked: 202", async () => {
    const { key, keyId } = await addKey(test, "to revoke");
    await directoryCatchesUp();
    const token = await client(test, { company: 9001, key }).open();
    await endApiKey(test.parts.core, sandboxOrgId, keyId);
    await directoryCatchesUp();
    await nothing(202, token);
    assertRefused(await post(test, "GetSessionToken", { key, company_id: 9001 }), 202);
  });
  it("of a key that has expired: 202, though it worked before", async () => {
    const ending = client(test, { company: 9001, key: "ENDING" });
    const token = await ending.open();
    clock.pass(10 * minute - 1000);
    succeeded(await ending.call("GetCustomer", { customer_id: 1408 }));
    clock.pass(1001);
    await nothing(202, token);
    assertRefused(await post(test, "GetSessionToken", { key: "ENDING", company_id: 9001 }), 202);
  });
  it("after its 60 minutes: 202, and not before", async () => {
    const token = await by.open();
    clock.pass(60 * minute - 1000);
    for (const { name, body } of sessionCalls) succeeded(await by.call(name, body()));
    clock.pass(1001);
    await nothing(202, token);
    clock.pass(24 * 60 * minute);
    await nothing(202, token);
  });
  it("is not prolonged by use", async () => {
    const token = await by.open();
    for (let minutes = 0; minutes < 60; minutes += 20) {
      succeeded(await by.call("GetCustomer", { customer_id: 1408 }));
      clock.pass(20 * minute);
    }
    clock.pass(1);
    await nothing(202, token);
  });
});
