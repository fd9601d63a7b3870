import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { campaigns } from "../loyalty/ledger.ts";
import { call } from "../loyalty/support.ts";
import {
  addCustomer,
  everyPage,
  fresh,
  keyFor,
  look,
  nobody,
  rivals,
  succeeded,
  unchanged,
  under,
  type Values,
} from "./records.ts";
import { assertProblem, sandboxApp } from "./support.ts";

const test = await sandboxApp();
const { ask, clock } = test;
const rival = await rivals(test);
const [points, giftcard, events, earned, buyx] = Object.values(campaigns).map(Number) as [number, number, number, number, number];

const added = async (): Promise<number> => (await addCustomer(ask)).customer_id;
const post = (customer: number, body: Values, headers = {}) => ask("POST", `/customers/${customer}/transactions`, body, headers);
const activity = (campaign_id: number, more: Values = {}) => ({ type: "activity", campaign_id, ...more });
const redemption = (campaign_id: number, more: Values = {}) => ({ type: "redemption", campaign_id, ...more });
const record = async (customer: number, body: Values) => succeeded(await post(customer, body), 201);
const balances = async (customer: number): Promise<Values[]> => (await look(ask, `/customers/${customer}/balances`)).data;
const undo = (id: unknown, headers = {}) => ask("POST", `/transactions/${id}/delete`, undefined, headers);

await record(1269, activity(giftcard, { money: 500 }));

describe("a transaction is refused", () => {
  for (const [what, body, status, fields] of [
    ["of no type", { campaign_id: points, money: 5 }, 400, ["body.type"]],
    ["of a type that nobody records", { type: "fee", campaign_id: points }, 400, ["body.type"]],
    ["in no campaign", { type: "activity", money: 5 }, 400, ["body.campaign_id"]],
    ["in a campaign that is not there", activity(nobody, { money: 5 }), 404, ["body.campaign_id"]],
    ["of points without money or a promotion", activity(points), 400, ["body.money"]],
    ["of no money", activity(points, { money: 0 }), 400, ["body.money"]],
    ["of parts of minor units", activity(points, { money: 9.95 }), 400, ["body.money"]],
    ["with a promotion that is not there", activity(points, { promotion_id: 1 }), 404, ["body.promotion_id"]],
    ["with money for a visit", activity(events, { money: 500 }), 400, ["body.money"]],
    ["with a reward for an activity", activity(points, { money: 500, reward_id: 1_000_000_001 }), 400, ["body.reward_id"]],
    ["of buyx without an item", activity(buyx), 400, ["body.item_id"]],
    ["of an item that is not there", activity(buyx, { item_id: 97 }), 404, ["body.item_id"]],
    ["in the future", activity(events, { occurred_at: "2999-01-01T00:00:00Z" }), 400, ["body.occurred_at"]],
    ["in a leap second", activity(events, { occurred_at: "2016-12-31T23:59:60Z" }), 400, ["body.occurred_at"]],
    ["before anything", activity(events, { occurred_at: "0000-01-01T00:00:00Z" }), 400, ["body.occurred_at"]],
    ["with a field that nobody has defined", activity(events, { custom_fields: { 7: "x" } }), 400, ["body.custom_fields.7"]],
    ["that redeems nothing", redemption(points), 400, []],
    ["that redeems in two ways", redemption(points, { reward_id: 1_000_000_001, points: 5 }), 400, ["body"]],
    ["that redeems what is only a reward's level", redemption(points, { reward_id: 1_000 }), 404, ["body.reward_id"]],
    ["that redeems points of money", redemption(giftcard, { points: 5 }), 400, ["body.points"]],
    ["that redeems less than nothing", redemption(giftcard, { money: -5 }), 400, ["body.money"]],
    ["that redeems more than there is", redemption(giftcard, { money: 501 }), 409, []],
  ] as const)
    it(what, async () => {
      await unchanged(ask, "/customers/1269/transactions?limit=200", async () =>
        assertProblem(await post(1269, body), status, fields),
      );
    });

  it("of a customer who is not there, or another organisation's", async () => {
    const theirs = (await addCustomer(rival.ask)).customer_id;
    for (const id of [nobody, theirs]) {
      assertProblem(await post(id, activity(events)), 404);
      assertProblem(await ask("GET", `/customers/${id}/transactions`), 404);
      assertProblem(await ask("GET", `/customers/${id}/balances`), 404);
    }
  });

  it("of a customer whose loyalty side has been ended", async () => {
    const { customer_id, loyalty } = await addCustomer(ask);
    assert.equal((await call(test, "customer_delete", { code: loyalty.code })).status, "success");
    assertProblem(await post(customer_id, activity(events)), 409);
    assert.deepEqual(await balances(customer_id), []);
  });

  it("by a key that only reads transactions", async () => {
    const by = under(ask, await keyFor(test, ["transactions:read", "campaigns:write", "customers:write"]));
    assertProblem(await by("POST", "/customers/1269/transactions", activity(events)), 403);
    succeeded(await by("GET", "/customers/1269/transactions"));
  });
});

