import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp, testClock } from "../../support/app.ts";
import { rivals } from "./organisations.ts";
import { addressed, assertRefused, post, sandbox, succeeded } from "./support.ts";

const clock = testClock();
const test = await testApp({ clock });
const { company: company_id, key } = sandbox;
const ask = (body: unknown, remoteAddress?: string) => post(test, "GetSessionToken", body, { remoteAddress });
await rivals(test);

describe("GetSessionToken", () => {
  for (const [what, company] of Object.entries({
    missing: undefined,
    null: null,
    empty: "",
    "a string of its digits": "9001",
    unknown: 4242,
    inactive: 9002,
    zero: 0,
    negative: -9001,
    "a fraction": 9001.5,
    huge: 1e308,
    "over 32 bits": 4294976297,
    true: true,
    "a list": [9001],
    "an object": { id: 9001 },
  }))
    it(`refuses a company_id that is ${what}: 201`, async () => assertRefused(await ask({ key, company_id: company }), 201));

  for (const [what, wrong] of Object.entries({
    missing: undefined,
    null: null,
    empty: "",
    unknown: "0".repeat(32),
    "cut short": key.slice(0, -1),
    "too long": `${key}0`,
    "very long": "A".repeat(100_000),
    "another protocol's": "willcall-sandbox",
    "a number": 1,
    true: true,
    "a list": [key],
    "an object": { key },
    "with a NUL": `${key}\u0000`,
    "a lone surrogate": "\ud800",
    SQL: "' OR '1'='1",
  }))
    it(`refuses a key that is ${what}: 202`, async () => assertRefused(await ask({ key: wrong, company_id }), 202));

  it("refuses a key of another organisation's company, either way: 202", async () => {
    assertRefused(await ask({ key, company_id: 9101 }), 202);
    assertRefused(await ask({ key: "RIVAL1", company_id }), 202);
  });
  it("refuses a key of the organisation's other company: 202", async () => {
    assertRefused(await ask({ key: "RIVAL1", company_id: 9102 }), 202);
    assertRefused(await ask({ key: "RIVAL2", company_id: 9101 }), 202);
  });
  it("tells nobody the key that was sent", async () => {
    assert.doesNotMatch((await ask({ key: "some-secret-key", company_id })).text, /some-secret-key/);
  });

  it("judges the company before the key", async () => {
    assertRefused(await ask({}), 201);
    assertRefused(await ask({ key: "wrong", company_id: 9002 }), 201);
    assertRefused(await ask({ key: 1, company_id: "x" }), 201);
    assertRefused(await ask({ key: addressed.key, company_id: 4242 }), 201);
  });
  it("judges the key before the address", async () => assertRefused(await ask({ key: addressed.key, company_id: 9101 }), 202));

  for (const address of ["127.0.0.1", "192.0.2.11", "192.0.2.1", "::1", "2001:db8::1"])
    it(`refuses a call from an address that is not approved: 204 (${address})`, async () => {
      assertRefused(await ask({ key: addressed.key, company_id }, address), 204);
    });
  for (const header of ["x-forwarded-for", "x-real-ip", "forwarded", "client-ip"])
    it(`refuses it whatever ${header} says: 204`, async () => {
      const headers = { "content-type": "application/json", [header]: header === "forwarded" ? "for=192.0.2.10" : "192.0.2.10" };
      assertRefused(await post(test, "GetSessionToken", { key: addressed.key, company_id }, { headers }), 204);
    });

  it("opens a session from the approved address", async () => {
    succeeded(await ask({ key: addressed.key, company_id }, addressed.remoteAddress));
  });
  it("answers the token and its end, and nothing else", async () => {
    const { session } = succeeded(await ask({ key, company_id }));
    const { session_token, ...ends } = session;
    assert.match(session_token, /^9001\|[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\|0001$/);
    assert.deepEqual(ends, { expires_local_datetime: "2026-06-15 13:00:00", expires_utc_datetime: "2026-06-15 17:00:00" });
  });
  it("answers the local time of the organisation, and the branch of the key", async () => {
    const { session } = succeeded(await ask({ key: "RIVAL20", company_id: 9101 }));
    assert.match(session.session_token, /^9101\|[0-9a-f-]{36}\|0020$/);
    assert.equal(session.expires_local_datetime, "2026-06-15 10:00:00");
  });
  it("gives each call a token of its own", async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask({ key, company_id })));
    const tokens = answers.map((answer) => succeeded(answer).session.session_token);
    assert.equal(new Set(tokens).size, 5);
  });

  for (const [now, utc, local] of [
    ["2026-06-16T03:30:00Z", "2026-06-16 04:30:00", "2026-06-16 00:30:00"],
    ["2026-06-30T23:59:59Z", "2026-07-01 00:59:59", "2026-06-30 20:59:59"],
    ["2026-11-01T04:30:00Z", "2026-11-01 05:30:00", "2026-11-01 01:30:00"],
    ["2026-11-01T05:30:00Z", "2026-11-01 06:30:00", "2026-11-01 01:30:00"],
    ["2026-12-31T23:30:00Z", "2027-01-01 00:30:00", "2026-12-31 19:30:00"],
    ["2027-03-14T06:30:00Z", "2027-03-14 07:30:00", "2027-03-14 03:30:00"],
  ] as const)
    it(`ends a session opened at ${now} an hour later on both clocks`, async () => {
      clock.set(new Date(now));
      const { session } = succeeded(await ask({ key, company_id }));
      assert.deepEqual([session.expires_utc_datetime, session.expires_local_datetime], [utc, local]);
    });
});
