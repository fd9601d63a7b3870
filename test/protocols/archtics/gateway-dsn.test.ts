import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { assertFault, look, succeeded, unchanged } from "./support.ts";

const { command, post } = await testApp();
const path = (query: string) => `/sth-buy/ticketing_services.aspx${query}`;
const ping = (query: string, dsn?: unknown) => command({ cmd: "ping", dsn }, { path: path(query) });

describe("the gateway's DSN", () => {
  for (const query of ["", "?", "?dsn=", "?dsn=%20", "?dns=apigee"])
    it(`is missing in the URL: 404 (${query})`, async () => assertFault(await ping(query, "apigee"), 404));

  for (const query of ["?dsn=nowhere", "?dsn=apigee1", "?dsn=constructor", "?dsn=%00"])
    it(`is unknown in the URL: 404 (${query})`, async () => {
      assertFault(await ping(query, decodeURIComponent(query.slice(5))), 404);
      assertFault(await ping(query, "apigee"), 404);
    });

  for (const [what, dsn] of Object.entries({
    "the organisation's other one": "sandbox",
    unknown: "nowhere",
    empty: "",
    null: null,
    "an array": ["apigee"],
    "an object": { dsn: "apigee" },
    "a number": 1,
  }))
    it(`differs in the JSON, where it is ${what}: 401`, async () => assertFault(await ping("?dsn=apigee", dsn), 401));

  it("is missing in the JSON: 401", async () => {
    assertFault(await ping("?dsn=apigee", undefined), 401);
    assertFault(await post({ command1: { cmd: "ping", uid: "user99" } }), 401);
  });

  it("differs: nothing runs", async () => {
    const values = { cmd: "customer_update", dsn: "sandbox", call_reason: "S", customer: { acct_id: 6, name_last: "Changed" } };
    await unchanged(command, 6, async () => assertFault(await command(values), 401));
  });

  for (const dsn of ["apigee", "sandbox", "db605", "dbabc612", "abcdb612", "dbtest"])
    it(`may be ${dsn}`, async () => succeeded(await ping(`?dsn=${dsn}`, dsn)));

  for (const [query, dsn] of [
    ["?dsn=APIGEE", "apigee"],
    ["?dsn=apigee", "ApiGee"],
    ["?dsn=%20Apigee%20", "apigee"],
    ["?dsn=apigee", " apigee "],
    ["?dsn=+APIGEE", "aPIGEE  "],
  ] as const)
    it(`agrees in any case and with spaces: ${query} and '${dsn}'`, async () => succeeded(await ping(query, dsn)));

  it("reaches the same customers by each of the organisation's DSNs", async () => {
    await look((values) => command({ dsn: "dbtest", ...values }, { path: path("?dsn=dbtest") }), 12345);
  });
});
