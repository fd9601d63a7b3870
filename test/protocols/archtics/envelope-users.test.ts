import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { createUser } from "../../../src/core/organisations/set-up.ts";
import { testApp } from "../../support/app.ts";
import { assertRefused, directoryCatchesUp, freshEmail, sandboxOrgId, succeeded, type Values } from "./support.ts";

const { command, parts } = await testApp();

async function refused(values: Values): Promise<void> {
  const answer = await command({ cmd: "ping", ...values });
  assertRefused(answer, 5010);
  assert.equal(answer.answer.sql_code, -140);
  assert.doesNotMatch(answer.text, /Secret/i);
}

describe("the user of a call", () => {
  before(async () => {
    const make = (userName: string, more: Values) =>
      createUser(parts.core, parts.core.hasher, { orgId: sandboxOrgId, userName, ...more });
    await make("strict", { password: "Secret-1", passwordRequired: true });
    await make("lax", { password: "Secret-2" });
    await make("sandboxer", { names: ["sandbox"] });
    await directoryCatchesUp();
  });

  it("is unknown", async () => {
    for (const uid of ["nobody", "user98", "user9", "constructor", "__proto__"]) await refused({ uid });
  });
  it("is unknown whatever the pwd", () => refused({ uid: "nobody", pwd: "clerk01-pwd" }));
  it("is not one of that DSN", () => refused({ uid: "sandboxer" }));
  it("sends a wrong pwd", async () => {
    for (const pwd of ["wrong", "Clerk01-pwd", "clerk01-pwd ", " clerk01-pwd"]) await refused({ uid: "clerk01", pwd });
    await refused({ uid: "lax", pwd: "Secret-1" });
  });
  it("sends a pwd where none is set", () => refused({ uid: "user99", pwd: "Secret" }));
  it("sends none though it must", () => refused({ uid: "strict" }));

  it("is refused before the command does anything", async () => {
    const email = freshEmail();
    const adding = { cmd: "customer_add", customer: { name_last: "Nobody", email }, pin: "1" };
    await refused({ ...adding, uid: "nobody" });
    await refused({ ...adding, uid: "clerk01", pwd: "wrong" });
    assertRefused(await command({ cmd: "customer_query", email, call_reason: "S" }), 5024);
  });

  it("is known in any case", async () => {
    for (const uid of ["user99", "USER99", "User01", "user99  "]) succeeded(await command({ cmd: "ping", uid }));
  });
  it("sends the right pwd", async () => {
    succeeded(await command({ cmd: "ping", uid: "clerk01", pwd: "clerk01-pwd" }));
    succeeded(await command({ cmd: "ping", uid: "CLERK01", pwd: "clerk01-pwd" }));
    succeeded(await command({ cmd: "ping", uid: "strict", pwd: "Secret-1" }));
    succeeded(await command({ cmd: "ping", uid: "lax", pwd: "Secret-2" }));
  });
  it("sends none and need not", async () => succeeded(await command({ cmd: "ping", uid: "lax" })));
  it("is one of that DSN", async () => {
    const path = "/sth-buy/ticketing_services.aspx?dsn=sandbox";
    succeeded(await command({ cmd: "ping", uid: "sandboxer", dsn: "sandbox" }, { path }));
  });
});
