import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { Field } from "../../../src/core/ticketing/catalogue/field.ts";
import type { Kind } from "../../../src/core/ticketing/catalogue/kind.ts";
import { kinds } from "../../../src/core/ticketing/catalogue/kinds.ts";
import { settable } from "../../../src/core/ticketing/catalogue/settable.ts";
import { openApi } from "../../../src/protocols/rest/openapi.ts";
import { idOf } from "../../../src/protocols/rest/ticketing-catalogue-shape.ts";
import { everyPage, fresh, keyFor, look, nobody, rivals, succeeded, under, whatever } from "./records.ts";
import { assertProblem, sandboxApp } from "./support.ts";

const test = await sandboxApp();
const { ask, clock } = test;
const rival = await rivals(test);
const reader = under(ask, await keyFor(test, ["ticketing:read", "seats:write"]));
const stranger = under(ask, await keyFor(test, ["customers:write", "seats:write"]));

type Values = Record<string, unknown>;
let count = 0;

/** What makes one like the first that the sandbox has of a kind, under a name that nothing bears. */
async function bodyFor(kind: Kind): Promise<Values> {
  const [item] = (await look(ask, `/${kind.plural}?limit=1`)).data;
  const given = Object.entries(settable(kind)).filter(([name]) => item[name] !== null);
  const body = Object.fromEntries(given.map(([name]) => [name, item[name]]));
  return kind.key ? { ...body, [kind.key]: `Z${(++count).toString(36).toUpperCase()}` } : body;
}

const make = async (kind: Kind) => succeeded(await ask("POST", `/${kind.plural}`, await bodyFor(kind)), 201);
const at = (kind: Kind, item: Values) => `/${kind.plural}/${item[idOf(kind)]}`;
const fieldsOf = (kind: Kind) => Object.entries(settable(kind)) as [string, Field][];

/** Values that a field of the type can't have, whatever the field. */
function unfit(field: Field): unknown[] {
  switch (field.type) {
    case "text":
    case "code":
      return ["x".repeat(field.max + 1), 5];
    case "integer":
      return [field.least - 1, field.most + 1, 1.5, "1"];
    case "reference":
      return [0, "1"];
    case "money":
      return [-1, 1.5, "1"];
    case "decimal":
      return ["1,5", 1.5];
    case "flag":
      return ["yes"];
    case "choice":
      return ["none-of-them"];
    case "words":
      return [["none-of-them"], "print"];
    case "instant":
      return ["2026-13-01T00:00:00Z", "tomorrow", "2026-10-01"];
  }
}

