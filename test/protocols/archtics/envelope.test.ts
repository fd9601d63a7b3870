import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { atsHeader, testApp } from "../../support/app.ts";
import { assertRefused, succeeded } from "./support.ts";

const { command, post } = await testApp();
const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
const query = { cmd: "customer_query", acct_id: 12345, call_reason: "S" };

describe("the envelope", () => {
  it("refuses an unknown command", async () => {
    for (const cmd of ["nonsense", "customer query", "constructor", "__proto__", "x".repeat(33)])
      assertRefused(await command({ cmd }), 9999);
  });

  it("refuses a ref, site_name or call_reason that is too long or not text", async () => {
    assertRefused(await command({ ...query, ref: "r".repeat(33) }), 9999, "ref");
    assertRefused(await command({ ...query, site_name: "s".repeat(25) }), 9999, "site_name");
    assertRefused(await command({ ...query, site_name: ["web"] }), 9999, "site_name");
    assertRefused(await command({ ...query, ref: { a: 1 } }), 9999, "ref");
  });

  it("refuses them with 5014 on customer_add", async () => {
    const add = { cmd: "customer_add", customer: { name_last: "Long" }, pin: "1" };
    assertRefused(await command({ ...add, ref: "r".repeat(33) }), 5014, "ref");
    assertRefused(await command({ ...add, site_name: "s".repeat(25) }), 5014, "site_name");
  });

  it("answers nothing but the command's refusal, with header.result 0", async () => {
    const { json, answer } = await command({ cmd: "customer_query", ref: "r", acct_id: 999999, call_reason: "S" });
    assert.deepEqual(Object.keys(json).sort(), ["command1", "header"]);
    assert.deepEqual([answer.cmd, answer.ref, answer.result, json.header.result], ["customer_query", "r", 5024, 0]);
  });

  it("echoes cmd as it was sent, and ref when it was sent", async () => {
    for (const cmd of ["ping", "Ping", "PING", "pInG"]) {
      const answer = succeeded(await command({ cmd, ref: cmd }));
      assert.deepEqual([answer.cmd, answer.ref], [cmd, cmd]);
    }
    const longest = "r".repeat(32);
    assert.equal(succeeded(await command({ cmd: "ping", ref: longest })).ref, longest);
    assert.equal("ref" in succeeded(await command({ cmd: "ping" })), false);
  });

  it("echoes the header, and adds the result and Willcall's version", async () => {
    for (const sent of [
      atsHeader,
      { ver: 1, src_sys_type: 2, src_sys_name: "testing", archtics_version: "V605" },
      { ver: "0.9", src_sys_type: "2", src_sys_name: "Other System", archtics_version: "v999" },
    ]) {
      const command1 = { cmd: "ping", uid: "user99", dsn: "apigee" };
      const { json } = await post({ header: sent, command1 });
      assert.deepEqual(json.header, { ...sent, ats_version: version, result: 0 });
    }
  });

  it("takes names in any case, and answers under the same command names", async () => {
    const { json } = await post({
      Header: atsHeader,
      COMMAND1: { CMD: "customer_query", UID: "user99", Dsn: "apigee", Acct_Id: 12345, CALL_REASON: "S", Ref: "x" },
      Command2: { Cmd: "ping", Uid: "user99", DSN: "apigee" },
    });
    assert.deepEqual([json.COMMAND1.result, json.COMMAND1.customer.acct_id, json.COMMAND1.ref], [0, 12345, "x"]);
    assert.equal(json.Command2.result, 0);
  });

  it("takes enumerated values in any case", async () => succeeded(await command({ ...query, call_reason: "s" })));

  it("takes an integer as a string", async () => {
    assert.equal(succeeded(await command({ ...query, acct_id: "12345" })).customer.acct_id, 12345);
    assert.equal(succeeded(await command({ ...query, acct_id: "12345  " })).customer.acct_id, 12345);
  });

  it("takes the members of additional_params for the command's own", async () => {
    const { cmd, ...parameters } = query;
    assert.equal(succeeded(await command({ cmd, additional_params: parameters })).customer.acct_id, 12345);
    assert.equal(succeeded(await command({ cmd, Additional_Params: { ACCT_ID: "6", pin: "712554" } })).pin, "712554");
    const email = "params@example.com";
    const customer = { name_last: "Params", email };
    succeeded(await command({ cmd: "customer_add", additional_params: { customer, pin: "1", other_info_3: "three" } }));
    const added = succeeded(await command({ cmd, email, call_reason: "S" }));
    assert.deepEqual([added.customer.name_last, added.other_info_3], ["Params", "three"]);
  });

  it("ignores unknown fields", async () => succeeded(await command({ ...query, nonsense: [1], Account_Rep: "x" })));
});
