import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { RefusalName } from "../../../src/core/refusal.ts";
import { event, plan, season } from "../../../src/core/ticketing/catalogue/kinds/events.ts";
import { price } from "../../../src/core/ticketing/catalogue/kinds/prices.ts";
import { manifest, venue } from "../../../src/core/ticketing/catalogue/kinds/venues.ts";
import { allItems, findItem, listItems, openItem } from "../../../src/core/ticketing/catalogue/read.ts";
import { changeItem, createItem, holdItem } from "../../../src/core/ticketing/catalogue/store.ts";
import { type Copy, cloneEvent } from "../../../src/core/ticketing/events/clone.ts";
import { type EventWay, publishEvent, setStatus } from "../../../src/core/ticketing/events/status.ts";
import { importManifest } from "../../../src/core/ticketing/import/manifest.ts";
import { findRun } from "../../../src/core/ticketing/inventory/find-run.ts";
import { sell } from "../../../src/core/ticketing/inventory/sell.ts";
import { putBlocks, rowsOfManifest } from "../../../src/core/ticketing/venues/queries.ts";
import { caller } from "../../protocols/archtics/support.ts";
import { testApp } from "../../support/app.ts";
import { lastChange, waitingForLocks } from "./queries.ts";
import { refused, type Said, seatsNow } from "./refused.ts";
import { smallEvent } from "./small-event.ts";

const { parts } = await testApp();
const { core } = parts;
const small = await smallEvent(core, caller);
const arena = (await findItem(core, 1, venue, "Great Widgets Arena")).venue_id as number;
const manifestId = await createItem(core, caller, manifest, { venue_id: arena, name: "HALL" });
const startsAt = new Date("2026-12-01T19:00:00Z");
await importManifest(
  core,
  caller,
  manifestId,
  "section_name,row_name,seat_num,num_seats,default_class,def_price_code\nH,1,1,4,OUTHOLD,B\nH,2,5,2,,\n",
);
let made = 0;
const draft = (values: object = {}) =>
  createItem(core, caller, event, { name: `DRAFT${++made}`, manifest_id: manifestId, starts_at: startsAt, ...values });
const at = (id: number) => openItem(core, 1, event, id);

describe("publishing refuses, and leaves a draft", () => {
  const cases: readonly (readonly [string, () => Promise<number>, RefusalName, Said])[] = [
    ["what is not there", async () => 99_999_999, "not-there", { field: "event_id" }],
    ["a plan", () => createItem(core, caller, plan, { name: "PLAN9" }), "not-there", {}],
    ["what was published", async () => small.eventId, "event-not-draft", {}],
    ["an event without a start", () => draft({ starts_at: null }), "value-invalid", { field: "starts_at", fault: /is required/ }],
    ["an event without a manifest", () => draft({ manifest_id: null }), "event-without-seats", {}],
    [
      "a manifest without seats",
      async () => draft({ manifest_id: await createItem(core, caller, manifest, { venue_id: arena, name: "EMPTY" }) }),
      "event-without-seats",
      {},
    ],
    [
      "a season without a manifest",
      async () => draft({ manifest_id: null, season_id: await createItem(core, caller, season, { name: "BARE" }) }),
      "event-without-seats",
      {},
    ],
  ];
  for (const [what, make, name, said] of cases)
    it(what, async () => {
      const id = await make();
      await refused(core, () => publishEvent(core, caller, id), name, said, id);
    });
  it("another version", async () => {
    const id = await draft();
    await refused(core, () => publishEvent(core, caller, id, 2), "version-differs", {}, id);
    assert.equal((await at(id)).status, "draft");
  });
});

