import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import * as ats from "../archtics/support.ts";
import { addUser } from "./organisations.ts";
import { setOwner } from "./queries.ts";
import { answerOf, call, customerOf, john, kiosk, post, refused, succeeded, type Values } from "./support.ts";

const test = await testApp();
const record = (values: Values) => call(test, "record_customer", values);
const edit = (values: Values) => record({ customer_action: "edit", ...values });
const search = (values: Values) => call(test, "customer_search", values);
const validate = (values: Values) => call(test, "validate_customer_password", values);

describe("looking for customers by a secret", () => {
  it("is no way around the lock: five wrong ones lock it there as well, and then the right one finds nobody", async () => {
    succeeded(await edit({ code: "pin-1", card_number: "9990001", customer_PIN: "4711", customer_password: "pa$$w0rd" }));
    const by = (customer_PIN: string) => search({ card_number: "9990001", exact_match: "sensitive", customer_PIN });
    for (let n = 0; n < 5; n++) refused(await by(`000${n}`), /match/);
    refused(await by("4711"), /match/);
    refused(await validate({ code: "pin-1", customer_PIN: "4711" }), /15/);
    const replaced = await call(test, "card_replace", {
      email: "",
      last_name: "",
      first_name: "",
      customer_username: "",
      customer_PIN: "4711",
      new_card_number: "1",
    });
    assert.notEqual(replaced.status, "success");
  });

  it("what is right for one of several counts against none of them", async () => {
    for (const [code, customer_password] of [
      ["s-1", "one-pass"],
      ["s-2", "two-pass"],
    ] as const)
      succeeded(await edit({ code, last_name: "Sharedname", customer_password }));
    for (let n = 0; n < 7; n++) {
      const { customers } = succeeded(await search({ last_name: "Sharedname", customer_password: "one-pass" }));
      assert.deepEqual(
        customers.map((one: { code: string }) => one.code),
        ["s-1"],
      );
    }
    succeeded(await validate({ code: "s-2", customer_password: "two-pass" }));
  });

  it("counts with the attempts of validate_customer_password", async () => {
    succeeded(await edit({ code: "pin-2", last_name: "Countedtogether", customer_PIN: "4711" }));
    for (let n = 0; n < 3; n++) refused(await search({ last_name: "Countedtogether", customer_PIN: "1" }), /match/);
    for (let n = 0; n < 2; n++) refused(await validate({ code: "pin-2", customer_PIN: "2" }), /./);
    refused(await validate({ code: "pin-2", customer_PIN: "4711" }), /15/);
  });
});

describe("a card that was replaced and is the customer's own code", () => {
  it("still answers reads and edits, and is not their card again", async () => {
    succeeded(await record({ customer_action: "new", card_number: "55511122" }));
    const replaced = await call(test, "card_replace", { previous_card: "55511122", new_card_number: "77711122" });
    assert.equal(succeeded(replaced).customer.code, "55511122");
    assert.equal(succeeded(await call(test, "customer_info", { card_number: "55511122" })).customer.card_number, "77711122");
    assert.equal(succeeded(await edit({ card_number: "55511122", first_name: "Caro" })).customer.code, "55511122");
    const customer = await customerOf(test, "55511122");
    assert.deepEqual([customer?.first_name, customer?.card_number], ["Caro", "77711122"]);
    refused(await edit({ code: "55511122", card_number: "55511122", first_name: "Back" }), "card_number");
  });
});

describe("a clerk who replaces cards", () => {
  it("can't take an account over, and joins loaded cards all the same", async () => {
    const { cust_name_id } = await ats.add(test.command, { name_last: "Accountholder" });
    const [found] = succeeded(await search({ last_name: "Accountholder" })).customers;
    succeeded(await edit({ code: "clerk-1", last_name: "Clerkson" }));
    const join = { previous_code: "clerk-1", check_override: "Y", keep_which: "matched" };
    refused(await call(test, "card_replace", { ...join, new_code: found.code }, kiosk), /delete_customer/);
    assert.equal((await customerOf(test, found.code))?.last_name, "Accountholder");
    succeeded(await record({ customer_action: "new", card_number: "loaded-1" }));
    succeeded(await call(test, "card_replace", { ...join, new_code: "loaded-1" }, kiosk));
    succeeded(await call(test, "card_replace", { ...join, previous_code: "loaded-1", new_code: found.code }, john));
    assert.ok(cust_name_id);
  });
});

describe("codes of sixteen digits as JSON numbers", () => {
  it("are taken as they are written", async () => {
    succeeded(await edit({ code: "9007199254740992", first_name: "Even" }));
    const body = JSON.stringify({ ...john, output: "JSON", type: "customer_info" }).replace("}", ',"code":9007199254740993}');
    refused(await post(test, body, { "content-type": "application/json" }), /no such customer/i);
    const right = body.replace("9007199254740993", "9007199254740992");
    assert.equal(succeeded(await post(test, right, { "content-type": "application/json" })).customer.first_name, "Even");
  });
});

describe("who has proved nothing", () => {
  it("is told of no account: not its language, nor whether it takes GET", async () => {
    await test.parts.core.db.run(setOwner, [1, null, "es"]);
    await addUser(test, 1, "jane1970", "clerk");
    await test.parts.directory.refresh();
    const wrong = { user_password: "wrong", output: "JSON" };
    const texts = new Set<string>();
    for (const values of [{ user_id: "jane1970" }, { user_id: "nobody" }])
      texts.add((await call(test, "user_login", values, wrong)).error!);
    for (const account_id of ["greatwidgets", "nowhere"])
      texts.add((await call(test, "customer_info", { user_id: "jane1970", account_id }, wrong)).error!);
    const url = (account_id: string) =>
      `/api.php?${new URLSearchParams({ type: "customer_info", user_id: "jane1970", account_id, ...wrong })}`;
    for (const account_id of ["greatwidgets", "nowhere"])
      texts.add(answerOf(await test.app.inject({ url: url(account_id) })).error!);
    assert.equal(texts.size, 1, [...texts].join("\n"));
    await test.parts.core.db.run(setOwner, [1, null, "en"]);
  });
});

describe("the sandbox's log of calls", () => {
  it("has no secret of another call either", async () => {
    const stray = {
      customer_password: "hunter2secret",
      customer_PIN: "998877",
      account_password: "adminsecret9",
      user_new_password: "other-secret",
    };
    await call(test, "customer_info", { code: "pin-1", ...stray });
    const headers = { authorization: "Bearer willcall-sandbox-admin" };
    const { keys } = (await test.app.inject({ url: "/api/v1/sandbox/keys", headers })).json();
    const { key_id } = keys.find(({ label }: { label: string }) => label === "john1970");
    const { payload } = await test.app.inject({ url: `/api/v1/sandbox/keys/${key_id}/calls?limit=1`, headers });
    assert.match(payload, /customer_info/);
    assert.doesNotMatch(payload, /hunter2secret|998877|adminsecret9|other-secret/);
  });
});

describe("a search for a whole text that is longer than what is indexed", () => {
  it("finds it", async () => {
    const custom_field = `long ${"x".repeat(1_500)} end`;
    succeeded(await edit({ code: "long-1", custom_field }));
    const { customers } = succeeded(await search({ custom_field, exact_match: "insensitive" }));
    assert.equal(customers.length, 1);
  });
});
