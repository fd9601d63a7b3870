import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { call, john, kiosk, refused, succeeded, type Values } from "./support.ts";
import { userOf, userWith } from "./users.ts";

const test = await testApp();
const update = (values: Values, who: Values = { ...john }) => call(test, "user_update", values, who);
const remove = (name: string, who: Values = { ...john }) => call(test, "user_delete", { user_name: name }, who);

describe("user_info", () => {
  it("refuses somebody else, unless the caller may manage users, and whom nobody knows", async () => {
    for (const name of ["john1970", "nobody"]) refused(await call(test, "user_info", { user_name: name }, kiosk), /manage_users/);
    for (const name of ["nobody", "two words", "x".repeat(64)])
      refused(await call(test, "user_info", { user_name: name }), "user_name");
    refused(await call(test, "users_list", {}, kiosk), /manage_users/);
  });

  it("tells everybody about themselves, and an administrator about all", async () => {
    assert.equal(succeeded(await call(test, "user_info", {}, kiosk)).user.user_id, "kiosk1");
    assert.equal(succeeded(await call(test, "user_info", { user_name: "KIOSK1" }, kiosk)).user.user_role, "K");
    assert.equal((await userOf(test, "Kiosk1")).user_first_name, "Kiosk");
    const { users } = succeeded(await call(test, "users_list"));
    assert.deepEqual(users, [await userOf(test, "john1970"), await userOf(test, "kiosk1")]);
  });

  it("writes the ids of campaigns as children of their container in XML", async () => {
    await userWith(test, "ids", { user_role: "K", allowed_campaigns: "1111222233334444,3333444455556666" });
    const { text } = await call(test, "user_info", { user_name: "ids", output: "XML" });
    const ids = "<campaign_id>1111222233334444</campaign_id><campaign_id>3333444455556666</campaign_id>";
    assert.ok(text.includes(`<campaign_ids>${ids}</campaign_ids>`), text);
  });
});

describe("user_update refuses", () => {
  for (const [what, values, field] of [
    ["no name", { user_first_name: "x" }, "user_name"],
    ["whom nobody knows", { user_name: "nobody", user_first_name: "x" }, "user_name"],
    ["to take the role from the last administrator", { user_name: "john1970", user_role: "M" }, "user_role"],
    ["to take user management from the last", { user_name: "john1970", suppress_permissions: "manage_users" }, "user_role"],
    ["a short password", { user_name: "kiosk1", user_new_password: "1234567" }, "user_new_password"],
    ["a temporary role without an end", { user_name: "kiosk1", user_role: "P" }, "user_end_date"],
    ["an end of another role", { user_name: "kiosk1", user_end_date: "2099-01-01" }, "user_end_date"],
  ] as const)
    it(`${what}, and changes nothing`, async () => {
      const before = await call(test, "users_list");
      refused(await update({ ...values, user_last_name: "Changed" }), field);
      assert.deepEqual((await call(test, "users_list")).json, before.json);
    });

  it("who may not manage users, of themselves too", async () =>
    refused(await update({ user_name: "kiosk1", user_role: "A" }, { ...kiosk }), /manage_users/));

  it("two administrators who would demote each other at once: one of them stays", async () => {
    const who = await userWith(test, "second", { user_role: "A" });
    const answers = await Promise.all([
      update({ user_name: "second", user_role: "M" }),
      update({ user_name: "john1970", user_role: "M" }, { ...who }),
    ]);
    const left = [(await userOf(test, "john1970").catch(() => null))?.user_role, answers.map(({ status }) => status)];
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), ["error", "success"], JSON.stringify(left));
    if (answers[1].status === "success") succeeded(await update({ user_name: "john1970", user_role: "A" }, { ...who }));
    succeeded(await remove("second"));
  });
});