describe("an event's status", () => {
  it("goes from published to postponed, cancelled and back, and no other way", async () => {
    const id = await draft();
    const tried: readonly (readonly [EventWay, string])[] = [
      ["cancel", "draft"],
      ["postpone", "draft"],
      ["resume", "draft"],
    ];
    const way = async (one: EventWay, from: string, to?: string) => {
      assert.equal((await at(id)).status, from);
      if (to === undefined) await refused(core, () => setStatus(core, caller, id, one), "event-not-published", {}, id);
      else await setStatus(core, caller, id, one);
    };
    for (const [one, from] of tried) await way(one, from);
    await publishEvent(core, caller, id);
    await way("resume", "published");
    await way("postpone", "published", "postponed");
    await way("postpone", "postponed");
    await way("resume", "postponed", "published");
    await way("postpone", "published", "postponed");
    await way("cancel", "postponed", "cancelled");
    await way("cancel", "cancelled");
    await way("postpone", "cancelled");
    await way("resume", "cancelled", "published");
    await way("cancel", "published", "cancelled");
    const { version } = await at(id);
    assert.equal(version, 8);
    const last = (await core.db.run(lastChange, [1, "event", id]))[0]!;
    assert.deepEqual(
      [last.version, last.action, JSON.parse(last.values)],
      [8, "cancelled", { status: ["published", "cancelled"] }],
    );
    await refused(core, () => setStatus(core, caller, id, "resume", 7), "version-differs", {}, id);
    await refused(core, () => setStatus(core, caller, 99_999_999, "cancel"), "not-there");
  });
});

describe("publishing", () => {
  it("gives an event its manifest's seats as they are now and its venue, and says nothing of doors", async () => {
    const id = await draft();
    assert.equal(await publishEvent(core, caller, id, 1), 6);
    const { status, venue_id, doors_at, version } = await at(id);
    assert.deepEqual([status, venue_id, doors_at, version], ["published", arena, null, 2]);
    const runs = [
      await findRun(core, 1, id, { section: "h", row: "1", firstSeat: 1, seats: 4 }),
      await findRun(core, 1, id, { section: "H", row: "2", firstSeat: 5, seats: 2 }),
    ];
    const seats = await seatsNow(core, ...runs);
    const outhold = small.classes.OUTHOLD;
    assert.deepEqual(
      seats.map((one) => [one.seat, one.state, one.classId, one.priceCode]),
      [
        ...[1, 2, 3, 4].map((seat) => [seat, "open", outhold, "B"]),
        ...[5, 6].map((seat) => [seat, "open", small.classes.OPEN, null]),
      ],
    );
    const last = (await core.db.run(lastChange, [1, "event", id]))[0]!;
    const told = JSON.parse(last.values);
    assert.deepEqual(
      [last.action, told.status, told.venue_id, told.seats, told.doors_at],
      ["published", ["draft", "published"], [null, arena], [null, 6], undefined],
    );
  });
  it("keeps the doors that were given, and takes the season's manifest where the event has none", async () => {
    const doors = new Date("2026-12-01T18:30:00Z");
    const season_id = await createItem(core, caller, season, { name: "HALLS", manifest_id: manifestId });
    const id = await draft({ manifest_id: null, season_id, doors_at: doors });
    assert.equal(await publishEvent(core, caller, id), 6);
    const { doors_at, manifest_id } = await at(id);
    assert.deepEqual([doors_at, manifest_id], [doors, manifestId]);
  });
});

describe("publishing while the manifest is being changed", () => {
  it("waits, and gives the seats that it has afterwards", async () => {
    const other = await createItem(core, caller, manifest, { venue_id: arena, name: "BUILT" });
    await importManifest(core, caller, other, "section_name,row_name,seat_num,num_seats\nH,1,1,2\n");
    const id = await draft({ manifest_id: other });
    const [row] = await core.db.run(rowsOfManifest, [1, other]);
    let seats: Promise<number> | undefined;
    let done = false;
    await core.db.transaction(async (tx) => {
      await holdItem(tx, caller, manifest, other);
      seats = publishEvent(core, caller, id).finally(() => {
        done = true;
      });
      // Until it is seen to wait; or is done, which it must not be.
      while (!done && (await core.db.read(waitingForLocks, []))[0]!.count === 0);
      tx.send(putBlocks, [1, [row!.rowId], [row!.rowId], [1], [5], [small.classes.OPEN], [null], [0], [0], [""]]);
    });
    assert.equal(await seats, 5);
  });
});

