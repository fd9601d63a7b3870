import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { everyPage, fresh, keyFor, look, nobody, rivals, succeeded, under, whatever } from "./records.ts";
import { assertProblem, sandboxApp } from "./support.ts";

const test = await sandboxApp();
const { ask } = test;
const rival = await rivals(test);
const reader = under(ask, await keyFor(test, ["ticketing:read", "seats:write"]));

/** Finds the one of a kind by its name. */
const named = async (plural: string, name: string) => (await look(ask, `/${plural}?name=${encodeURIComponent(name)}`)).data[0];
const [venue, hockey] = [await named("venues", "Great Widgets Arena"), await named("manifests", "HOCKEY")];
const game = await named("events", "GAME01");
const make = async (plural: string, body: object) => succeeded(await ask("POST", `/${plural}`, body), 201);
const starts_at = "2030-01-05T19:00:00-05:00";
const way = (id: number, how: string, by = ask) => by("POST", `/events/${id}/${how}`);
let count = 0;
const draft = (more: object = {}) =>
  make("events", { name: `NEW${++count}`, starts_at, manifest_id: hockey.manifest_id, ...more });

describe("publishing an event", () => {
  it("is refused without the scope, and of one that is not there or another organisation's", async () => {
    const { event_id } = await draft();
    for (const how of ["publish", "cancel", "postpone", "resume"]) {
      assertProblem(await way(event_id, how, reader), 403);
      for (const [id, by] of [
        [nobody, ask],
        [event_id, rival.ask],
      ] as const)
        assertProblem(await way(id, how, by), 404);
    }
    assert.equal((await look(ask, `/events/${event_id}`)).status, "draft");
  });

  it("is refused without a start, without a manifest, with one that has no seats, and twice", async () => {
    const bare = await make("manifests", { venue_id: venue.venue_id, name: "Bare" });
    const starts = await way((await draft({ starts_at: null })).event_id, "publish");
    assertProblem(starts, 409);
    assert.match(starts.json.detail, /^starts_at is required before it is published$/);
    for (const manifest_id of [null, bare.manifest_id])
      assertProblem(await way((await draft({ manifest_id })).event_id, "publish"), 409);
    assertProblem(await way(game.event_id, "publish"), 409);
  });

  it("gives it the seats of its manifest, or its season's, and a place, and says nothing of doors", async () => {
    const season = await make("seasons", { name: "2030", manifest_id: hockey.manifest_id });
    const { event_id } = await draft({ manifest_id: null, season_id: season.season_id });
    const answer = await way(event_id, "publish");
    const done = succeeded(answer);
    assert.deepEqual(
      [done.status, done.version, done.venue_id, done.manifest_id, done.doors_at],
      ["published", 2, venue.venue_id, hockey.manifest_id, null],
    );
    assert.equal(answer.headers.etag, '"2"');
    const seats = (rows: { blocks: { seats: number }[] }[]) =>
      rows.flatMap((one) => one.blocks).reduce((sum, one) => sum + one.seats, 0);
    const all = seats(await everyPage(ask, `/manifests/${hockey.manifest_id}/seats?limit=200`));
    assert.ok(all > 2_000);
    assert.equal(seats(await everyPage(ask, `/events/${event_id}/seats?limit=200&state=open`)), all);
    const other = await make("manifests", { venue_id: venue.venue_id, name: "Other" });
    const move = { manifest_id: other.manifest_id };
    assertProblem(await ask("PATCH", `/events/${event_id}`, move, whatever), 400, ["body.manifest_id"]);
    assertProblem(await ask("DELETE", `/events/${event_id}`), 409);
  });
});

describe("an event", () => {
  it("goes from published to postponed, cancelled and back, and no other way", async () => {
    const { event_id } = await draft();
    for (const how of ["cancel", "postpone", "resume"]) assertProblem(await way(event_id, how), 409);
    succeeded(await way(event_id, "publish"));
    for (const [how, status, not] of [
      ["postpone", "postponed", ["postpone", "publish"]],
      ["resume", "published", ["resume"]],
      ["cancel", "cancelled", ["cancel", "postpone"]],
      ["resume", "published", []],
    ] as const) {
      assert.equal(succeeded(await way(event_id, how)).status, status);
      for (const one of not) assertProblem(await way(event_id, one), 409);
    }
  });
});

