import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createApiKey } from "../../../src/core/organisations/set-up.ts";
import { calls } from "../../../src/protocols/rest/calls/index.ts";
import {
  addCustomer,
  addDelivery,
  everyPage,
  fresh,
  freshEmail,
  look,
  nobody,
  postDelivery,
  rivals,
  succeeded,
  whatever,
} from "./records.ts";
import { assertProblem, type Method, sandboxApp } from "./support.ts";
import { noneOfEach, oneOfEach, setUpLists, ticketingBodies } from "./ticketing-records.ts";

const test = await sandboxApp();
const { ask, parts } = test;
const { orgId, ask: rival } = await rivals(test);
const archtics = { orgId, label: "Rival's only", protocol: "archtics", products: ["sth-buy"] } as const;
const { keyId: key_id } = await createApiKey(parts.core, archtics);
const email = "rival@example.com";
const reference = "rival-reference";
const theirs = await addCustomer(rival, {
  ...{ family_name: "Rival's only", email, external_references: [{ company_id: 9101, reference }] },
  alternate_ids: [{ type: "RIV", value: "rival-id" }],
});
const { customer_id } = theirs;
const [{ account_id }] = await everyPage(rival, `/customers/${customer_id}/accounts`);
await addDelivery(rival, { company_id: 9101, branch: 7, customer_id, external_reference: reference });
for (let n = 0; n < 6; n++) await (n % 2 ? addDelivery(ask) : addDelivery(rival, { company_id: 9101, customer_id }));
const { delivery_id } = (await everyPage(rival, "/deliveries")).at(-1);
const merged = (await addCustomer(rival)).customer_id;
const { merge_id } = succeeded(await rival("POST", `/customers/${customer_id}/merges`, { customer_id: merged }), 201);
const { campaign_id } = succeeded(await rival("POST", "/campaigns", { type: "points", name: "Rival's points" }), 201);
const rewarded = { level: 5, description: "Rival's" };
const { reward_id } = succeeded(await rival("POST", `/campaigns/${campaign_id}/rewards`, rewarded), 201);
const earned = { type: "activity", campaign_id, money: 500 };
const recorded = succeeded(await rival("POST", `/customers/${customer_id}/transactions`, earned), 201);
const ledger = { campaign_id, reward_id, transaction_id: recorded.transaction_id };
// Of the other parts none is needed: a campaign that is not there has none.
const otherParts = { promotion_id: 1, item_id: 1, depreciation_id: 1, fee_id: 1 };
const ticketing = await oneOfEach(parts.core, orgId, rival, account_id);
const ids = {
  ...otherParts,
  ...ticketing,
  ...ledger,
  merge_id,
  customer_id,
  account_id,
  delivery_id,
  key_id,
  organisation_id: "rival",
  company_id: 9101,
};
const none = {
  ...otherParts,
  ...noneOfEach,
  ...{ campaign_id: nobody, reward_id: nobody, transaction_id: nobody },
  merge_id: parts.core.ids.uuid(),
  customer_id: nobody,
  account_id: nobody,
  delivery_id: nobody,
  key_id: parts.core.ids.uuid(),
  organisation_id: "no",
  company_id: 9103,
};

