import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { directoryCatchesUp } from "../archtics/support.ts";
import { client, post as pdm } from "../delivery/support.ts";
import { fresh, keyFor, look, rivals, succeeded, unchanged, under, type Values } from "./records.ts";
import { assertProblem, sandboxApp } from "./support.ts";

const test = await sandboxApp();
const { ask, command, parts } = test;
const { ask: rival } = await rivals(test);
const post = (body: Values, by = ask) => by("POST", "/keys", { label: "Made", ...body });
const make = async (body: Values, by = ask) => succeeded(await post(body, by), 201);
const archtics = { protocol: "archtics", products: ["sth-customer"] };
const delivery = { protocol: "delivery", company_id: 9001, branch: 1 };
const native = { protocol: "native", products: ["customers:read"] };
const refused = (body: Values, fields: string[]) =>
  unchanged(ask, "/keys", async () => assertProblem(await post(body), 400, fields));

async function ping(apikey: string, dsn = "apigee", cmd = "ping") {
  const path = `/sth-customer/ticketing_services.aspx?dsn=${dsn}`;
  return (await command({ cmd, dsn }, { path, headers: { apikey } })).status;
}
const session = async (key: string, remoteAddress?: string) =>
  (await pdm(test, "GetSessionToken", { key, company_id: 9001 }, { remoteAddress })).code;
const customers = async (key: string) => (await under(ask, key)("GET", "/customers")).status;

describe("a key that is not there", () => {
  it("is 404, as another organisation's is, and neither is ended", async () => {
    const theirs = await make(archtics, rival);
    for (const id of [parts.core.ids.uuid(), theirs.key_id]) {
      assertProblem(await ask("GET", `/keys/${id}`), 404);
      assertProblem(await ask("DELETE", `/keys/${id}`), 404);
    }
    for (const method of ["GET", "DELETE"] as const) assertProblem(await ask(method, "/keys/x"), 400, ["params.key_id"]);
    assert.equal((await look(rival, `/keys/${theirs.key_id}`)).revoked_at, null);
    assert.doesNotMatch(JSON.stringify(await look(ask, "/keys")), new RegExp(theirs.key_id));
  });
});