describe("a transaction", () => {
  it("earns by its campaign, and is told with what it came to", async () => {
    const id = await added();
    const answer = await post(id, activity(points, { money: 995, description: "Till 4" }));
    const made = succeeded(answer, 201);
    const { transaction_id } = made;
    assert.equal(answer.headers.location, `/api/v1/transactions/${transaction_id}`);
    const now = clock.now().toISOString();
    const { balance, cumulative, ...told } = made;
    assert.deepEqual(told, {
      ...{ transaction_id, customer_id: id, campaign_id: points, type: "activity", unit: "points", amount: 995, money: 995 },
      ...{ item_id: null, promotion_id: null, reward_id: null, description: "Till 4", custom_fields: {} },
      ...{ occurred_at: now, recorded_at: now, user_name: null, undoes: null, undone_by: null },
    });
    assert.deepEqual([balance, cumulative], [995, 995]);
    assert.deepEqual(await look(ask, `/transactions/${transaction_id}`), told);
    for (const [body, amount, money, after] of [
      [activity(points, { money: 5 }), 5, 5, 1_000],
      [activity(giftcard, { money: 2_000 }), 2_000, null, 2_000],
      [activity(events), 1, null, 1],
      [activity(earned), 100, null, 100],
      [activity(buyx, { item_id: 96, quantity: 12 }), 12, null, 12],
      [redemption(points, { reward_id: 1_000_000_001 }), -1_000, null, 0],
      [redemption(giftcard, { money: 1_250 }), -1_250, null, 750],
      [redemption(earned, { money: 100 }), -100, null, 0],
      [redemption(buyx, { item_id: 96 }), -10, null, 2],
    ] as const) {
      const one = await record(id, body);
      assert.deepEqual([one.amount, one.money, one.balance], [amount, money, after], JSON.stringify(body));
    }
    const { code } = (await look(ask, `/customers/${id}`)).loyalty;
    const { json } = await call(test, "customer_balance", { code, campaign_id: campaigns.giftcard });
    assert.match(JSON.stringify(json), /"7\.50"/);
  });

  it("takes points or money off, at the campaign's ratio", async () => {
    const id = await added();
    await record(id, activity(points, { money: 1_000 }));
    const off = await record(id, redemption(points, { money: 250 }));
    assert.deepEqual([off.amount, off.money, off.balance], [-250, -250, 750]);
    assert.equal((await record(id, redemption(points, { points: 50 }))).balance, 700);
  });

  it("has the organisation's own fields, as they are kept", async () => {
    const field = { custom_field_2_label: "Covers", custom_field_2_type: "Number" };
    assert.equal((await call(test, "transaction_fields", { action: "add", API: "1.6", ...field })).status, "success");
    const id = await added();
    const wrong = await post(id, activity(events, { custom_fields: { 2: "two" } }));
    assertProblem(wrong, 400, ["body.custom_fields.2"]);
    const { custom_fields } = await record(id, activity(events, { custom_fields: { 2: " 1,5 " } }));
    assert.deepEqual(custom_fields, { 2: "1.5" });
  });

  it("happened when it is said to have", async () => {
    const id = await added();
    const { occurred_at, recorded_at } = await record(id, activity(events, { occurred_at: "2025-02-03T04:05:06+01:00" }));
    assert.deepEqual([occurred_at, recorded_at], ["2025-02-03T03:05:06.000Z", clock.now().toISOString()]);
    const of = async (query: string) =>
      (await everyPage(ask, `/transactions?campaign_id=${events}&${query}`))
        .filter((one) => one.customer_id === id)
        .map((one) => one.type);
    assert.deepEqual(await of("from=2025-02-02&to=2025-02-02"), ["activity"], "where the organisation is");
    assert.deepEqual(await of("from=2025-02-03"), ["enrolment"]);
  });

  it("is made once under an Idempotency-Key", async () => {
    const id = await added();
    const key = { "idempotency-key": fresh() };
    const [first, ...others] = await Promise.all(Array.from({ length: 8 }, () => post(id, activity(events), key)));
    assert.deepEqual(new Set([first!, ...others].map((one) => succeeded(one, 201).transaction_id)).size, 1);
    await record(id, activity(events));
    const again = await post(id, activity(events), key);
    assert.deepEqual([again.status, again.headers["idempotent-replayed"], again.json], [201, "true", first!.json]);
    assertProblem(await post(id, activity(earned), key), 422);
    assert.equal((await balances(id))[0]!.balance, 2);
  });

  it("of a customer who was merged into another is that one's", async () => {
    const [one, two] = [await added(), await added()];
    const before = await record(two, activity(events));
    const { merge_id } = succeeded(await ask("POST", `/customers/${one}/merges`, { customer_id: two }), 201);
    const after = await record(two, activity(events));
    assert.deepEqual([after.customer_id, after.balance], [one, 2]);
    assert.equal((await look(ask, `/transactions/${before.transaction_id}`)).customer_id, one);
    for (const id of [one, two]) assert.equal((await balances(id))[0]!.balance, 2);
    assert.deepEqual(
      await everyPage(ask, `/customers/${two}/transactions`),
      await everyPage(ask, `/customers/${one}/transactions`),
    );
    succeeded(await ask("POST", `/merges/${merge_id}/undo`));
    assert.deepEqual([await balances(one), (await balances(two))[0]!.balance], [[], 2]);
  });
});