describe("cloning", () => {
  const clone = (copies: object[], headers = {}, by = ask, id = game.event_id) =>
    by("POST", `/events/${id}/clone`, { copies }, headers);
  const copy = { name: "COPY", starts_at };

  it("is refused without name or start, with values that do not fit, an unknown event, a name in use, and makes none then", async () => {
    assertProblem(await clone([{ starts_at }]), 400, ["body.copies.0.name"]);
    assertProblem(await clone([copy, { name: "X" }]), 400, ["body.copies.1.starts_at"]);
    assertProblem(await clone([{ ...copy, whatever: 1 }]), 400, ["body.copies.0.whatever"]);
    assertProblem(await clone([{ ...copy, starts_at: "soon" }]), 400, ["body.copies.0.starts_at"]);
    assertProblem(await clone([]), 400, ["body.copies"]);
    assertProblem(await clone([copy, { ...copy, name: "GAME02" }]), 409);
    assertProblem(await clone([copy, copy]), 409);
    assertProblem(await clone([copy], {}, reader), 403);
    assertProblem(await clone([copy], {}, ask, nobody), 404);
    assertProblem(await clone([copy], {}, rival.ask), 404);
    assert.deepEqual((await look(ask, "/events?name=COPY")).data, []);
  });

  it("makes drafts with its prices, whose doors and sale are as far from their start; once under an Idempotency-Key", async () => {
    const key = { "idempotency-key": fresh() };
    // Distances of what is not set would be equal, too.
    const doors_at = new Date(Date.parse(game.starts_at) - 5_400_000).toISOString();
    game.doors_at = succeeded(await ask("PATCH", `/events/${game.event_id}`, { doors_at }, whatever)).doors_at;
    const copies = [copy, { name: "copy2", starts_at: "2030-07-05T19:00:00-04:00", opponent: "Gaskets", off_sale_at: null }];
    const [first, again] = [await clone(copies, key), await clone(copies, key)];
    assert.deepEqual(succeeded(again, 201), succeeded(first, 201));
    const [one, two] = first.json.data;
    assert.equal(first.headers.location, `/api/v1/events/${one.event_id}`);
    assert.deepEqual(
      [one.name, two.name, one.status, one.opponent, two.opponent, one.season_id],
      ["COPY", "COPY2", "draft", game.opponent, "Gaskets", game.season_id],
    );
    const distance = (of: Record<string, string>, name: string) => Date.parse(of.starts_at!) - Date.parse(of[name]!);
    for (const name of ["doors_at", "on_sale_at"])
      for (const made of [one, two]) {
        assert.ok(Number.isFinite(distance(game, name)), name);
        assert.equal(distance(made, name), distance(game, name), name);
      }
    assert.deepEqual([one.off_sale_at, two.off_sale_at], [one.starts_at, null]);
    const prices = async (id: number) =>
      (await everyPage(ask, `/prices?event_id=${id}&limit=200`)).map((price) => [
        price.price_code,
        price.ticket_type_id,
        price.ticket,
      ]);
    assert.deepEqual(await prices(one.event_id), await prices(game.event_id));
    succeeded(await way(one.event_id, "publish"));
  });
});

for (const [plural, id] of [
  ["plans", "plan_id"],
  ["item-sets", "item_set_id"],
] as const)
  describe(`the events of ${plural}`, () => {
    it("are refused without the scope, of what is not there, by another version, and twice over", async () => {
      const made = await make(plural, { name: `SET${++count}` });
      const path = `/${plural}/${made[id]}/events`;
      assertProblem(await reader("PUT", path, { events: [] }, whatever), 403);
      for (const [by, at] of [
        [ask, `/${plural}/${nobody}/events`],
        [rival.ask, path],
      ] as const) {
        assertProblem(await by("GET", at), 404);
        assertProblem(await by("PUT", at, { events: [] }, whatever), 404);
      }
      assertProblem(await ask("PUT", path, { events: [] }), 428);
      assertProblem(await ask("PUT", path, { events: [game.event_id] }, { "if-match": '"7"' }), 412);
      assertProblem(await ask("PUT", path, { events: [game.event_id, nobody] }, whatever), 404, ["body.events"]);
      assertProblem(await ask("PUT", path, { events: [game.event_id, game.event_id] }, whatever), 400, ["body.events"]);
      const plan = (await named("plans", "FULL")).plan_id;
      const answer = await ask("PUT", path, { events: [plan] }, whatever);
      if (plural === "plans") assertProblem(answer, 404, ["body.events"]);
      else assert.deepEqual(succeeded(answer).events, [plan]);
    });

    it("are said all at once, and raise the version when they change", async () => {
      const made = await make(plural, { name: `SET${++count}` });
      const path = `/${plural}/${made[id]}/events`;
      assert.deepEqual(await look(ask, path), { version: 1, events: [] });
      const other = (await named("events", "GAME02")).event_id;
      const both = { events: [other, game.event_id] };
      const done = { version: 2, events: [...both.events].sort((a, b) => a - b) };
      assert.deepEqual(succeeded(await ask("PUT", path, both, { "if-match": '"1"' })), done);
      assert.deepEqual(succeeded(await ask("PUT", path, both, whatever)), done);
      assert.deepEqual(succeeded(await ask("PUT", path, { events: [other] }, whatever)), { version: 3, events: [other] });
      assertProblem(await ask("DELETE", `/${plural}/${made[id]}`), 409);
    });
  });

