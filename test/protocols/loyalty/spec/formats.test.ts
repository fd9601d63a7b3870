import assert from "node:assert/strict";
import { test } from "node:test";
import { type TestApp, testApp, testClock } from "../../../support/app.ts";
import { type Row, rows } from "./formats-cases.ts";
import { assertStrings, forms, type Said, saidIn } from "./forms.ts";

/** Each form has an app of its own, on which the same calls are made in the same order. */
const apps = Object.fromEntries(
  await Promise.all(Object.keys(forms).map(async (name) => [name, await testApp({ clock: testClock() })] as const)),
) as Record<keyof typeof forms, TestApp>;

const tokens: Record<string, string> = {};

for (const row of rows) {
  test(`${titleOf(row)} says the same in XML, JSON, condensed JSON and JSONP`, async () => {
    const said: Record<string, Said> = {};
    for (const [name, form] of Object.entries(forms) as [keyof typeof forms, (typeof forms)["XML"]][]) {
      const token = row.type === "validate_time_token" ? { token: tokens[name] } : {};
      const answer = await saidIn(form, apps[name], row.type, { ...row.values, ...token }, row.search);
      if (answer.token) tokens[name] = answer.token;
      assertStrings(answer);
      assert.equal(answer.status, row.status ?? "success", `${name}: ${JSON.stringify(answer)}`);
      if (row.status === "error") assertError(answer, row);
      else assert.equal(answer.error, undefined);
      said[name] = withoutRandom(answer, row.random ?? {});
    }
    for (const name of Object.keys(forms)) assert.deepEqual(said[name], said.XML, name);
  });
}

function titleOf({ type, values, status = "success", about }: Row): string {
  const action = values.customer_action ?? values.action;
  return [type, action, about, `(${status})`].filter(Boolean).join(" ");
}

/** An error is its status and one text, which names the field. */
function assertError(answer: Said, { names }: Row): void {
  assert.deepEqual(Object.keys(answer), ["status", "error"]);
  assert.ok(answer.error.length > 0);
  if (names) assert.match(answer.error, new RegExp(`\\b${names}\\b`));
}

/** The answer without what is made at random, which is looked at by itself. */
function withoutRandom(value: Said, random: Readonly<Record<string, RegExp>>): Said {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map((one) => withoutRandom(one, random));
  const members = Object.entries(value).map(([name, member]): [string, Said] => {
    const looks = random[name];
    if (!looks) return [name, withoutRandom(member, random)];
    assert.match(String(member), looks, name);
    return [name, "made"];
  });
  return Object.fromEntries(members);
}
