import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { campaigns as ids } from "../loyalty/ledger.ts";
import { call } from "../loyalty/support.ts";
import { everyPage, fresh, keyFor, look, nobody, succeeded, unchanged, under, type Values, whatever } from "./records.ts";
import { assertProblem, type NativeAnswer, sandboxApp } from "./support.ts";

const test = await sandboxApp();
const { ask, clock } = test;

const make = async (body: Values = {}) =>
  succeeded(await ask("POST", "/campaigns", { type: "points", name: fresh(), ...body }), 201);
const at = (campaign: Values, more = "") => `/campaigns/${campaign.campaign_id}${more}`;
const etag = ({ version }: Values) => ({ "if-match": `"${version}"` });

/** What the audit trail tells of a campaign's version: changes get their place in it a moment after they are made. */
async function changeOf(campaign: Values, version: number): Promise<NativeAnswer["json"]> {
  for (let tries = 0; tries < 200; tries++, await wait(20)) {
    const { data } = await look(ask, `/audit?entity=campaign&entity_id=${campaign.campaign_id}`);
    if (data.length >= version) return data[version - 1];
  }
  assert.fail("the change is not in the audit trail");
}

describe("a new campaign is refused", () => {
  for (const [what, body, fields] of [
    ["without type and name", { type: undefined, name: undefined }, ["name", "type"]],
    ["of a type that is none", { type: "visits" }, ["type"]],
    ["with what is not known", { coalition: true }, ["coalition"]],
    ["with a ratio that is none", { points_ratio: "1,5" }, ["points_ratio"]],
    ["with a ratio of nothing", { points_ratio: "0.0" }, ["points_ratio"]],
    ["with a ratio that is not its type's", { type: "events", reward_ratio: "5" }, ["reward_ratio"]],
    ["of earned without what an event earns", { type: "earned" }, ["event_amount"]],
    ["with what an event earns, and of another type", { event_amount: 100 }, ["event_amount"]],
    ["somewhere that is nowhere", { latitude: "90.5" }, ["latitude"]],
    ["for an account that is not there", { account: 2 }, ["account"]],
  ] as const)
    it(what, () =>
      unchanged(ask, "/campaigns", async () => {
        const answer = await ask("POST", "/campaigns", { type: "points", name: "Refused", ...body });
        assertProblem(
          answer,
          400,
          fields.map((one) => `body.${one}`),
        );
      }),
    );

  it("by a key that only reads campaigns", () =>
    unchanged(ask, "/campaigns", async () => {
      const by = under(ask, await keyFor(test, ["campaigns:read", "transactions:write", "customers:write"]));
      assertProblem(await by("POST", "/campaigns", { type: "events", name: "Refused" }), 403);
      assert.equal((await look(by, "/campaigns")).data.length, 5);
    }));
});

describe("a change of a campaign is refused", () => {
  it("without saying what it goes by, or by what is past", async () => {
    const made = await make();
    const changed = succeeded(await ask("PATCH", at(made), { name: "Changed" }, etag(made)));
    assert.deepEqual([changed.version, changed.name], [made.version + 1, "Changed"]);
    const { reward_id, version } = succeeded(await ask("POST", at(made, "/rewards"), { level: 5, description: "X" }), 201);
    assert.equal(version, changed.version + 1);
    await unchanged(ask, at(made), async () => {
      for (const [path, body] of [
        ["", { name: "Not" }],
        [`/rewards/${reward_id}`, { level: 6 }],
      ] as const) {
        assertProblem(await ask("PATCH", at(made, path), body), 428);
        assertProblem(await ask("PATCH", at(made, path), body, etag(changed)), 412);
      }
    });
  });

  it("for what its type has not, or can't be without", async () => {
    const [points, earned] = [await make(), await make({ type: "earned", event_amount: 50 })];
    for (const [campaign, body, field] of [
      [points, {}, "body"],
      [points, { event_amount: 5 }, "body.event_amount"],
      [points, { type: "events" }, "body.type"],
      [points, { name: null }, "body.name"],
      [earned, { points_ratio: "5" }, "body.points_ratio"],
      [earned, { event_amount: null }, "body.event_amount"],
    ] as const)
      await unchanged(ask, at(campaign), async () =>
        assertProblem(await ask("PATCH", at(campaign), body, whatever), 400, [field]),
      );
  });
});