/** What calls about something that has an id take; a call with a body must be here. */
const bodies: Record<string, object> = {
  ...ticketingBodies,
  "PATCH /customers/{customer_id}": { city: "Taken over" },
  "PUT /customers/{customer_id}/pin": { pin: "1" },
  "PUT /customers/{customer_id}/email-state": { valid: false },
  "POST /accounts/{account_id}/customers": { customer_id: 162045 },
  "POST /customers/{customer_id}/merges": { customer_id: 162045 },
  "POST /customers/{customer_id}/transactions": { type: "activity", campaign_id: 3333444455556666 },
  "PATCH /campaigns/{campaign_id}": { name: "Taken over" },
  "POST /campaigns/{campaign_id}/rewards": { level: 5, description: "Taken over" },
  "PATCH /campaigns/{campaign_id}/rewards/{reward_id}": { level: 6 },
  "POST /campaigns/{campaign_id}/promotions": { operation: "add", value: "5" },
  "PATCH /campaigns/{campaign_id}/promotions/{promotion_id}": { value: "6" },
  "POST /campaigns/{campaign_id}/items": { level: 5, description: "Taken over" },
  "PATCH /campaigns/{campaign_id}/items/{item_id}": { level: 6 },
  "POST /campaigns/{campaign_id}/depreciations": {
    ...{ interval_count: 1, interval_unit: "days", counted_from: "transaction", percentage: "5" },
  },
  "PATCH /campaigns/{campaign_id}/depreciations/{depreciation_id}": { percentage: "6" },
  "POST /campaigns/{campaign_id}/fees": { interval_count: 1, interval_unit: "days", amount: 5 },
  "PATCH /campaigns/{campaign_id}/fees/{fee_id}": { amount: 6 },
  "PATCH /deliveries/{delivery_id}": { status: "cancelled" },
  "PUT /sandbox/keys/{key_id}/behaviour": { http_status: 500 },
  "POST /organisations/{organisation_id}/companies/{company_id}/branches": { branch: 2, name: "Taken over" },
  "POST /organisations/{organisation_id}/loyalty-accounts": { account_id: "taken-over" },
  "PATCH /organisations/{organisation_id}/loyalty-accounts": { suspended: true },
  "POST /organisations/{organisation_id}/loyalty-users": { user_name: "taken-over", role: "administrator" },
};

/** All that the rival can see of itself, as far as it has to do with a scope. */
async function everything(scope: string) {
  if (/^(ticketing|seats):/.test(scope))
    return Promise.all([...setUpLists, `/events/${ticketing.event_id}/seats`].map((path) => look(rival, path)));
  const single = [`/customers/${customer_id}`, `/accounts/${account_id}`, `/deliveries/${delivery_id}`];
  const loyalty = ["accounts", "users"].map((one) => `/organisations/rival/loyalty-${one}`);
  const ledgers = ["/campaigns", "/transactions", `/customers/${customer_id}/balances`];
  const lists = [
    ...loyalty,
    ...ledgers,
    "/customers",
    "/deliveries",
    "/organisations",
    "/keys",
    `/sandbox/keys/${key_id}/behaviour`,
  ];
  return Promise.all([...single, ...lists].map((path) => look(rival, path)));
}

