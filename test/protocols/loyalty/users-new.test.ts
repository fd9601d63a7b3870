import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { makeUser } from "../../../src/core/loyalty/users/change.ts";
import { readUser } from "../../../src/core/loyalty/users.ts";
import { testApp } from "../../support/app.ts";
import { call, john, kiosk, refused, succeeded, type Values } from "./support.ts";
import { userOf, userWith } from "./users.ts";

const test = await testApp();
const add = (values: Values, who?: Values) => call(test, "user_new", values, who ?? { ...john });
const names = async (who?: Values) =>
  succeeded(await call(test, "users_list", {}, who ?? { ...john })).users.map((one: { user_id: string }) => one.user_id);

describe("user_new refuses", () => {
  for (const [what, values, field] of [
    ["no name", { user_role: "K" }, "user_name"],
    ["a name with a space", { user_name: "two words", user_role: "K" }, "user_name"],
    ["a name that is too long", { user_name: "x".repeat(65), user_role: "K" }, "user_name"],
    ["a name in use, in any case of letters", { user_name: "KIOSK1", user_role: "K" }, "user_name"],
    ["no role", { user_name: "x" }, "user_role"],
    ["a role that is none", { user_name: "x", user_role: "Z" }, "user_role"],
    ["a short password", { user_name: "x", user_role: "K", user_new_password: "1234567" }, "user_new_password"],
    ["a temporary role without an end", { user_name: "x", user_role: "Q" }, "user_end_date"],
    ["an end of another role", { user_name: "x", user_role: "K", user_end_date: "2099-01-01" }, "user_end_date"],
    ["an end on no day", { user_name: "x", user_role: "P", user_end_date: "2099-02-30" }, "user_end_date"],
    ["a language that is none", { user_name: "x", user_role: "K", language_selector: "de" }, "language_selector"],
    ["a time zone that is none", { user_name: "x", user_role: "K", timezone_selector: "15" }, "timezone_selector"],
    ["a permission that is none", { user_name: "x", user_role: "K", suppress_permissions: "redeem,fly" }, "suppress_permissions"],
    [
      "campaigns that are none",
      { user_name: "x", user_role: "K", allowed_campaigns: "a b" },
      /^allowed_campaigns: must be one of all/,
    ],
    ["an imported key that is too short", { user_name: "x", user_role: "K", new_user_api_key: "1234567" }, "new_user_api_key"],
  ] as const)
    it(`${what}, and adds nobody`, async () => {
      const before = await names();
      refused(await add(values), field);
      assert.deepEqual(await names(), before);
    });

  it("a PIN that another user has, whatever else is sent", async () => {
    await userWith(test, "pin-1", { user_role: "K", user_PIN: "4711" });
    refused(await add({ user_name: "pin-2", user_role: "A", user_PIN: "4711" }), "user_PIN");
    await userWith(test, "pin-3", { user_role: "K", user_PIN: "4712" });
    refused(await call(test, "user_update", { user_name: "pin-3", user_PIN: "4711" }), "user_PIN");
    succeeded(await call(test, "user_update", { user_name: "pin-1", user_PIN: "" }));
    succeeded(await call(test, "user_update", { user_name: "pin-3", user_PIN: "4711" }));
  });

  it("two at once who want one PIN, or one name: one of them", async () => {
    for (const values of [{ user_PIN: "9876" }, { user_name: "same" }]) {
      const answers = await Promise.all(
        Array.from({ length: 6 }, (_, i) => add({ user_name: `${Object.keys(values)[0]}-${i}`, user_role: "K", ...values })),
      );
      assert.equal(answers.filter(({ status }) => status === "success").length, 1);
      for (const one of answers.filter(({ status }) => status === "error")) refused(one, Object.keys(values)[0]!);
    }
  });

  it("who may not manage users, and to give what oneself has not", async () => {
    refused(await add({ user_name: "x", user_role: "K" }, { ...kiosk }), /manage_users/);
    const lesser = await userWith(test, "lesser", { user_role: "A", suppress_permissions: "edit_account" });
    refused(await add({ user_name: "x", user_role: "A" }, { ...lesser }), /edit_account/);
    refused(await call(test, "user_update", { user_name: "lesser", suppress_permissions: "" }, lesser), /edit_account/);
    refused(await call(test, "user_update", { user_name: "john1970", user_new_password: "taken-over" }, lesser), /edit_account/);
    succeeded(await add({ user_name: "x-manager", user_role: "M" }, { ...lesser }));
  });
});