describe("a campaign", () => {
  it("is made once under an Idempotency-Key, and is found where the answer says", async () => {
    const key = { "idempotency-key": fresh() };
    const body = { type: "points", name: "Once", points_ratio: "12.50", latitude: "-33.850", in_coalition: false };
    const answer = await ask("POST", "/campaigns", body, key);
    const made = succeeded(answer, 201);
    assert.deepEqual([answer.headers.location, answer.headers.etag], [`/api/v1${at(made)}`, '"1"']);
    assert.deepEqual(
      [made.type, made.unit, made.points_ratio, made.reward_ratio, made.latitude, made.in_coalition, made.active, made.account],
      ["points", "points", "12.5", null, "-33.85", false, true, 1],
    );
    assert.match(String(made.campaign_id), /^\d{16}$/);
    assert.equal(made.created_at, clock.now().toISOString());
    await unchanged(ask, "/campaigns", async () => {
      const again = await ask("POST", "/campaigns", body, key);
      assert.deepEqual([again.status, again.headers["idempotent-replayed"], again.json], [201, "true", made]);
      assertProblem(await ask("POST", "/campaigns", { ...body, name: "Twice" }, key), 422);
    });
    assert.deepEqual(await look(ask, at(made)), made);
    const listed = (await call(test, "campaigns_list")).json.campaigns as { id: string }[];
    assert.ok(listed.some((one) => one.id === String(made.campaign_id)));
  });

  it("of the sandbox tells what its amounts are counted in", async () => {
    const all = await everyPage(ask, "/campaigns");
    const data = Object.values(ids).map((id) => all.find((one) => String(one.campaign_id) === id));
    assert.deepEqual(
      data.map((one: Values) => [String(one.campaign_id), one.type, one.unit]),
      [
        [ids.points, "points", "points"],
        [ids.giftcard, "giftcard", "minor"],
        [ids.events, "events", "events"],
        [ids.earned, "earned", "minor"],
        [ids.buyx, "buyx", "items"],
      ],
    );
    assert.deepEqual(data[0].rewards[0], { reward_id: 1_000_000_001, level: 1_000, description: "A widget", identifier: null });
  });

  it("is listed page by page, and by what it is", async () => {
    for (let made = 0; made < 3; made++, clock.pass(1)) await make({ type: "events" });
    const all = (await look(ask, "/campaigns?limit=200")).data;
    assert.deepEqual(await everyPage(ask, "/campaigns?limit=2"), all);
    const events = await everyPage(ask, "/campaigns?limit=1&type=events");
    assert.ok(events.length >= 4 && events.every((one) => one.type === "events"));
  });

  it("is changed in what is sent, null clears, and the audit trail tells of it", async () => {
    const made = await make({ description: "Before", reward_ratio: "80" });
    const changed = succeeded(
      await ask("PATCH", at(made), { description: null, reward_ratio: null, two_tier: false }, etag(made)),
    );
    assert.deepEqual(changed, { ...made, version: 2, description: null, reward_ratio: null, two_tier: false });
    const last = await changeOf(made, 2);
    assert.deepEqual([last.version, last.action, last.protocol], [2, "changed", "native"]);
    assert.deepEqual(last.values.description, ["Before", null]);
  });

  it("is deactivated, taken up again and deleted; each is refused where it can't be", async () => {
    const made = await make({ type: "events" });
    assertProblem(await ask("POST", at(made, "/activate")), 409);
    assert.equal(succeeded(await ask("POST", at(made, "/deactivate"))).active, false);
    assertProblem(await ask("POST", at(made, "/deactivate")), 409);
    assert.ok((await everyPage(ask, "/campaigns?active=false")).some((one) => one.campaign_id === made.campaign_id));
    const record = { type: "activity", campaign_id: made.campaign_id };
    assertProblem(await ask("POST", "/customers/1268/transactions", record), 404, ["body.campaign_id"]);
    assert.equal(succeeded(await ask("POST", at(made, "/activate"))).active, true);
    succeeded(await ask("POST", "/customers/1268/transactions", record), 201);
    succeeded(await ask("DELETE", at(made)), 204);
    for (const [method, path] of [
      ["GET", ""],
      ["DELETE", ""],
      ["POST", "/activate"],
      ["POST", "/deactivate"],
    ] as const)
      assertProblem(await ask(method, at(made, path)), 404);
    const { data } = await look(ask, "/customers/1268/balances");
    assert.ok(!data.some((one: Values) => one.campaign_id === made.campaign_id));
  });
});