describe("copying an event refuses, and makes none", () => {
  const copy = (name: string, more: object = {}): Copy => ({ name, starts_at: startsAt, ...more });
  const clones =
    (copies: Copy[], id = small.eventId) =>
    () =>
      cloneEvent(core, caller, id, copies);
  it("what is not there, a plan, a name in use or given twice, values that do not fit", async () => {
    await refused(core, clones([copy("CLONE1")], 99_999_999), "not-there", { field: "event_id" });
    await refused(core, clones([copy("CLONE1")], await createItem(core, caller, plan, { name: "PLAN8" })), "not-there");
    await refused(core, clones([copy("CLONE1"), copy("game01")]), "name-in-use", { field: "name", fault: /^GAME01 belongs/ });
    await refused(core, clones([copy("CLONE1"), copy("clone1")]), "name-in-use", {
      field: "name",
      fault: /^CLONE1 is given twice$/,
    });
    await refused(core, clones([copy("CLONE1"), copy("MUCHTOOLONG")]), "value-invalid", { field: "name" });
    await refused(core, clones([copy("CLONE1", { seats: 1 })]), "value-invalid", { field: "seats" });
    assert.deepEqual(await listItems(core, 1, event, { key: "CLONE1" }, 9), []);
    assert.deepEqual(await clones([])(), []);
  });
});

describe("copying an event", () => {
  it("makes drafts with all it has and its prices, instants as far from the start, and no seats", async () => {
    const of = (day: number, time: string) => new Date(`2026-11-${String(day).padStart(2, "0")}T${time}:00Z`);
    await changeItem(core, caller, event, small.eventId, {
      starts_at: of(10, "19:00"),
      doors_at: of(10, "18:00"),
      on_sale_at: of(1, "09:00"),
      off_sale_at: null,
      opponent: "Gears",
    });
    await createItem(core, caller, price, {
      event_id: small.eventId,
      price_code: "D",
      ticket_type_id: small.ticketTypeId,
      ticket: 10_00,
      tax: 1_00,
      not_allowed: ["print"],
    });
    const run = await small.run(0, 0, 1);
    await sell(core, caller, { accountId: 6, lines: [{ run, priceCode: "D", ticketTypeId: small.ticketTypeId }] });
    const [one, two] = await cloneEvent(core, caller, small.eventId, [
      { name: "next1", starts_at: of(17, "19:00") },
      { name: "NEXT2", starts_at: "2026-11-24T15:30:00-05:00", doors_at: of(24, "12:00"), opponent: "Cogs" },
    ]);
    const original = await at(small.eventId);
    const first = await at(one!);
    const own = Object.keys(event.fields).filter((name) => !["name", "starts_at", "doors_at", "on_sale_at"].includes(name));
    for (const name of own) assert.deepEqual(first[name], original[name], name);
    assert.deepEqual(
      [first.name, first.status, first.version, first.starts_at, first.doors_at, first.on_sale_at, first.off_sale_at],
      ["NEXT1", "draft", 1, of(17, "19:00"), of(17, "18:00"), of(8, "09:00"), null],
    );
    const second = await at(two!);
    assert.deepEqual(
      [second.starts_at, second.doors_at, second.on_sale_at, second.opponent],
      [of(24, "20:30"), of(24, "12:00"), of(15, "10:30"), "Cogs"],
    );
    const codes = async (id: number) =>
      (await allItems(core, 1, price, id)).map((item) => [
        item.price_code,
        item.ticket,
        item.tax,
        item.not_allowed,
        item.version,
      ]);
    assert.deepEqual(await codes(one!), [
      ["C", 45_00, 0, [], 1],
      ["D", 10_00, 1_00, ["print"], 1],
    ]);
    assert.deepEqual(await codes(two!), await codes(one!));
    await assert.rejects(
      sell(core, caller, {
        accountId: 6,
        lines: [{ run: { ...run, eventId: one! }, priceCode: "D", ticketTypeId: small.ticketTypeId }],
      }),
      { refusal: "seats-not-there" },
    );
    assert.equal(await publishEvent(core, caller, one!), 26);
    assert.equal((await seatsNow(core, { ...run, eventId: one! }))[0]!.state, "open");
  });
});