describe("user_new", () => {
  it("adds a user whose key works at once, is told once, and is kept as a hash", async () => {
    const values = {
      user_role: "m",
      user_first_name: "Ada",
      user_last_name: "Roe",
      user_custom1: "Night shift",
      language_selector: "fr",
      timezone_selector: "+05.5",
      allowed_campaigns: "1111222233334444, 2222333344445555",
      user_PIN: "1357",
    };
    const who = await userWith(test, "ada", values);
    assert.match(who.user_password, /^[0-9a-f]{40}$/);
    const { user } = succeeded(await call(test, "user_info", {}, who));
    const { user_permissions: _, ...told } = user;
    assert.deepEqual(told, {
      user_id: "ada",
      user_first_name: "Ada",
      user_last_name: "Roe",
      user_api_key: "",
      user_PIN: "",
      user_addtl_info: "Night shift",
      user_language: "French",
      user_language_custom: "",
      user_timezone: "5.5",
      user_role: "M",
      user_level: "",
      user_end_date: "",
      user_allowed_campaigns: {
        status: "some",
        campaign_ids: [{ xml_value_to_show: "1111222233334444" }, { xml_value_to_show: "2222333344445555" }],
      },
    });
  });

  it("takes all and none for campaigns, and the languages' names", async () => {
    await userWith(test, "all", { user_role: "K", allowed_campaigns: "ALL", language_selector: "Spanish" });
    await userWith(test, "none", { user_role: "K", allowed_campaigns: "none" });
    assert.deepEqual((await userOf(test, "all")).user_allowed_campaigns, { status: "all", campaign_ids: [] });
    assert.equal((await userOf(test, "all")).user_language, "Spanish");
    assert.deepEqual((await userOf(test, "none")).user_allowed_campaigns, { status: "none", campaign_ids: [] });
    const { user_language, user_timezone } = await userOf(test, "none");
    assert.deepEqual([user_language, user_timezone], ["English", succeeded(await call(test, "account_info")).account.timezone]);
  });

  it("takes over a key that is in use already, also one that another has", async () => {
    for (const name of ["shared-1", "shared-2"]) {
      const who = await userWith(test, name, { user_role: "K", new_user_api_key: "0123456789abcdef" });
      assert.equal(who.user_password, "0123456789abcdef");
      assert.equal(succeeded(await call(test, "user_info", {}, who)).user.user_id, name);
    }
  });

  it("allows 300 calls a minute", async () => {
    await userWith(test, "busy", { user_role: "K" });
    assert.equal((await readUser(test.parts.core, 1, "busy"))?.callsPerMinute, 300);
  });
});

describe("a user who is narrowed to an account id", () => {
  it("calls under it alone, sees nobody who is not, and adds users who are narrowed as well", async () => {
    const { core } = test.parts;
    const caller = {
      orgId: 1,
      timeZone: "UTC",
      keyId: null,
      userName: null,
      protocol: "command-line",
      call: "x",
      requestId: "x",
    } as const;
    const { key } = await makeUser(core, caller, null, "narrow", { role: "administrator", names: ["greatwidgets"] });
    const who = { user_id: "narrow", user_password: key, account_id: "GreatWidgets" };
    refused(await call(test, "user_info", {}, { ...who, account_id: "1111222233334444" }), /^user_id/);
    assert.deepEqual(await names(who), ["narrow"]);
    refused(await call(test, "user_info", { user_name: "john1970" }, who), "user_name");
    refused(await call(test, "user_delete", { user_name: "kiosk1" }, who), "user_name");
    const { user } = succeeded(await add({ user_name: "below", user_role: "K" }, who));
    const below = { user_id: "below", user_password: user.user_api_key, account_id: "1111222233334444" };
    refused(await call(test, "user_info", {}, below), /^user_id/);
    assert.deepEqual(await names(who), ["below", "narrow"]);
  });
});