for (const kind of kinds) {
  describe(kind.plural, () => {
    let [body, item]: [Values, Values] = [{}, {}];
    before(async () => {
      [body, item] = [await bodyFor(kind), await make(kind)];
    });

    it("are not made, changed or removed without the scope, nor read without its own", async () => {
      assertProblem(await reader("POST", `/${kind.plural}`, body), 403);
      assertProblem(await reader("PATCH", at(kind, item), body, whatever), 403);
      assertProblem(await reader("DELETE", at(kind, item)), 403);
      for (const path of [`/${kind.plural}`, at(kind, item)]) {
        assertProblem(await stranger("GET", path), 403);
        succeeded(await reader("GET", path));
      }
    });

    it("are not there for another organisation, nor under a number that nothing has", async () => {
      const foreign = [rival.ask, at(kind, item)] as const;
      for (const [by, path] of [foreign, [ask, `/${kind.plural}/${nobody}`] as const]) {
        assertProblem(await by("GET", path), 404);
        assertProblem(await by("PATCH", path, body, whatever), 404);
        assertProblem(await by("DELETE", path), 404);
      }
      assert.deepEqual((await look(rival.ask, `/${kind.plural}`)).data, []);
    });

    it("are not made without what is required, nor with a member that they have not", async () => {
      for (const [name] of fieldsOf(kind).filter(([, { required, fallback }]) => required && fallback === undefined)) {
        const { [name]: _, ...rest } = body;
        assertProblem(await ask("POST", `/${kind.plural}`, rest), 400, [`body.${name}`]);
        assertProblem(await ask("POST", `/${kind.plural}`, { ...body, [name]: null }), 400, [`body.${name}`]);
      }
      for (const name of ["whatever", "org_id", "built_in", kind.id])
        assertProblem(await ask("POST", `/${kind.plural}`, { ...body, [name]: 1 }), 400, [`body.${name}`]);
    });

    it("don't take values that do not fit, of any field", async () => {
      // All at once: each is told.
      for (const turn of [0, 1, 2, 3]) {
        const wrong = fieldsOf(kind).flatMap(([name, field]) => (turn in unfit(field) ? [[name, unfit(field)[turn]]] : []));
        if (wrong.length === 0) continue;
        const answer = await ask("POST", `/${kind.plural}`, { ...body, ...Object.fromEntries(wrong) });
        assert.equal(answer.status, 400);
        const told = answer.json.errors.map((one: { field: string }) => one.field.split(".")[1]);
        assert.deepEqual([...new Set(told)].sort(), wrong.map(([name]) => name).sort());
      }
    });

    it("don't take a reference to what is not there", async () => {
      for (const [name] of fieldsOf(kind).filter(([, { type }]) => type === "reference"))
        assertProblem(await ask("POST", `/${kind.plural}`, { ...body, [name]: nobody }), 404, [`body.${name}`]);
    });

    it("are changed only by a version that is there, and not in what is fixed", async () => {
      const [name] = fieldsOf(kind).find(([, one]) => !one.fixed && one.type === "text" && one.max > 1)!;
      const change = { [name]: "Z" };
      assertProblem(await ask("PATCH", at(kind, item), change), 428);
      for (const etag of ['"2"', '"x"']) assertProblem(await ask("PATCH", at(kind, item), change, { "if-match": etag }), 412);
      assertProblem(await ask("PATCH", at(kind, item), {}, whatever), 400, ["body"]);
      for (const [fixed] of fieldsOf(kind).filter(([, one]) => one.fixed))
        assertProblem(await ask("PATCH", at(kind, item), { [fixed]: 77 }, whatever), 400, [`body.${fixed}`]);
      assert.deepEqual(await look(ask, at(kind, item)), item);
    });

    it("are made once under an Idempotency-Key, read, found by name and parent, changed, cleared and removed", async () => {
      const key = { "idempotency-key": fresh() };
      const [first, again] = [await ask("POST", `/${kind.plural}`, body, key), await ask("POST", `/${kind.plural}`, body, key)];
      const item: Values = succeeded(first, 201);
      assert.deepEqual([again.json, again.headers["idempotent-replayed"]], [item, "true"]);
      assert.deepEqual([first.headers.location, first.headers.etag], [`/api/v1${at(kind, item)}`, '"1"']);
      for (const [name, value] of Object.entries(body)) assert.deepEqual(item[name], value, name);
      assert.deepEqual(await look(ask, at(kind, item)), item);
      const filters = [kind.key, kind.parent].flatMap((name) => (name ? [`${name}=${String(item[name]).toLowerCase()}`] : []));
      const found = await everyPage(ask, `/${kind.plural}?limit=2&${filters.join("&")}`);
      assert.deepEqual(found.at(-1), item);
      if (kind.key) assert.equal(found.length, 1);
      if (kind.parent) assert.deepEqual(await everyPage(ask, `/${kind.plural}?${kind.parent}=${nobody}`), []);
      const [name] = fieldsOf(kind).find(([, one]) => !one.fixed && !one.required && one.type === "text" && one.max > 1) ?? [];
      clock.pass(1_000);
      if (name) {
        const changed = succeeded(await ask("PATCH", at(kind, item), { [name]: " New " }, { "if-match": '"1"' }));
        assert.deepEqual(changed, { ...item, [name]: "New", version: 2, updated_at: clock.now().toISOString() });
        assert.equal(succeeded(await ask("PATCH", at(kind, item), { [name]: "New" }, whatever)).version, 2);
        assert.equal(succeeded(await ask("PATCH", at(kind, item), { [name]: null }, whatever))[name], null);
      }
      succeeded(await ask("DELETE", at(kind, item)), 204);
      assertProblem(await ask("GET", at(kind, item)), 404);
    });

    if (kind.unique)
      it("don't take a name that another bears", async () => {
        const other = await make(kind);
        const field = Object.values(kind.unique!)[0]!;
        const same = Object.fromEntries(fieldsOf(kind).map(([name]) => [name, item[name]]));
        assertProblem(await ask("POST", `/${kind.plural}`, same), 409, [`body.${field}`]);
        assertProblem(await ask("PATCH", at(kind, other), { [field]: item[field] }, whatever), 409, [`body.${field}`]);
      });
  });
}

describe("what something refers to", () => {
  for (const plural of ["venues", "manifests", "sections", "seat-rows", "seasons", "events", "plans", "ticket-types"] as const)
    it(`is not removed: ${plural}`, async () => {
      const kind = kinds.find((one) => one.plural === plural)!;
      const [item] = (await look(ask, `/${plural}?limit=1`)).data;
      assertProblem(await ask("DELETE", at(kind, item)), 409);
      assert.deepEqual(await look(ask, at(kind, item)), item);
    });

  it("is not removed: a class with seats, one that came with the system, a way of delivery by which something was sold", async () => {
    for (const path of ["/hold-classes?name=SUITES", "/hold-classes?name=KILL", "/delivery-methods?code=TF"]) {
      const [item] = (await look(ask, path)).data;
      const [plural] = path.slice(1).split("?");
      assertProblem(await ask("DELETE", `/${plural}/${item.hold_class_id ?? item.delivery_method_id}`), 409);
    }
  });
});

it("/openapi.json has every field of every kind, with what it means", () => {
  const { paths } = openApi() as { paths: Record<string, Record<string, { requestBody: { content: object } }>> };
  for (const kind of kinds) {
    const text = JSON.stringify(paths[`/api/v1/${kind.plural}`]!.post);
    for (const [name, { meaning }] of fieldsOf(kind)) assert.ok(text.includes(`"${name}"`) && text.includes(meaning), name);
    assert.ok(paths[`/api/v1/${kind.plural}/{${idOf(kind)}}`]!.patch);
  }
});