describe("user_update", () => {
  it("changes what is sent and leaves the rest", async () => {
    await userWith(test, "lee", { user_role: "K", user_first_name: "Lee", user_last_name: "Ray", user_PIN: "2222" });
    const { user } = succeeded(
      await update({ user_name: "LEE", user_last_name: "", user_custom1: "Till 3", allowed_campaigns: "1111222233334444" }),
    );
    assert.deepEqual(user, { user_id: "lee", user_api_key: "" });
    const told = await userOf(test, "lee");
    assert.deepEqual(
      [told.user_first_name, told.user_last_name, told.user_addtl_info, told.user_allowed_campaigns.status],
      ["Lee", "", "Till 3", "some"],
    );
  });

  it("gives a role that the very next call goes by, and takes the end date when it is no longer temporary", async () => {
    const who = await userWith(test, "temp", { user_role: "P", user_end_date: "2099-01-01" });
    refused(await call(test, "users_list", {}, who), /manage_users/);
    succeeded(await update({ user_name: "temp", user_role: "A" }));
    succeeded(await call(test, "users_list", {}, who));
    assert.equal((await userOf(test, "temp")).user_end_date, "");
    succeeded(await update({ user_name: "temp", user_role: "K" }));
    refused(await call(test, "users_list", {}, who), /manage_users/);
  });

  it("takes over a further key, and on renew_api_key ends all others", async () => {
    const who = await userWith(test, "keys", { user_role: "K" });
    const imported = "an-imported-key";
    assert.equal(succeeded(await update({ user_name: "keys", new_user_api_key: imported })).user.user_api_key, imported);
    for (const key of [who.user_password, imported]) succeeded(await call(test, "user_info", {}, { ...who, user_password: key }));
    const { user } = succeeded(await update({ user_name: "keys", renew_api_key: "Yes" }));
    for (const key of [who.user_password, imported])
      refused(await call(test, "user_info", {}, { ...who, user_password: key }), /^user_id/);
    succeeded(await call(test, "user_info", {}, { ...who, user_password: user.user_api_key }));
  });
});

describe("user_delete", () => {
  it("refuses no name, whom nobody knows, oneself, and who may not manage users", async () => {
    refused(await call(test, "user_delete", {}), "user_name");
    refused(await remove("nobody"), "user_name");
    refused(await remove("JOHN1970"), "user_name");
    refused(await remove("kiosk1", { ...kiosk }), /manage_users/);
    const other = await userWith(test, "other", { user_role: "A" });
    refused(await remove("other", { ...other }), "user_name");
    assert.equal((await userOf(test, "kiosk1")).user_id, "kiosk1");
  });

  it("refuses to remove, or to lessen, who may do what oneself may not", async () => {
    const lesser = await userWith(test, "lesser", { user_role: "A", suppress_permissions: "edit_account" });
    await userWith(test, "greater", { user_role: "A" });
    refused(await remove("greater", { ...lesser }), /edit_account/);
    refused(await update({ user_name: "greater", user_role: "K" }, { ...lesser }), /edit_account/);
    assert.equal((await userOf(test, "greater")).user_role, "A");
    succeeded(await update({ user_name: "greater", suppress_permissions: "edit_account" }));
    succeeded(await remove("greater", { ...lesser }));
    succeeded(await remove("lesser"));
  });

  it("removes the user: the key, the password and the name are free at once", async () => {
    const who = await userWith(test, "leaver", { user_role: "K", user_new_password: "long-enough", user_PIN: "8888" });
    succeeded(await call(test, "user_info", {}, who));
    const { user } = succeeded(await remove("leaver"));
    assert.deepEqual(user, { status: "deleted", user_id: "leaver" });
    refused(await call(test, "user_info", {}, who), /^user_id/);
    refused(await call(test, "user_login", { user_id: "leaver", user_password: "long-enough" }, {}), /^user_id/);
    const again = await userWith(test, "leaver", { user_role: "O", user_PIN: "8888" });
    refused(await call(test, "user_info", {}, who), /^user_id/);
    assert.equal(succeeded(await call(test, "user_info", {}, again)).user.user_role, "O");
  });
});