describe("a part of a campaign is refused", () => {
  for (const [what, path, body, status, fields] of [
    ["of a kind that the type has not", `${ids.giftcard}/rewards`, { level: 5, description: "X" }, 409, []],
    ["that is incomplete", `${ids.points}/rewards`, { identifier: "x" }, 400, ["description", "level"]],
    ["with nothing for a level", `${ids.points}/rewards`, { level: 0, description: "X" }, 400, ["level"]],
    ["that adds half a point", `${ids.points}/promotions`, { operation: "add", value: "1.5" }, 400, ["value"]],
    ["that multiplies by nothing", `${ids.points}/promotions`, { operation: "multiply", value: "0" }, 400, ["value"]],
    [
      "that ends before it begins",
      `${ids.points}/promotions`,
      { operation: "add", value: "5", starts_on: "2026-02-02", ends_on: "2026-02-01" },
      400,
      ["ends_on"],
    ],
    [
      "that takes more than all",
      `${ids.points}/depreciations`,
      { interval_count: 1, interval_unit: "days", counted_from: "transaction", percentage: "100.5" },
      400,
      ["percentage"],
    ],
    ["that takes half a point", `${ids.points}/fees`, { interval_count: 1, interval_unit: "days", amount: 1.5 }, 400, ["amount"]],
    ["of a campaign that is not there", `${nobody}/rewards`, { level: 5, description: "X" }, 404, []],
  ] as const)
    it(what, () =>
      unchanged(ask, "/campaigns", async () => {
        const answer = await ask("POST", `/campaigns/${path}`, body);
        assertProblem(
          answer,
          status,
          fields.map((one) => `body.${one}`),
        );
      }),
    );

  it("that is another campaign's, or not there", async () => {
    const made = await make();
    for (const [method, body] of [["PATCH", { level: 7 }], ["DELETE"]] as const)
      assertProblem(await ask(method, at(made, "/rewards/1"), body, whatever), 404);
  });
});

describe("a part of a campaign", () => {
  for (const [kind, id, type, body, change] of [
    ["rewards", "reward_id", "events", { level: 5, description: "A drink", identifier: "d1" }, { identifier: null, level: 6 }],
    [
      "promotions",
      "promotion_id",
      "points",
      { operation: "multiply", value: "1.50", description: null, identifier: null, starts_on: "2026-01-01", ends_on: null },
      { operation: "add", value: "20" },
    ],
    ["items", "item_id", "buyx", { description: "Tea", level: 3, identifier: null }, { description: "Green tea" }],
    [
      "depreciations",
      "depreciation_id",
      "giftcard",
      { interval_count: 2, interval_unit: "months", counted_from: "last-activity", percentage: "12.5" },
      { percentage: "10" },
    ],
    [
      "fees",
      "fee_id",
      "giftcard",
      { interval_count: 1, interval_unit: "years", amount: 250, description: null },
      { amount: 300 },
    ],
  ] as const)
    it(`of the kind ${kind} is added once under an Idempotency-Key, changed, and taken away`, async () => {
      const made = await make({ type });
      const path = at(made, `/${kind}`);
      const key = { "idempotency-key": fresh() };
      const answer = await ask("POST", path, body, key);
      const added: Values = succeeded(answer, 201);
      const address = `${path}/${added[id]}`;
      assert.equal(answer.headers.location, `/api/v1${at(made)}`);
      const value = "value" in body ? { value: "1.5" } : {};
      const expected = { ...body, ...value, ...("interval_count" in body && { effective_after: added.effective_after }) };
      assert.deepEqual(added, {
        campaign_id: made.campaign_id,
        version: 2,
        [id]: Number(address.split("/").at(-1)),
        ...expected,
      });
      const again = await ask("POST", path, body, key);
      assert.deepEqual([again.status, again.headers["idempotent-replayed"], again.json], [201, "true", added]);
      const changed = succeeded(await ask("PATCH", address, change, etag(added)));
      assert.deepEqual(changed, { ...added, version: 3, ...change });
      const { campaign_id: _, version: __, ...part } = changed;
      assert.deepEqual((await look(ask, at(made)))[kind], [part]);
      succeeded(await ask("DELETE", address), 204);
      assert.deepEqual((await look(ask, at(made)))[kind], []);
      assertProblem(await ask("DELETE", address), 404);
      // The call that added it can't be answered as it was any more.
      assertProblem(await ask("POST", path, body, key), 404);
    });

  it("has an identifier that no other of the campaign has, and an interval, if it is a depreciation", async () => {
    const made = await make();
    const reward = { level: 5, description: "X", identifier: "same" };
    const depreciation = { interval_count: 1, interval_unit: "months", counted_from: "transaction", percentage: "5" };
    for (const [kind, body, field] of [
      ["rewards", reward, "body.identifier"],
      ["depreciations", depreciation, "body.interval_count"],
    ] as const) {
      succeeded(await ask("POST", at(made, `/${kind}`), body), 201);
      assertProblem(await ask("POST", at(made, `/${kind}`), body), 409, [field]);
    }
  });
});