describe("a transaction that is taken back", () => {
  it("is refused when it is not there, another organisation's, an enrolment, spent, or taken back", async () => {
    const id = await added();
    const made = await record(id, activity(points, { money: 500 }));
    const enrolment = (await everyPage(ask, `/customers/${id}/transactions`)).find((one) => one.type === "enrolment");
    await record(id, redemption(points, { points: 100 }));
    await unchanged(ask, `/customers/${id}/transactions?with_taken_back=true`, async () => {
      assertProblem(await undo(nobody), 404);
      assertProblem(await rival.ask("POST", `/transactions/${made.transaction_id}/delete`), 404);
      assertProblem(await undo(enrolment.transaction_id), 409);
      assertProblem(await undo(made.transaction_id), 409);
    });
    await record(id, activity(points, { money: 100 }));
    const back = succeeded(await undo(made.transaction_id), 201);
    for (const one of [made, back]) assertProblem(await undo(one.transaction_id), 409);
  });

  it("is refused while its campaign is not active", async () => {
    const { campaign_id } = succeeded(await ask("POST", "/campaigns", { type: "events", name: "Ended" }), 201);
    const made = await record(await added(), activity(campaign_id));
    succeeded(await ask("POST", `/campaigns/${campaign_id}/deactivate`));
    assertProblem(await undo(made.transaction_id), 409);
    succeeded(await ask("POST", `/campaigns/${campaign_id}/activate`));
    succeeded(await undo(made.transaction_id), 201);
  });

  it("is as if it had not been, once, also under an Idempotency-Key", async () => {
    const id = await added();
    const made = await record(id, activity(giftcard, { money: 500 }));
    const key = { "idempotency-key": fresh() };
    const answer = await undo(made.transaction_id, key);
    const back = succeeded(answer, 201);
    assert.deepEqual(
      [back.amount, back.undoes, back.balance, back.cumulative, back.type],
      [-500, made.transaction_id, 0, 0, "activity"],
    );
    const again = await undo(made.transaction_id, key);
    assert.deepEqual([again.status, again.headers["idempotent-replayed"], again.json], [201, "true", back]);
    assert.equal((await look(ask, `/transactions/${made.transaction_id}`)).undone_by, back.transaction_id);
    const types = async (query = "") =>
      (await everyPage(ask, `/customers/${id}/transactions${query}`)).map((one) => [one.type, one.amount]);
    assert.deepEqual(await types(), [["enrolment", 0]]);
    assert.deepEqual(await types("?with_taken_back=true"), [
      ["activity", -500],
      ["activity", 500],
      ["enrolment", 0],
    ]);
    assert.equal((await balances(id))[0]!.balance, 0);
  });
});

