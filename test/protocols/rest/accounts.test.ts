import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { addCustomer, everyPage, freshEmail, look, nobody, succeeded, unchanged } from "./records.ts";
import { assertProblem, sandboxApp } from "./support.ts";

const { ask, command, clock } = await sandboxApp();
const join = (account: unknown, body: object) => ask("POST", `/accounts/${account}/customers`, body);
const query = async (pin: string) => (await command({ cmd: "customer_query", acct_id: 6, pin })).answer.result;
const accountsOf = async (id: number) => (await everyPage(ask, `/customers/${id}/accounts`)).map((one) => one.account_id);
async function newAccount(): Promise<number> {
  return (await accountsOf((await addCustomer(ask)).customer_id))[0];
}

describe("an account that is not there", () => {
  it("is 404 for every call, and 400 under a number that can be none", async () => {
    const { customer_id } = await addCustomer(ask);
    for (const [account, status, fields] of [
      [nobody, 404, []],
      ["0", 400, ["params.account_id"]],
      ["x", 400, ["params.account_id"]],
      ["2147483648", 400, ["params.account_id"]],
    ] as const) {
      assertProblem(await ask("GET", `/accounts/${account}`), status, fields);
      assertProblem(await join(account, { customer_id }), status, fields);
      assertProblem(await ask("PUT", `/accounts/${account}/lock`), status, fields);
      assertProblem(await ask("DELETE", `/accounts/${account}/lock`), status, fields);
    }
    assertProblem(await ask("GET", `/customers/${nobody}/accounts`), 404);
  });
});

describe("an account refuses", () => {
  it("a customer who is not there, who is on it, or whose e-mail address is somebody else's", async () => {
    await unchanged(ask, "/accounts/6", async () => {
      assertProblem(await join(6, { customer_id: nobody }), 404);
      assertProblem(await join(6, { customer_id: 2 }), 409, ["body.customer_id"]);
      const email = freshEmail();
      await addCustomer(ask, { email });
      const { customer_id } = await addCustomer(ask, { email, account: "none" });
      assertProblem(await join(6, { customer_id }), 409);
      assert.deepEqual(await accountsOf(customer_id), []);
    });
  });

  it("names out of their bounds, and members that are not known", async () => {
    const { customer_id } = await addCustomer(ask);
    await unchanged(ask, "/accounts/6", async () => {
      for (const [field, ...values] of [
        ["customer_id", 0, "1", null, 2_147_483_648],
        ["nickname", "", "x".repeat(101), 5, "a\0", "\ud800"],
        ["order", -1, 1_000_001, "1", null, 1.5],
        ["primary", true],
      ] as const)
        for (const value of values) assertProblem(await join(6, { customer_id, [field]: value }), 400, [`body.${field}`]);
      assertProblem(await join(6, {}), 400, ["body.customer_id"]);
      assertProblem(await ask("PUT", "/accounts/6/lock", { locked: false }), 400, ["body"]);
      assertProblem(await ask("PUT", "/accounts/6/lock?locked=false"), 400, ["query.locked"]);
    });
  });

  it("a cursor of another customer's accounts", async () => {
    const [{ customer_id: one }, { customer_id: two }] = [await addCustomer(ask), await addCustomer(ask)];
    for (const id of [one, two]) succeeded(await join(await newAccount(), { customer_id: id }));
    const { next_cursor: cursor } = await look(ask, `/customers/${one}/accounts?limit=1`);
    assertProblem(await ask("GET", `/customers/${two}/accounts?limit=1&cursor=${cursor}`), 400, ["query.cursor"]);
    assertProblem(await ask("GET", `/customers?cursor=${cursor}`), 400, ["query.cursor"]);
    assert.equal((await look(ask, `/customers/${one}/accounts?limit=1&cursor=${cursor}`)).data.length, 1);
  });
});

