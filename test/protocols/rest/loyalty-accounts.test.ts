import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createApiKey } from "../../../src/core/organisations/set-up.ts";
import { directoryCatchesUp } from "../archtics/support.ts";
import { call } from "../loyalty/support.ts";
import { look, rivals, succeeded, unchanged, under, type Values } from "./records.ts";
import { assertProblem, sandboxApp } from "./support.ts";

const test = await sandboxApp();
const { ask, parts } = test;
await rivals(test);
const own = "/organisations/great-widgets-arena";
const accounts = `${own}/loyalty-accounts`;
const users = `${own}/loyalty-users`;
const administrator = { user_name: "second", role: "administrator" };

/** A key with the scopes, and whatever else is given. */
async function keyWith(products: readonly string[], more: object = {}): Promise<string> {
  return (await createApiKey(parts.core, { orgId: 1, label: "x", protocol: "native", products, ...more })).key;
}

describe("another organisation", () => {
  it("is 404", async () => {
    for (const path of ["loyalty-accounts", "loyalty-users"]) {
      assertProblem(await ask("GET", `/organisations/rival/${path}`), 404);
      const body = path === "loyalty-users" ? administrator : { account_id: "mine" };
      assertProblem(await ask("POST", `/organisations/rival/${path}`, body), 404);
    }
    assertProblem(await ask("PATCH", "/organisations/rival/loyalty-accounts", { suspended: true }), 404);
  });
});

describe("an account id is refused", () => {
  for (const [what, body, status, fields] of [
    ["without a name", {}, 400, ["account_id"]],
    ["that is none", { account_id: "a b" }, 400, ["account_id"]],
    ["that is taken", { account_id: "GreatWidgets" }, 409, ["account_id"]],
    ["with an owner's e-mail that is none", { account_id: "x", owner_email: "owner" }, 400, ["owner_email"]],
    ["with what is not known", { account_id: "x", suspended: true }, 400, ["suspended"]],
  ] as const)
    it(what, () =>
      unchanged(ask, accounts, async () =>
        assertProblem(
          await ask("POST", accounts, body),
          status,
          fields.map((one) => `body.${one}`),
        ),
      ),
    );
});

describe("a change of the account is refused", () => {
  for (const [what, body, field] of [
    ["that says nothing", {}, "body"],
    ["with an owner's e-mail that is none", { owner_email: "owner" }, "body.owner_email"],
    ["with a suspension that is neither", { suspended: "on" }, "body.suspended"],
    ["with another account id", { account_id: "other" }, "body.account_id"],
  ] as const)
    it(what, () => unchanged(ask, accounts, async () => assertProblem(await ask("PATCH", accounts, body), 400, [field])));

  it("by a key that may not write the organisation", async () =>
    unchanged(ask, accounts, async () => {
      const by = under(ask, await keyWith(["organisation:read"]));
      assertProblem(await by("PATCH", accounts, { suspended: true }), 403);
    }));
});

const scopes = ["organisation:write", "customers:write", "campaigns:write", "transactions:write"];

describe("a user is refused", () => {
  const refused = (body: Values, status: number, fields: readonly string[], by = ask) =>
    unchanged(ask, users, async () =>
      assertProblem(
        await by("POST", users, body),
        status,
        fields.map((one) => `body.${one}`),
      ),
    );
  for (const [what, body, status, fields] of [
    ["without name and role", {}, 400, ["role", "user_name"]],
    ["under a name that is none", { ...administrator, user_name: "two words" }, 400, ["user_name"]],
    ["under a name that is taken", { ...administrator, user_name: "Kiosk1" }, 409, ["user_name"]],
    ["in a role that is none", { ...administrator, role: "A" }, 400, ["role"]],
    ["with a short password", { ...administrator, password: "1234567" }, 400, ["password"]],
    ["with an end that is another role's", { ...administrator, ends_on: "2099-01-01" }, 400, ["ends_on"]],
    ["without the end of a temporary role", { ...administrator, role: "temporary-clerk" }, 400, ["ends_on"]],
    ["for an account id that is another's", { ...administrator, account_ids: ["nowhere"] }, 400, ["account_ids"]],
  ] as const)
    it(what, () => refused(body, status, fields));

  it("by a key that may not write customers, campaigns or transactions, ends, or has its networks", async () => {
    for (const key of [
      ...(await Promise.all(scopes.map((lacking) => keyWith(scopes.filter((one) => one !== lacking))))).slice(1),
      await keyWith(scopes, { networks: ["127.0.0.0/8"] }),
      await keyWith(scopes, { expiresAt: new Date("2099-01-01") }),
    ])
      await refused(administrator, 403, [], under(ask, key));
    assertProblem(await under(ask, await keyWith(["customers:write"]))("POST", users, administrator), 403);
  });
});

describe("loyalty accounts and users", () => {
  it("are told without secrets", async () => {
    assert.deepEqual(await look(ask, accounts), {
      organisation_id: "great-widgets-arena",
      account_ids: ["1111222233334444", "greatwidgets"],
      accounts: [{ account: 1, account_ids: ["1111222233334444", "greatwidgets"] }],
      get_allowed: true,
      owner_email: null,
      language: "en",
      suspended: false,
    });
    const { data } = await look(ask, users);
    assert.deepEqual(
      data.map((one: Values) => [one.user_name, one.role, one.account_ids, one.calls_per_minute, one.ends_on]),
      [
        ["john1970", "administrator", null, null, null],
        ["kiosk1", "clerk", null, 300, null],
      ],
    );
  });

  it("are made, and calls reach them", async () => {
    const answer = await ask("POST", accounts, {
      account_id: "Third",
      account: 2,
      get_allowed: false,
      owner_email: "owner@widgets.net",
    });
    const made = succeeded(answer, 201);
    assert.equal(answer.headers.location, `/api/v1${accounts}`);
    assert.deepEqual(made.accounts.at(-1), { account: 2, account_ids: ["third"] });
    assert.deepEqual([made.account_ids.at(-1), made.get_allowed, made.owner_email], ["third", false, "owner@widgets.net"]);
    const by = under(ask, await keyWith(scopes, { callsPerMinute: 50 }));
    const body = {
      user_name: "Till",
      role: "temporary-clerk",
      ends_on: "2099-01-01",
      password: "long-enough",
      account_ids: ["THIRD"],
    };
    const user = succeeded(await by("POST", users, body), 201);
    assert.deepEqual(
      [user.user_name, user.account_ids, user.calls_per_minute, user.ends_on],
      ["till", ["third"], 50, "2099-01-01"],
    );
    const who = { user_id: "till", user_password: user.key, account_id: "third" };
    assert.equal((await call(test, "user_info", {}, who)).json.user.user_role, "P");
    assert.equal((await call(test, "user_info", {}, { ...who, account_id: "greatwidgets" })).status, "error");
    assert.equal((await call(test, "user_login", { ...who, user_password: "long-enough" }, {})).status, "success");
  });

  it("are suspended, and go on again", async () => {
    const before = await look(ask, accounts);
    const told = async () => {
      await directoryCatchesUp();
      return (await call(test, "user_info")).error;
    };
    assert.deepEqual(succeeded(await ask("PATCH", accounts, { suspended: true })), { ...before, suspended: true });
    assert.match((await told())!, /^account_id: .*suspended/);
    succeeded(await ask("PATCH", accounts, { owner_email: null, get_allowed: true }));
    assert.match((await told())!, /suspended/);
    assert.equal(succeeded(await ask("PATCH", accounts, { suspended: false })).suspended, false);
    assert.equal(await told(), undefined);
  });
});