describe("a manifest's seats", () => {
  const head = "section_name,row_name,seat_num,num_seats,default_class,def_price_code";
  const put = (id: number, csv: string, headers = {}, by = ask) => by("POST", `/manifests/${id}/import`, { csv }, headers);

  it("are refused with the line: a column, a class, a number that is none, a seat twice; all or nothing", async () => {
    const { manifest_id } = await make("manifests", { venue_id: venue.venue_id, name: "Faulty" });
    for (const [csv, message] of [
      ["section_name,row_name\n1,A", /seat_num/],
      [`${head}\n1,A,1,10,OPEN,A\n1,B,1,10,NONE,A`, /^default_class: .*NONE \(line 3\)$/],
      [`${head}\n1,A,x,10,OPEN,A`, /^seat_num: .*\(line 2\)$/],
      [`${head}\n1,A,1,10,OPEN,A\n1,A,10,1,OPEN,A`, /^seat_num: is listed twice: 10 \(line 3\)$/],
    ] as const) {
      const answer = await put(manifest_id, csv);
      assertProblem(answer, 400, ["body.csv"]);
      assert.match(answer.json.errors[0].message, message);
    }
    assertProblem(await put(manifest_id, ""), 400, ["body.csv"]);
    assertProblem(await put(nobody, `${head}\n1,A,1,10,OPEN,A`), 404);
    assertProblem(await put(manifest_id, `${head}\n1,A,1,10,OPEN,A`, {}, rival.ask), 404);
    // A call that is refused makes no classes in an organisation that has none.
    assert.deepEqual((await look(rival.ask, "/hold-classes")).data, []);
    assertProblem(await put(manifest_id, `${head}\n1,A,1,10,OPEN,A`, {}, reader), 403);
    assert.deepEqual(await everyPage(ask, `/manifests/${manifest_id}/seats`), []);
    for (const by of [ask, rival.ask])
      assertProblem(await by("GET", `/manifests/${by === ask ? nobody : manifest_id}/seats`), 404);
  });

  it("are put in, row by row, and listed in blocks and pages; a row without seats is left out", async () => {
    const { manifest_id } = await make("manifests", { venue_id: venue.venue_id, name: "Club night" });
    const csv = `${head},attribute,aisle\n1,A,1,10,OPEN,A,,\n1,A,11,1,OPEN,A,wheelchair,2\n1,B,1,10,suites,,,\n2,A,1,5,OPEN,C,,`;
    const key = { "idempotency-key": fresh() };
    for (const _ of [1, 2]) assert.deepEqual(succeeded(await put(manifest_id, csv, key)), { sections: 2, rows: 3, seats: 26 });
    const { section_id } = (await look(ask, `/sections?manifest_id=${manifest_id}&limit=1`)).data[0];
    for (const name of ["C", "D"]) await make("seat-rows", { section_id, name });
    const rows = await everyPage(ask, `/manifests/${manifest_id}/seats?limit=1`);
    assert.deepEqual(
      rows.map((one) => [one.section, one.row, one.blocks.length]),
      [
        ["1", "A", 2],
        ["1", "B", 1],
        ["2", "A", 1],
      ],
    );
    const plain = { aisle: 0, quality: 0, attributes: [] };
    assert.deepEqual(rows[0].blocks, [
      { ...plain, first_seat: 1, seats: 10, hold_class: "OPEN", price_code: "A" },
      { ...plain, first_seat: 11, seats: 1, hold_class: "OPEN", price_code: "A", aisle: 2, attributes: ["wheelchair"] },
    ]);
    assert.deepEqual([rows[1].blocks[0].hold_class, rows[1].blocks[0].price_code], ["SUITES", null]);
  });
});
