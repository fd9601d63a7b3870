import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { makeUser } from "../../../src/core/loyalty/users/change.ts";
import { testApp } from "../../support/app.ts";
import { sandboxOrgId } from "../archtics/support.ts";
import { addUser } from "./organisations.ts";
import { call, refused, succeeded, type Values } from "./support.ts";
import { operator, userOf, userWith } from "./users.ts";

const test = await testApp();
const { core } = test.parts;
const demote = (name: string, values: Values = { user_role: "M" }) => call(test, "user_update", { user_name: name, ...values });
const remove = (name: string) => call(test, "user_delete", { user_name: name });

/** The sandbox's administrator can neither lose the role nor user management. */
async function johnStays(): Promise<void> {
  refused(await demote("john1970"), "user_role");
  refused(await demote("john1970", { suppress_permissions: "manage_users" }), "user_role");
  assert.equal((await userOf(test, "john1970")).user_role, "A");
}

describe("the last administrator is the last one beside", () => {
  it("an administrator who may not manage users", async () => {
    await userWith(test, "bound", { user_role: "A", suppress_permissions: "manage_users" });
    await johnStays();
    succeeded(await remove("bound"));
  });

  it("one who may call under some names only, and so does not see all users", async () => {
    await makeUser(core, operator, null, "narrow", { role: "administrator", names: ["greatwidgets"] });
    await johnStays();
    succeeded(await remove("narrow"));
  });

  it("one whose last day is over", async () => {
    await addUser(test, sandboxOrgId, "over", "administrator", { endsOn: "2001-01-01" });
    await johnStays();
    succeeded(await remove("over"));
  });
});

describe("an administrator may lose the role", () => {
  it("beside one who has all of it, who then is the last", async () => {
    const who = await userWith(test, "second", { user_role: "A" });
    succeeded(await demote("john1970"));
    refused(await call(test, "user_update", { user_name: "second", user_role: "M" }, { ...who }), "user_role");
  });
});