describe("POST /keys refuses", () => {
  const scoped = { dsns: ["apigee"], commands: ["ping"] };
  const branch = { company_id: 9001, branch: 1 };
  for (const [what, body, fields] of [
    ["archtics without products", { protocol: "archtics" }, ["products"]],
    ["archtics with a branch", { ...archtics, ...branch }, ["branch", "company_id"]],
    ["archtics with networks", { ...archtics, networks: ["127.0.0.1"] }, ["networks"]],
    ["delivery with nothing", { protocol: "delivery" }, ["branch", "company_id"]],
    ["delivery without its company", { protocol: "delivery", branch: 1 }, ["company_id"]],
    ["delivery without its branch", { protocol: "delivery", company_id: 9001 }, ["branch"]],
    ["delivery with what is Archtics'", { ...delivery, ...scoped, products: ["sth-buy"] }, ["commands", "dsns", "products"]],
    ["no products at all", { ...archtics, products: [] }, ["products"]],
    ["native without products", { protocol: "native" }, ["products"]],
    ["native with what is others'", { ...native, ...scoped, ...branch }, ["branch", "commands", "company_id", "dsns"]],
    ["a product that nobody knows", { ...archtics, products: ["sth-customer", "sth-sell"] }, ["products.1"]],
    ["a scope for archtics", { ...archtics, products: ["sth-buy", "sandbox"] }, ["products"]],
    ["a product for native", { ...native, products: ["sandbox", "sth-buy"] }, ["products"]],
    ["a DSN that is another's", { ...archtics, dsns: ["Apigee", "rival"] }, ["dsns"]],
    ["a network that is none", { ...native, networks: ["10.0.0.0/8", "10.0.0.0/33"] }, ["networks"]],
    ["a network of a branch that is none", { ...delivery, networks: ["localhost"] }, ["networks"]],
    ["a branch that is not there", { ...delivery, branch: 2 }, ["branch"]],
    ["a company that is not there", { ...delivery, company_id: 9003 }, ["branch"]],
    ["another organisation's company", { ...delivery, company_id: 9101 }, ["branch"]],
    ["another protocol", { protocol: "loyalty" }, ["protocol"]],
    ["no label", { ...archtics, label: "" }, ["label"]],
    ["no calls at all", { ...archtics, calls_per_minute: 0, calls_per_day: 1.5 }, ["calls_per_day", "calls_per_minute"]],
    ["an end that is no time", { ...archtics, expires_at: "soon" }, ["expires_at"]],
    ["an end that is past", { ...archtics, expires_at: "2020-01-01T00:00:00Z" }, ["expires_at"]],
    ["an end in a leap second", { ...archtics, expires_at: "2028-12-31T23:59:60Z" }, ["expires_at"]],
    ["what it does not know", { ...archtics, key: "x".repeat(20) }, ["key"]],
  ] as const)
    it(what, () =>
      refused(
        body,
        fields.map((one) => `body.${one}`),
      ),
    );

  it("an Idempotency-Key: the key would have to be kept to be told again", () =>
    unchanged(ask, "/keys", async () => {
      const headers = { "idempotency-key": fresh() };
      assertProblem(await ask("POST", "/keys", { label: "Once", ...archtics }, headers), 400, ["header.Idempotency-Key"]);
    }));

  it("scopes that the calling key does not hold, but gives what its own include", async () => {
    const giver = under(ask, await keyFor(test, ["organisation:write", "customers:read", "deliveries:write"]));
    const give = (...products: string[]) => post({ protocol: "native", products }, giver);
    await unchanged(ask, "/keys", async () => {
      for (const lacking of ["customers:write", "sandbox", "audit:read", "changes:read"]) {
        const answer = await give("customers:read", lacking);
        assertProblem(answer, 403);
        assert.ok(answer.json.detail.includes(lacking) && !answer.json.detail.includes("customers:read"));
      }
    });
    const held = ["organisation:read", "organisation:write", "customers:read", "deliveries:read", "deliveries:write"];
    assert.deepEqual(succeeded(await give(...held), 201).products, held);
  });

  it("vendors' keys to who can't write customers, and of delivery to who can't write deliveries", async () => {
    const by = async (...scopes: string[]) => under(ask, await keyFor(test, ["organisation:write", ...scopes]));
    const [reader, clerk] = [await by("customers:read", "deliveries:write"), await by("customers:write", "deliveries:read")];
    await unchanged(ask, "/keys", async () => {
      for (const body of [archtics, delivery]) assertProblem(await post(body, reader), 403);
      assertProblem(await post(delivery, clerk), 403);
    });
    await make(archtics, clerk);
    await make(delivery, await by("customers:write", "deliveries:write"));
  });

  it("what is good for longer, for more calls or from more places than the calling key", async () => {
    const products = ["organisation:write", "customers:read"];
    const bounds = { networks: ["127.0.0.1"], calls_per_minute: 50, calls_per_day: 60, expires_at: "2040-01-01T00:00:00.000Z" };
    const giver = under(ask, (await make({ protocol: "native", products, ...bounds })).key);
    const beyond = (body: Values, ...fields: string[]) =>
      unchanged(ask, "/keys", async () => {
        const answer = await post({ ...native, ...bounds, ...body }, giver);
        assertProblem(
          answer,
          403,
          fields.map((one) => `body.${one}`),
        );
      });
    for (const more of [null, 61, undefined]) {
      await beyond({ calls_per_minute: more }, "calls_per_minute");
      await beyond({ calls_per_day: more }, "calls_per_day");
    }
    for (const later of [null, undefined, "2040-01-01T00:00:00.001Z"]) await beyond({ expires_at: later }, "expires_at");
    for (const networks of [undefined, [], ["127.0.0.1", "10.0.0.0/8"]]) await beyond({ networks }, "networks");
    const same = await make({ ...native, ...bounds }, giver);
    assert.deepEqual([same.networks, same.calls_per_day, same.expires_at], [["127.0.0.1"], 60, bounds.expires_at]);
    await make({ ...native, ...bounds, calls_per_day: 1, expires_at: "2039-01-01T00:00:00Z" }, giver);
  });
});

