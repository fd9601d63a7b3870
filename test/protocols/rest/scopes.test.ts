import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { holds, type Scope, scopes } from "../../../src/protocols/rest/call.ts";
import { calls } from "../../../src/protocols/rest/calls/index.ts";
import { addCustomer, everyPage, keyFor, nobody, under } from "./records.ts";
import { assertProblem, type Method, sandboxApp } from "./support.ts";

const test = await sandboxApp();
const { ask, parts } = test;
const uuid = parts.core.ids.uuid();
/** An address of a call, with ids of what is not there. */
const addressOf = (path: string): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name) => (name === "key_id" ? uuid : String(nobody)));
/** One that holds a scope; as :write, its :read too. */
const opens = (scope: Scope): readonly string[] => [scope, scope.replace(":read", ":write")];

/** For each scope, keys with nothing, with all others, with it alone, and with its :write alone. */
const keys = new Map<Scope, readonly string[]>();
for (const scope of scopes) {
  const others = scopes.filter((one) => !opens(scope).includes(one));
  const products = [[], others, [scope], opens(scope).slice(1)];
  keys.set(scope, await Promise.all(products.map((held) => keyFor(test, held))));
}

for (const scope of scopes) {
  const mine = calls.filter((one) => one.scope === scope);
  const names = (one: (typeof calls)[number]) => `${one.method} ${one.path}`;
  const [none, all, own, writing] = keys.get(scope) as [string, string, string, string];
  const send = (one: (typeof calls)[number], key: string, body?: unknown) =>
    under(ask, key)(one.method as Method, addressOf(one.path), body);

  describe(`the scope ${scope}`, () => {
    for (const one of mine) {
      it(`is needed for ${names(one)}, before anything else of the request is looked at`, async () => {
        for (const key of [none, all])
          for (const body of one.method === "GET" ? [undefined] : [undefined, "{", { unknown: 1 }]) {
            const answer = await send(one, key, body);
            assertProblem(answer, 403);
            assert.ok(answer.json.detail.includes(scope));
          }
      });

      it(`suffices for ${names(one)}`, async () => {
        for (const key of scope.endsWith(":read") ? [own, writing] : [own]) {
          const { status, json } = await send(one, key);
          assert.ok(status !== 401 && status !== 403 && status < 500, JSON.stringify(json));
        }
      });
    }
  });
}

describe("scopes", () => {
  it("are each the scope of some call, but for those that are still to come", () => {
    const used = new Set(calls.map(({ scope }) => scope));
    assert.deepEqual(
      scopes.filter((one) => !used.has(one)),
      [],
    );
  });

  it("that end in :write open the :read of the same, and nothing opens a :write or another's", () => {
    for (const held of scopes)
      for (const wanted of scopes)
        assert.equal(holds([held], wanted), held === wanted || opens(wanted).includes(held), `${held} ${wanted}`);
    assert.equal(holds([], "customers:read"), false);
    assert.equal(holds(["customers"], "customers:read"), false);
  });

  it("are asked for of what really is done: a key that only reads adds and changes nothing", async () => {
    const { customer_id, version } = await addCustomer(ask);
    const before = await everyPage(ask, "/customers");
    const reader = under(ask, await keyFor(test, ["customers:read", "deliveries:write"]));
    assertProblem(await reader("POST", "/customers", { family_name: "Not" }), 403);
    assertProblem(await reader("PATCH", `/customers/${customer_id}`, { city: "X" }, { "if-match": `"${version}"` }), 403);
    assertProblem(await reader("PUT", "/accounts/6/lock"), 403);
    assert.deepEqual(await everyPage(reader, "/customers"), before);
  });
});
