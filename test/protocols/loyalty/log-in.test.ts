import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { addAccountId } from "../../../src/core/loyalty/details.ts";
import { makeUser } from "../../../src/core/loyalty/users/change.ts";
import { createOrganisation } from "../../../src/core/organisations/set-up.ts";
import { testApp, testClock } from "../../support/app.ts";
import { call, john, refused, succeeded, type Values } from "./support.ts";
import { userWith } from "./users.ts";

const clock = testClock();
const test = await testApp({ clock });
const { core } = test.parts;
const logIn = (user_id: string, user_password: string, more: Values = { account_id: john.account_id }) =>
  call(test, "user_login", { user_id, user_password, ...more }, {});
const wrong = /^user_id/;
const locked = /15 minutes/;
const operator = (orgId: number) =>
  ({ orgId, timeZone: "UTC", keyId: null, userName: null, protocol: "command-line", call: "x", requestId: "x" }) as const;

describe("user_login refuses", () => {
  it("without a name or a password, naming them", async () => {
    refused(await call(test, "user_login", { user_password: "1970john" }, {}), "user_id");
    refused(await call(test, "user_login", { user_id: "john1970" }, {}), "user_password");
  });

  it("a wrong password, an unknown user or account, and a key, all in the same words", async () => {
    const answers = [
      await logIn("john1970", "wrong"),
      await logIn("nobody", "wrong"),
      await logIn("john1970", "1970john", { account_id: "nowhere" }),
      await logIn("john1970", john.user_password),
      await logIn("two words", "1970john"),
    ];
    for (const one of answers) refused(one, wrong);
    assert.equal(new Set(answers.map(({ error }) => error)).size, 1);
  });

  it("a user without a password", async () => {
    await userWith(test, "bare", { user_role: "K" });
    for (const password of ["", "bare", "null"]) assert.equal((await logIn("bare", password)).status, "error");
  });

  for (const [who, name] of [
    ["a user who is there", "careless"],
    ["one who is not", "ghost"],
  ] as const)
    it(`${who} for 15 minutes after five wrong ones, the right one too`, async () => {
      if (name === "careless") await userWith(test, name, { user_role: "K", user_new_password: "right-one" });
      for (let i = 0; i < 5; i++) refused(await logIn(i % 2 ? name : name.toUpperCase(), "wrong"), wrong);
      refused(await logIn(name, "right-one"), locked);
      clock.pass(15 * 60_000 - 1);
      refused(await logIn(name, "right-one"), locked);
      clock.pass(1);
      if (name === "careless") succeeded(await logIn(name, "right-one"));
      for (let i = 0; i < 5; i++) refused(await logIn(name, "wrong"), wrong);
      refused(await logIn(name, "wrong"), locked);
      clock.pass(15 * 60_000);
    });

  it("nobody else, and not in another account: names are counted by themselves", async () => {
    for (let i = 0; i < 6; i++) await logIn("ghost", "wrong");
    for (let i = 0; i < 6; i++) await logIn("john1970", "wrong", { account_id: "nowhere" });
    succeeded(await logIn("john1970", "1970john"));
  });

  it("all but five of two hundred wrong ones at once, unlooked at", async () => {
    await userWith(test, "crowd", { user_role: "K", user_new_password: "right-one" });
    const answers = await Promise.all(Array.from({ length: 200 }, () => logIn("crowd", "wrong")));
    const checked = answers.filter(({ error }) => wrong.test(error ?? "")).length;
    assert.equal(checked, 5);
    assert.ok(answers.every(({ error }) => wrong.test(error ?? "") || locked.test(error ?? "")));
  });
});

describe("user_login", () => {
  it("begins the count anew with a right password", async () => {
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 4; i++) refused(await logIn("john1970", "wrong"), wrong);
      succeeded(await logIn("john1970", "1970john"));
    }
  });

  it("gives a further key each time, by which calls can be made at once; the older ones go on", async () => {
    const { account } = succeeded(await logIn("JOHN1970", "1970john", { account_id: "GreatWidgets" }));
    assert.deepEqual(
      [account.user_id, account.account_id, account.biz_name, account.language],
      ["john1970", "GreatWidgets", "Great Widgets Arena", "English"],
    );
    const again = succeeded(await logIn("john1970", "1970john")).account;
    assert.notEqual(again.user_api_key, account.user_api_key);
    for (const key of [account.user_api_key, again.user_api_key, john.user_password])
      succeeded(await call(test, "user_info", {}, { ...john, user_password: key }));
  });

  it("finds the account of a user who names none and is in one only", async () => {
    const { account } = succeeded(await logIn("john1970", "1970john", {}));
    succeeded(await call(test, "user_info", {}, { ...john, account_id: account.account_id }));
    const orgId = await createOrganisation(core, { slug: "two", name: "Two", timeZone: "UTC", currency: "EUR", names: [] });
    await addAccountId(core, operator(orgId), "two");
    await makeUser(core, operator(orgId), null, "both", { role: "administrator", password: "both-of-them" });
    assert.equal(succeeded(await logIn("both", "both-of-them", {})).account.account_id, "two");
    await userWith(test, "both", { user_role: "K", user_new_password: "both-of-them" });
    refused(await logIn("both", "both-of-them", {}), wrong);
    assert.equal(succeeded(await logIn("both", "both-of-them", { account_id: "two" })).account.account_id, "two");
    succeeded(await call(test, "user_delete", { user_name: "both" }));
    assert.equal(succeeded(await logIn("both", "both-of-them", {})).account.account_id, "two");
  });

  it("names an account that a narrowed user may call for", async () => {
    const input = { role: "clerk", password: "narrow-one", names: ["greatwidgets"] } as const;
    await makeUser(core, operator(1), null, "narrow", input);
    assert.equal(succeeded(await logIn("narrow", "narrow-one", {})).account.account_id, "greatwidgets");
    refused(await logIn("narrow", "narrow-one", { account_id: "1111222233334444" }), wrong);
  });
});