describe("balances and lists", () => {
  it("tell what a customer has in each campaign, and since when", async () => {
    const id = await added();
    assert.deepEqual(await balances(id), []);
    const first = clock.now().toISOString();
    await record(id, activity(buyx, { item_id: 96, quantity: 11 }));
    clock.pass(1_000);
    await record(id, redemption(buyx, { item_id: 96 }));
    assert.deepEqual(await balances(id), [
      {
        ...{ campaign_id: buyx, name: "Coffee card", type: "buyx", unit: "items", active: true, balance: 1, cumulative: 11 },
        items: [{ item_id: 96, balance: 1, cumulative: 11 }],
        ...{ enrolled_at: first, first_activity_at: first, last_activity_at: first },
        last_redemption_at: clock.now().toISOString(),
      },
    ]);
  });

  it("come page by page, without gaps or repeats, whatever is recorded meanwhile", async () => {
    const id = await added();
    for (let n = 0; n < 7; n++, clock.pass(n % 2)) await record(id, activity(n % 3 ? events : earned));
    const mine = await look(ask, `/customers/${id}/transactions?limit=200`);
    assert.equal(mine.data.length, 9);
    const meanwhile = () => record(id, activity(events));
    assert.deepEqual(await everyPage(ask, `/customers/${id}/transactions?limit=2`, meanwhile), mine.data);
    const ofOne = await everyPage(ask, `/customers/${id}/transactions?limit=1&campaign_id=${earned}`);
    assert.ok(ofOne.length === 4 && ofOne.every((one) => one.campaign_id === earned));
    const all = (await look(ask, "/transactions?limit=200")).data;
    const paged = await everyPage(ask, "/transactions?limit=3");
    assert.deepEqual(paged, all);
    const latestFirst = (await everyPage(ask, `/customers/${id}/transactions`)).reverse();
    assert.deepEqual(
      all.filter((one: Values) => one.customer_id === id),
      latestFirst,
    );
    const few = await everyPage(ask, `/transactions?limit=1&campaign_id=${earned}`);
    assert.deepEqual(
      few,
      all.filter((one: Values) => one.campaign_id === earned),
    );
  });

  it("have cursors that are good for one customer and organisation", async () => {
    const [one, two] = [await added(), await added()];
    for (const id of [one, two]) await record(id, activity(events));
    const { next_cursor } = await look(ask, `/customers/${one}/transactions?limit=1`);
    assertProblem(await ask("GET", `/customers/${two}/transactions?limit=1&cursor=${next_cursor}`), 400, ["query.cursor"]);
    const all = await look(ask, "/transactions?limit=1");
    assertProblem(await rival.ask("GET", `/transactions?limit=1&cursor=${all.next_cursor}`), 400, ["query.cursor"]);
    assert.deepEqual((await look(rival.ask, "/transactions")).data, []);
  });
});