describe("an account", () => {
  it("is told whole", async () => {
    const { created_at, updated_at, ...rest } = await look(ask, "/accounts/12345");
    assert.ok(created_at && updated_at);
    const info = Array.from({ length: 10 }, (_, i) => [String(i + 1), `acct info ${i === 9 ? 11 : i + 1}`]);
    assert.deepEqual(rest, {
      ...{ account_id: 12345, version: 1, type: "personal", status: "active", locked: false, primary_customer_id: 162045 },
      ...{ external_id_1: "1010", external_id_2: "2000", groups: [], other_info: Object.fromEntries(info) },
      names: [{ customer_id: 162045, nickname: null, order: 0 }],
    });
    assert.deepEqual((await look(ask, "/accounts/100479")).groups, [{ group_id: 1, name: "Season ticket holders" }]);
    const { account_id } = (await everyPage(ask, "/customers/2/accounts"))[0];
    assert.deepEqual(await everyPage(ask, "/customers/2/accounts"), [await look(ask, `/accounts/${account_id}`)]);
    const company = await addCustomer(ask, { kind: "company", company_name: "X" });
    assert.equal((await everyPage(ask, `/customers/${company.customer_id}/accounts`))[0].type, "business");
  });

  it("takes further customers, behind the names that are there unless a place is sent", async () => {
    // Their numbers are lower than the primary customer's, so that it is their order that counts.
    const [{ customer_id: b }, { customer_id: a }] = [await addCustomer(ask), await addCustomer(ask)];
    const account = await newAccount();
    const path = `/accounts/${account}`;
    const { names } = await look(ask, path);
    const first = await join(account, { customer_id: a, nickname: "😀".repeat(100), order: 1_000_000 });
    assert.deepEqual([succeeded(first).version, first.headers.etag], [2, '"2"']);
    const { json } = await join(account, { customer_id: b, nickname: null });
    const all = [...names, { customer_id: a, nickname: "😀".repeat(100), order: 1_000_000 }];
    assert.deepEqual(json.names, [...all, { customer_id: b, nickname: null, order: 1_000_001 }]);
    assert.deepEqual(await look(ask, path), json);
    assert.equal(json.primary_customer_id, names[0].customer_id);
    const { status } = await ask("GET", path, undefined, { "if-none-match": '"3"' });
    assert.equal(status, 304);
  });

  it("takes a customer once of twenty at once", async () => {
    const [account, { customer_id }] = [await newAccount(), await addCustomer(ask, { account: "none" })];
    const answers = await Promise.all(Array.from({ length: 20 }, () => join(account, { customer_id })));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array(19).fill(409)]);
    assert.deepEqual(await accountsOf(customer_id), [account]);
  });

  it("is in the list of a customer's, by number and in pages; one without has none", async () => {
    const { customer_id } = await addCustomer(ask, { account: "none" });
    assert.deepEqual(await accountsOf(customer_id), []);
    const accounts = [await newAccount(), await newAccount(), await newAccount(), 6];
    for (const account of accounts) succeeded(await join(account, { customer_id }));
    const found = (await everyPage(ask, `/customers/${customer_id}/accounts?limit=1`)).map((one) => one.account_id);
    assert.deepEqual(found, [6, ...accounts.slice(0, 3)]);
  });

  it("is locked and unlocked, each once, and wrong PINs count anew from then on", async () => {
    for (let n = 0; n < 4; n++) assert.equal(await query("wrong"), 5023);
    const { version } = await look(ask, "/accounts/6");
    const locked = await ask("PUT", "/accounts/6/lock");
    assert.deepEqual(
      [succeeded(locked).locked, locked.json.version, locked.headers.etag],
      [true, version + 1, `"${version + 1}"`],
    );
    assert.equal(await query("712554"), 5020);
    clock.pass(1_000);
    assert.deepEqual(succeeded(await ask("PUT", "/accounts/6/lock")), locked.json, "it is locked already");
    for (let n = 0; n < 2; n++) succeeded(await ask("DELETE", "/accounts/6/lock"), 204);
    assert.deepEqual([(await look(ask, "/accounts/6")).locked, (await look(ask, "/accounts/6")).version], [false, version + 2]);
    for (let n = 0; n < 5; n++) assert.equal(await query("wrong"), 5023);
    assert.equal((await look(ask, "/accounts/6")).locked, true);
  });
});