describe("another organisation's id", () => {
  for (const { method, path, shapes, scope } of calls.filter((one) => one.path.includes("{")))
    it(`in ${method} ${path} is as one that never was`, async () => {
      const name = `${method} ${path}`;
      assert.ok(!shapes.body || bodies[name], `say in this test what ${name} takes`);
      const at = (of: Record<string, unknown>) => path.replaceAll(/\{(\w+)\}/g, (_, id) => String(of[id]));
      const send = (of: Record<string, unknown>) => ask(method as Method, at(of), bodies[name], whatever);
      const before = await everything(scope);
      const [foreign, never] = [await send(ids), await send(none)];
      assertProblem(foreign, 404);
      assert.deepEqual({ ...foreign.json, request_id: "" }, { ...never.json, request_id: "" });
      assert.deepEqual(await everything(scope), before);
      if (method === "GET") assert.ok((await rival("GET", at(ids))).status === 200 || path.startsWith("/sandbox"));
    });

  it("in a body or a filter is as one that never was", async () => {
    const before = [await everyPage(ask, "/customers"), await everyPage(ask, "/deliveries")];
    assertProblem(await ask("POST", "/accounts/6/customers", { customer_id }), 404);
    assertProblem(await ask("POST", "/customers/162045/merges", { customer_id }), 404, ["body.customer_id"]);
    assertProblem(await postDelivery(ask, { customer_id }), 404);
    assertProblem(await postDelivery(ask, { external_customer_reference: reference }), 404);
    assertProblem(await postDelivery(ask, { company_id: 9101, branch: 7 }), 400, ["body.company_id"]);
    assertProblem(await postDelivery(ask, { branch: 7 }), 400, ["body.branch"]);
    const add = (more: object) => ask("POST", "/customers", { family_name: "Fresh", ...more });
    const references = await add({ external_references: [{ company_id: 9101, reference: "x" }] });
    assertProblem(references, 400, ["body.external_references.0.company_id"]);
    assertProblem(await add({ alternate_ids: [{ type: "RIV", value: "x" }] }), 400, ["body.alternate_ids"]);
    assertProblem(await add({ account: account_id }), 404);
    for (const query of [`email=${email}`, "alternate_id=rival-id", `external_reference=${reference}&company_id=9101`])
      assert.deepEqual(await everyPage(ask, `/customers?${query}`), [], query);
    for (const query of [
      "company_id=9101",
      "branch=7",
      `customer_id=${customer_id}`,
      `external_reference=${reference}&company_id=9101`,
    ])
      assert.deepEqual(await everyPage(ask, `/deliveries?${query}`), [], query);
    assert.deepEqual([await everyPage(ask, "/customers"), await everyPage(ask, "/deliveries")], before);
  });

  it("hinders nobody: e-mail addresses, references and alternate ids may be the same in both", async () => {
    const [word, mail] = [fresh(), freshEmail()];
    const same = (company_id: number, type: string) => ({
      email: mail,
      external_references: [{ company_id, reference: word }],
      alternate_ids: [{ type, value: word }],
    });
    const [ours, other] = [await addCustomer(ask, same(9001, "OUT")), await addCustomer(rival, same(9101, "RIV"))];
    for (const query of [`email=${mail}`, `alternate_id=${word}`]) {
      assert.deepEqual(await everyPage(ask, `/customers?${query}`), [ours]);
      assert.deepEqual(await everyPage(rival, `/customers?${query}`), [other]);
    }
    for (const [by, company_id, whose] of [
      [ask, 9001, ours],
      [rival, 9101, other],
    ] as const)
      await addDelivery(by, { company_id, customer_id: whose.customer_id, external_reference: word });
  });
});

describe("another organisation's lists", () => {
  for (const { path } of calls.filter((one) => one.method === "GET" && !one.path.includes("{")))
    it(`of GET ${path} show nothing of ours, and ours nothing of theirs`, async () => {
      const [ours, others] = [JSON.stringify(await look(ask, path)), JSON.stringify(await look(rival, path))];
      assert.doesNotMatch(ours, /rival/i);
      assert.doesNotMatch(others, /Bloggs|EXTREF164736|great-widgets|Sandbox, |162045|"entity_id":1408|\[1408/);
    });

  it("have cursors that are good for nobody else", async () => {
    for (const path of ["/customers", "/deliveries", "/changes"]) {
      const { next_cursor } = await look(rival, `${path}?limit=1`);
      assertProblem(await ask("GET", `${path}?limit=1&cursor=${next_cursor}`), 400, ["query.cursor"]);
      succeeded(await rival("GET", `${path}?limit=1&cursor=${next_cursor}`));
    }
  });
});

describe("another organisation's Idempotency-Key", () => {
  it("is another one: each does its own call, and neither is told of the other's", async () => {
    for (const [path, body, own] of [
      ["/customers", { family_name: "Rival's once" }, { family_name: "Rival's once" }],
      ["/deliveries", { company_id: 9101, branch: 1, customer_id }, { company_id: 9001, branch: 1, customer_id: 1408 }],
    ] as const) {
      const headers = { "idempotency-key": fresh() };
      const [first, second] = [await rival("POST", path, body, headers), await ask("POST", path, own, headers)];
      for (const { status, headers: told } of [first, second])
        assert.deepEqual([status, told["idempotent-replayed"]], [201, undefined]);
      const [theirPlace, ownPlace] = [first, second].map((one) => String(one.headers.location).replace("/api/v1", ""));
      assert.deepEqual(await look(rival, theirPlace!), first.json);
      assert.deepEqual(await look(ask, ownPlace!), second.json);
    }
  });
});
