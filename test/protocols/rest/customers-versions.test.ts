import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { addCustomer, look, nobody, succeeded, unchanged, type Values, whatever } from "./records.ts";
import { assertProblem, sandboxApp } from "./support.ts";

const { ask } = await sandboxApp();
const put = (path: string, body: object, ifMatch?: string) =>
  ask("PATCH", path, body, ifMatch === undefined ? {} : { "if-match": ifMatch });
const read = (path: string, ifNoneMatch: string) => ask("GET", path, undefined, { "if-none-match": ifNoneMatch });
const added = async (body: Values = {}): Promise<string> => `/customers/${(await addCustomer(ask, body)).customer_id}`;

describe("a change", () => {
  it("that does not say what it goes by is refused with 428, whoever it is of", async () => {
    const path = await added();
    await unchanged(ask, path, async () => assertProblem(await put(path, { city: "X" }), 428));
    assertProblem(await put(`/customers/${nobody}`, { city: "X" }), 428);
  });

  it("by another version than the customer's, or by what can be none, is refused with 412", async () => {
    const path = await added();
    const others = [
      '"0"',
      '"2"',
      "1",
      'W/"1"',
      '"1", "2"',
      '"-1"',
      '""',
      "",
      '"x"',
      `"${"9".repeat(15)}"`,
      `"${"1".repeat(40)}"`,
    ];
    for (const other of others) await unchanged(ask, path, async () => assertProblem(await put(path, { city: "X" }, other), 412));
    assertProblem(await put(`/customers/${nobody}`, { city: "X" }, '"1"'), 404);
  });

  it("by the version that was read is made, once", async () => {
    const path = await added();
    const { headers } = await ask("GET", path);
    const first = await put(path, { city: "First" }, headers.etag as string);
    assert.deepEqual([succeeded(first).city, first.headers.etag], ["First", '"2"']);
    await unchanged(ask, path, async () => assertProblem(await put(path, { city: "X" }, headers.etag as string), 412));
  });

  it("of twenty at once by one version is one; by * they are twenty", async () => {
    const path = await added();
    const cities = Array.from({ length: 20 }, (_, i) => `City ${i}`);
    const guarded = await Promise.all(cities.map((city) => put(path, { city }, '"1"')));
    const statuses = guarded.map(({ status }) => status).sort();
    assert.deepEqual(statuses, [200, ...Array(19).fill(412)]);
    const { city } = succeeded(guarded.find(({ status }) => status === 200)!);
    assert.deepEqual([(await look(ask, path)).city, (await look(ask, path)).version], [city, 2]);
    const free = await Promise.all(cities.map((one) => put(path, { region: one }, "*")));
    assert.deepEqual(new Set(free.map((one) => succeeded(one).version)).size > 1, true);
    assert.equal((await look(ask, path)).version, 22);
  });
});

describe("an ETag", () => {
  it("is the version, of what is added, read and changed", async () => {
    const one = await ask("POST", "/customers", { family_name: "Fresh" });
    assert.deepEqual([one.status, one.headers.etag, one.json.version], [201, '"1"', 1]);
    const path = `/customers/${one.json.customer_id}`;
    assert.equal(one.headers.location, `/api/v1${path}`);
    assert.equal((await ask("GET", path)).headers.etag, '"1"');
    assert.equal((await put(path, { city: "X" }, "*")).headers.etag, '"2"');
  });

  it("stays when a change changes nothing, and moves with fields, identifiers, e-mail state and PIN", async () => {
    const path = await added({ email: "moves@example.com", city: "X" });
    const etag = async () => (await ask("GET", path)).headers.etag;
    succeeded(await put(path, { city: "X", email: "moves@example.com" }, "*"));
    assert.equal(await etag(), '"1"');
    const moves = [
      () => put(path, { city: "Y" }, "*"),
      () => put(path, { email: "moved@example.com" }, "*"),
      () => put(path, { alternate_ids: [{ type: "OUT", value: "1" }] }, "*"),
      () => ask("PUT", `${path}/email-state`, { valid: false }),
      () => ask("PUT", `${path}/pin`, { pin: "1" }),
    ];
    for (const [n, move] of moves.entries()) {
      const { status } = await move();
      assert.ok(status === 200 || status === 204);
      assert.equal(await etag(), `"${n + 2}"`);
    }
  });

  it("in If-None-Match spares the answer as long as it is the customer's: 304", async () => {
    const path = await added();
    for (const same of ['"1"', 'W/"1"', '"7", "1"', "*"]) {
      const { status, json, headers } = await read(path, same);
      assert.deepEqual([status, json, headers.etag], [304, undefined, '"1"'], same);
    }
    for (const other of ['"2"', "1", "", '"11"']) assert.equal((await read(path, other)).status, 200, other);
    succeeded(await ask("PATCH", path, { city: "X" }, whatever));
    assert.equal(succeeded(await read(path, '"1"')).city, "X");
    assertProblem(await read(`/customers/${nobody}`, "*"), 404);
  });
});
