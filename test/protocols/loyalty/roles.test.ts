import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isPermitted, permissions, roles } from "../../../src/core/loyalty/roles.ts";
import type { LoyaltyCall } from "../../../src/protocols/loyalty/call.ts";
import { calls } from "../../../src/protocols/loyalty/calls/index.ts";
import { wirePermission } from "../../../src/protocols/loyalty/permissions.ts";
import { roleLetters } from "../../../src/protocols/loyalty/roles.ts";
import { testApp, testClock } from "../../support/app.ts";
import { call, john, refused, succeeded } from "./support.ts";
import { userOf, userWith } from "./users.ts";

const clock = testClock();
const test = await testApp({ clock });
const notPermitted = /^user_id: the user has no permission/i;
const guarded = calls.filter((one): one is LoyaltyCall & { permission: string } => one.permission !== null);
const letters = Object.entries(roleLetters).map(([letter, { role }]) => [letter, role]) as [
  keyof typeof roleLetters,
  keyof typeof roles,
][];
const endDate = (letter: string) => (letter === "P" || letter === "Q" ? "2026-06-20" : undefined);

/** What the specification says of the roles (decisions.md, section 3), not what the code says. */
const may: Readonly<Record<string, { readonly yes: readonly string[]; readonly no: readonly string[] }>> = {
  A: { yes: permissions, no: [] },
  M: { yes: ["redeem", "delete-customer", "delete-campaign", "manage-fields"], no: ["manage-users", "edit-account"] },
  S: {
    yes: ["redeem", "add-customer", "manage-fields", "add-campaign"],
    no: ["delete-customer", "delete-campaign", "manage-users"],
  },
  N: { yes: ["add-campaign", "edit-rewards", "delete-items", "manage-fields"], no: ["add-customer", "redeem", "access-reports"] },
  K: { yes: ["add-customer", "record-transaction", "redeem"], no: ["manage-fields", "access-reports", "delete-customer"] },
  H: { yes: ["add-customer", "record-transaction", "redeem"], no: ["manage-fields", "access-reports", "delete-customer"] },
  C: { yes: ["look-up-customer", "access-reports"], no: ["add-customer", "redeem", "record-transaction"] },
  O: { yes: ["look-up-customer", "access-reports"], no: ["add-customer", "redeem", "record-transaction"] },
  P: { yes: ["add-customer", "record-transaction", "redeem"], no: ["manage-fields", "access-reports"] },
  Q: { yes: ["add-customer", "record-transaction", "redeem"], no: ["manage-fields", "access-reports"] },
  F: { yes: ["look-up-customer", "redeem"], no: ["add-customer", "record-transaction", "access-reports"] },
  G: { yes: ["access-reports"], no: ["import-customers", "add-customer", "redeem"] },
  I: { yes: ["access-reports", "import-customers", "import-transactions"], no: ["add-customer", "redeem"] },
  L: { yes: ["redeem", "add-customer", "add-campaign"], no: ["delete-customer", "manage-users"] },
  D: { yes: ["add-campaign", "edit-rewards", "manage-fields"], no: ["delete-campaign", "delete-fields", "add-customer"] },
};

describe("roles", () => {
  it("are all of the vendor's, and all of the core's", () => {
    assert.deepEqual(Object.keys(may).toSorted(), letters.map(([letter]) => letter).toSorted());
    assert.deepEqual(Object.keys(roles).toSorted(), letters.map(([, role]) => role).toSorted());
  });

  for (const [letter, role] of letters)
    it(`${letter} is what the specification says`, async () => {
      const who = await userWith(test, `is-${letter}`, { user_role: letter, user_end_date: endDate(letter) });
      const { user } = succeeded(await call(test, "user_info", {}, who));
      assert.equal(user.user_role, letter);
      for (const one of may[letter]!.yes) assert.equal(user.user_permissions[wirePermission(one)], "Yes", one);
      for (const one of may[letter]!.no) assert.equal(user.user_permissions[wirePermission(one)], "No", one);
      for (const { type, permission } of guarded) {
        const allowed = isPermitted({ role, suppressed: [] }, permission as never);
        const { error, http } = await call(test, type, { user_name: undefined }, who);
        assert.equal(http, 200);
        assert.equal(notPermitted.test(error ?? ""), !allowed, `${type}: ${error}`);
      }
    });
});

describe("a permission that was taken away", () => {
  it("is refused for each call that needs it, names itself, and comes back", async () => {
    const who = await userWith(test, "narrow", { user_role: "A" });
    for (const permission of new Set(guarded.map((one) => one.permission))) {
      const name = wirePermission(permission);
      succeeded(await call(test, "user_update", { user_name: "narrow", suppress_permissions: `${name}, redeem` }));
      const { user_permissions: told } = await userOf(test, "narrow");
      assert.deepEqual([told[name], told.redeem], ["No", "No"]);
      for (const { type } of guarded.filter((one) => one.permission === permission))
        refused(await call(test, type, {}, who), new RegExp(`${notPermitted.source}.*\\b${name}\\b`, "i"));
    }
    succeeded(await call(test, "user_update", { user_name: "narrow", suppress_permissions: "" }));
    const { user_permissions: told } = await userOf(test, "narrow");
    assert.ok(Object.values(told).every((one) => one === "Yes"));
  });
});

describe("a user with an end date", () => {
  it("calls to the end of that day in the organisation's time zone, and no longer, by key and by password", async () => {
    const values = { user_role: "P", user_end_date: "2026-06-16", user_new_password: "until-then" };
    const who = await userWith(test, "summer", values);
    const logIn = () =>
      call(test, "user_login", { user_id: "summer", user_password: "until-then", account_id: john.account_id }, {});
    // Midnight in New York.
    clock.set(new Date("2026-06-17T03:59:00Z"));
    succeeded(await call(test, "user_info", {}, who));
    succeeded(await logIn());
    clock.set(new Date("2026-06-17T04:00:00Z"));
    refused(await call(test, "user_info", {}, who), /^user_id/);
    refused(await logIn(), /^user_id/);
    succeeded(await call(test, "user_update", { user_name: "summer", user_end_date: "2026-06-17" }));
    succeeded(await call(test, "user_info", {}, who));
  });
});
