import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { findCommand } from "../../../src/protocols/archtics/commands/index.ts";
import { type AtsAnswer, atsHeader, testApp } from "../../support/app.ts";
import { assertFault, succeeded } from "./support.ts";

const { command, post } = await testApp();
const ping = { cmd: "ping", uid: "user99", dsn: "apigee" };

/** Asserts the status, and the code that clients may switch on. */
function fault(answer: AtsAnswer, status: number, code: string): void {
  assertFault(answer, status);
  assert.equal(answer.json.fault.detail.errorcode, `willcall.${code}`);
}

/** A body of so many commands. */
const many = (count: number) => ({
  header: atsHeader,
  ...Object.fromEntries(Array.from({ length: count }, (_, i) => [`command${i + 1}`, ping])),
});

describe("a body", () => {
  it("says which way it is wrong: not JSON, no object, too deep, no command", async () => {
    fault(await post("hello"), 400, "NotJson");
    fault(await post(""), 400, "NotJson");
    fault(await post("[]"), 400, "NotAnObject");
    fault(await post(`{"command1":${"[".repeat(64)}${"]".repeat(64)}}`), 400, "TooDeep");
    fault(await post("{}"), 400, "NoCommand");
  });

  for (const wrong of [null, "ping", 1, true, [ping]])
    it(`has a command that is no object: 400 (${JSON.stringify(wrong)})`, async () => {
      fault(await post({ header: atsHeader, command1: wrong }), 400, "BadCommand");
      fault(await post({ header: atsHeader, command1: ping, command2: wrong }), 400, "BadCommand");
    });

  it("has over 100 commands: 400", async () => {
    fault(await post(many(101)), 400, "TooManyCommands");
    const hundred = await post(many(100));
    assert.equal(hundred.json.command100.result, 0);
  });
});

describe("a method", () => {
  for (const method of ["GET", "PUT", "DELETE"] as const)
    it(`is ${method}: 405, whoever asks`, async () => {
      for (const headers of [{ apikey: "willcall-sandbox" }, {}] as Record<string, string>[])
        for (const path of ["/sth-buy/ticketing_services.aspx?dsn=apigee", "/sth-none/ticketing_services.aspx"]) {
          const answer = await post({ header: atsHeader, command1: ping }, { method, headers, path });
          fault(answer, 405, "MethodNotAllowed");
          assert.equal(answer.headers.allow, "POST");
        }
    });
});

describe("a command", () => {
  /** Has customer_query need a product, as commands that sell do. */
  function needs(test: TestContext, product: string): void {
    const query = findCommand("customer_query")!;
    const own = query.product;
    Object.assign(query, { product });
    test.after(() => Object.assign(query, { product: own }));
  }
  const query = { cmd: "customer_query", acct_id: 6, call_reason: "S" };
  const under = (product: string, values = query) => command(values, { path: `/${product}/ticketing_services.aspx?dsn=apigee` });

  it("needs a product beyond the URL's: 401, though the key holds it, before any command runs", async (test) => {
    needs(test, "sth-hold");
    for (const product of ["sth-customer", "sth-inventory"]) fault(await under(product), 401, "CommandNotAllowed");
    const body = { header: atsHeader, command1: ping, command2: { ...ping, ...query } };
    fault(await post(body, { path: "/sth-customer/ticketing_services.aspx?dsn=apigee" }), 401, "CommandNotAllowed");
    for (const product of ["sth-hold", "sth-buy", "archticsservices"]) succeeded(await under(product));
  });
});