describe("POST /keys", () => {
  it("limits keys to 80 calls a minute and 5,000 a day, of delivery to 120 and none; null lifts a limit", async () => {
    const limits = async (body: Values) => {
      const { calls_per_minute, calls_per_day } = await make(body);
      return [calls_per_minute, calls_per_day];
    };
    const none = { calls_per_minute: null, calls_per_day: null };
    for (const [body, expected] of [
      [archtics, [80, 5_000]],
      [native, [80, 5_000]],
      [delivery, [120, null]],
    ] as const) {
      assert.deepEqual(await limits(body), expected);
      assert.deepEqual(await limits({ ...body, ...none }), [null, null]);
      assert.deepEqual(await limits({ ...body, calls_per_minute: 1, calls_per_day: 7 }), [1, 7]);
    }
  });

  it("makes keys that work at once, each for its protocol and as far as it says", async () => {
    const narrow = await make({ ...archtics, dsns: ["SANDBOX"], commands: ["ping"], expires_at: "2040-06-30T18:00:00+02:00" });
    assert.deepEqual([narrow.names, narrow.commands, narrow.expires_at], [["sandbox"], ["ping"], "2040-06-30T16:00:00.000Z"]);
    assert.deepEqual([await ping(narrow.key, "sandbox"), await ping(narrow.key)], [200, 401]);
    assert.notEqual(await ping(narrow.key, "sandbox", "customer_query"), 200);
    const till = await make({ ...delivery, networks: ["192.0.2.0/24"] });
    assert.deepEqual([till.names, till.branch, till.networks], [["9001"], 1, ["192.0.2.0/24"]]);
    assert.deepEqual([await session(till.key, "192.0.2.7"), await session(till.key)], [101, 204]);
    const [near, far] = [
      await make({ ...native, networks: ["127.0.0.0/8"] }),
      await make({ ...native, networks: ["192.0.2.0/24"] }),
    ];
    assert.deepEqual([await customers(near.key), await customers(far.key)], [200, 401]);
    assertProblem(await under(ask, near.key)("GET", "/deliveries"), 403);
    const whole = client(test, { company: 9001, key: (await make(delivery)).key });
    assert.equal((await whole.getCustomer({ customer_id: 1408 })).code, 101);
  });

  it("shows the key in its answer and nowhere else", async () => {
    const answer = await post({ ...native, label: "Shown once" });
    const { key, ...rest } = succeeded(answer, 201);
    assert.match(key, /^wc_[\w-]{43}$/);
    assert.equal(answer.headers.location, `/api/v1/keys/${rest.key_id}`);
    assert.deepEqual(await look(ask, `/keys/${rest.key_id}`), rest);
    assert.deepEqual(await look(ask, `/keys/${rest.key_id.toUpperCase()}`), rest);
    const list = await look(ask, "/keys");
    const found = list.data.filter((one: { label: string }) => one.label === "Shown once");
    assert.deepEqual(found, [rest]);
    assert.ok(!JSON.stringify(list).includes(key));
  });
});

describe("DELETE /keys", () => {
  it("ends a key of any protocol within a second; once more is no error and changes nothing", async () => {
    const [ats, till, api] = [await make(archtics), await make(delivery), await make(native)];
    const all = async () => [await ping(ats.key), await session(till.key), await customers(api.key)];
    assert.deepEqual(await all(), [200, 101, 200]);
    for (const { key_id } of [ats, till, api]) succeeded(await ask("DELETE", `/keys/${key_id.toUpperCase()}`), 204);
    await directoryCatchesUp();
    assert.deepEqual(await all(), [401, 202, 401]);
    const ended = await look(ask, `/keys/${ats.key_id}`);
    assert.equal(ended.revoked_at, test.clock.now().toISOString());
    test.clock.pass(60_000);
    await unchanged(ask, "/keys", async () => succeeded(await ask("DELETE", `/keys/${ats.key_id}`), 204));
  });
});
