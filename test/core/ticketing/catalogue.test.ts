import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { RefusalName } from "../../../src/core/refusal.ts";
import type { Kind } from "../../../src/core/ticketing/catalogue/kind.ts";
import { accountRep, deliveryMethod, note, serviceCharge } from "../../../src/core/ticketing/catalogue/kinds/box-office.ts";
import { event, itemSet, plan, season } from "../../../src/core/ticketing/catalogue/kinds/events.ts";
import { holdClass, price, ticketType } from "../../../src/core/ticketing/catalogue/kinds/prices.ts";
import { manifest, section, venue } from "../../../src/core/ticketing/catalogue/kinds/venues.ts";
import { membersOf, putMembers } from "../../../src/core/ticketing/catalogue/members.ts";
import { allItems, findItem, listItems, openItem } from "../../../src/core/ticketing/catalogue/read.ts";
import { changeItem, createItem, removeItem } from "../../../src/core/ticketing/catalogue/store.ts";
import type { Values } from "../../../src/core/ticketing/catalogue/values.ts";
import { sell } from "../../../src/core/ticketing/inventory/sell.ts";
import { trailCheck } from "../../../src/core/verify/audit-trail.ts";
import { versionsCheck } from "../../../src/core/verify/versions.ts";
import { loadPepper } from "../../../src/platform/secrets/pepper.ts";
import { caller } from "../../protocols/archtics/support.ts";
import { testApp } from "../../support/app.ts";
import { testConfig } from "../../support/config.ts";
import { lastChange } from "./queries.ts";
import { refused, type Said } from "./refused.ts";
import { smallEvent } from "./small-event.ts";

const { parts } = await testApp();
const { core } = parts;
const small = await smallEvent(core, caller);
const { eventId, ticketTypeId, classes } = small;
const create = (kind: Kind, values: Values) => createItem(core, caller, kind, values);
const change = (kind: Kind, number: number, values: Values, ifVersion?: number) =>
  changeItem(core, caller, kind, number, values, ifVersion);
const remove = (kind: Kind, number: number, ifVersion?: number) => removeItem(core, caller, kind, number, ifVersion);
const idOf = async (kind: Kind, key: string) => (await findItem(core, 1, kind, key))[kind.id] as number;
const told = async ({ name }: Kind, number: number) => {
  const [last] = await core.db.run(lastChange, [1, name, number]);
  return { ...last!, values: JSON.parse(last!.values) };
};
const lowest = { ticket: 1, ticket_type_id: ticketTypeId, event_id: eventId };
const absent = 99_999_999;

describe("a thing of the catalogue is refused, and nothing is written", () => {
  it("for a value that does not fit its field", () =>
    refused(core, () => create(venue, { name: "v".repeat(31) }), "value-invalid", { field: "name", fault: /at most 30/ }));

  it("for what it refers to and is not there, by the field", async () => {
    const refers: readonly (readonly [Kind, Values, string])[] = [
      [manifest, { name: "M", venue_id: absent }, "venue_id"],
      [section, { name: "S", manifest_id: absent }, "manifest_id"],
      [season, { name: "S", manifest_id: absent }, "manifest_id"],
      [event, { name: "E", season_id: absent }, "season_id"],
      [price, { ...lowest, price_code: "X", event_id: absent }, "event_id"],
      [price, { ...lowest, price_code: "X", ticket_type_id: absent }, "ticket_type_id"],
      [holdClass, { name: "H", return_class_id: absent }, "return_class_id"],
      [serviceCharge, { name: "C", amount: 1, delivery_method_id: absent }, "delivery_method_id"],
      [accountRep, { account_id: absent }, "account_id"],
      [note, { account_id: absent, text: "T" }, "account_id"],
    ];
    for (const [kind, values, field] of refers) await refused(core, () => create(kind, values), "not-there", { field });
    await refused(core, () => change(holdClass, classes.OUTHOLD!, { return_class_id: absent }), "not-there", {
      field: "return_class_id",
    });
    await refused(core, () => change(event, eventId, { season_id: absent }), "not-there", { field: "season_id" });
  });

  it("for a name that is in use, without regard to case, within its parent", async () => {
    const at = { manifest_id: await create(manifest, { venue_id: await idOf(venue, "Great Widgets Arena"), name: "ONE" }) };
    await create(section, { ...at, name: "Box" });
    await create(price, { ...lowest, price_code: "N" });
    const used: readonly (readonly [Kind, Values, string])[] = [
      [venue, { name: "GREAT widgets arena" }, "name"],
      [section, { ...at, name: "BOX" }, "name"],
      [event, { name: small.name.toLowerCase() }, "name"],
      [plan, { name: small.name }, "name"],
      [holdClass, { name: "open" }, "name"],
      [ticketType, { name: "Other", code: "_a" }, "code"],
      [price, { ...lowest, price_code: "N" }, "price_code"],
    ];
    for (const [kind, values, field] of used) await refused(core, () => create(kind, values), "name-in-use", { field });
    await refused(core, () => change(event, eventId, { name: "GAME01" }), "name-in-use", { field: "name" });
    const other = await create(manifest, { venue_id: await idOf(venue, "Great Widgets Arena"), name: "TWO" });
    await create(section, { manifest_id: other, name: "BOX" });
  });

  it("when it is changed: not there, of another kind, another version, fixed, cleared, published", async () => {
    const cases: readonly (readonly [() => Promise<unknown>, RefusalName, Said])[] = [
      [() => change(venue, absent, {}), "not-there", { field: "venue_id", id: String(absent) }],
      [() => change(plan, eventId, {}), "not-there", { field: "event_id" }],
      [() => change(event, eventId, { description: "D" }, 1), "version-differs", {}],
      [() => change(event, eventId, { manifest_id: null }), "value-invalid", { field: "manifest_id", fault: /published/ }],
      [() => change(event, eventId, { name: null }), "value-invalid", { field: "name", fault: /is required/ }],
      [() => change(event, eventId, { status: "draft" }), "value-invalid", { field: "status", fault: /is not a field/ }],
      [
        () => change(holdClass, classes.OPEN!, { built_in: false }),
        "value-invalid",
        { field: "built_in", fault: /can't be changed/ },
      ],
    ];
    for (const [work, name, said] of cases) await refused(core, work, name, said, eventId);
    const [first] = await allItems(core, 1, price, eventId);
    const moved = () => change(price, first!.price_id as number, { event_id: eventId + 1 });
    await refused(core, moved, "value-invalid", { field: "event_id", fault: /can't be changed/ });
    await assert.rejects(openItem(core, 1, venue, absent), { refusal: "not-there" });
    await assert.rejects(findItem(core, 1, venue, "Nowhere", "venue"), {
      refusal: "not-there",
      facts: { field: "venue", id: "Nowhere" },
    });
  });

  it("when it is removed and something refers to it, or it came with the system", async () => {
    const planId = await create(plan, { name: "USEDPLAN" });
    const run = await small.run(0, 0, 1);
    const deliveryMethodId = await create(deliveryMethod, { code: "XX", name: "X", type: "mail" });
    const line = { run, priceCode: "C", ticketTypeId: await create(ticketType, { code: "_U", name: "Used" }), fullPrice: 1 };
    await sell(core, caller, { accountId: 6, lines: [{ ...line, planId, deliveryMethodId }] });
    const returning = await create(holdClass, {
      name: "RETURNS",
      return_class_id: await idOf(holdClass, "REMOVABLE"),
    });
    const used: readonly (readonly [Kind, number])[] = [
      [venue, await idOf(venue, "Great Widgets Arena")],
      [season, await idOf(season, "Current Season")],
      [event, eventId],
      [plan, planId],
      [ticketType, line.ticketTypeId],
      [deliveryMethod, deliveryMethodId],
      [holdClass, await idOf(holdClass, "REMOVABLE")],
      [holdClass, await idOf(holdClass, "PREFERRED")],
      [holdClass, await create(holdClass, { name: "OWN", built_in: true })],
    ];
    for (const [kind, number] of used) await refused(core, () => remove(kind, number), "still-in-use", {}, eventId);
    await refused(core, () => remove(venue, absent), "not-there", { field: "venue_id" });
    await refused(core, () => remove(holdClass, returning, 2), "version-differs");
    const draft = await create(event, { name: "PRICED" });
    const priced = await create(price, { ...lowest, event_id: draft, price_code: "Q" });
    await refused(core, () => remove(event, draft), "still-in-use");
    await remove(price, priced);
    await remove(event, draft);
    await remove(holdClass, returning, 1);
  });

  it("as a member: what is not there, a plan of a plan; and of what is not there, or has changed", async () => {
    const planId = await create(plan, { name: "MEMBERS1" });
    const setId = await create(itemSet, { name: "MEMBERS1" });
    const put = (kind: Kind, number: number, events: number[], version?: number) => () =>
      putMembers(core, caller, kind, number, events, version);
    for (const [kind, number] of [
      [plan, planId],
      [itemSet, setId],
    ] as const) {
      await refused(core, put(kind, number, [eventId, absent]), "not-there", { field: "events" });
      await refused(core, put(kind, number, [eventId], 2), "version-differs");
      await refused(core, put(kind, absent, []), "not-there", { field: kind.id });
      assert.deepEqual(await membersOf(core, 1, kind, number), []);
    }
    await refused(core, put(plan, planId, [planId]), "not-there", { field: "events", id: String(planId) });
  });
});

describe("a thing of the catalogue", () => {
  it("is made with what a field is unless it was given, is found by its name, and told of", async () => {
    const startsAt = "2026-10-01T19:00:00-04:00";
    const number = await create(event, {
      name: " new1 ",
      starts_at: startsAt,
      barcoded: "no",
      duration_minutes: "90",
      online_text: "a\nb",
    });
    const made = await findItem(core, 1, event, "New1");
    assert.deepEqual(
      [
        made.event_id,
        made.name,
        made.starts_at,
        made.barcoded,
        made.duration_minutes,
        made.online_text,
        made.status,
        made.category,
        made.version,
      ],
      [number, "NEW1", new Date(startsAt), false, 90, "a\nb", "draft", "event", 1],
    );
    const { action, version, values } = await told(event, number);
    assert.deepEqual([action, version, values.name, values.status], ["added", 1, [null, "NEW1"], [null, "draft"]]);
    const words = await create(price, { ...lowest, event_id: number, price_code: "W", not_allowed: "resale, print" });
    assert.deepEqual((await openItem(core, 1, price, words)).not_allowed, ["resale", "print"]);
  });

  it("changes in what is given, is cleared by null, and is no change when nothing changes", async () => {
    const number = await create(event, { name: "NEW2", description: "D", performer: "P", full_season_equivalent: "01.50" });
    const { full_season_equivalent: held } = await openItem(core, 1, event, number);
    await change(event, number, { description: " D ", performer: undefined, full_season_equivalent: held }, 1);
    await change(event, number, {}, 1);
    assert.equal((await told(event, number)).version, 1);
    await change(event, number, { description: null, full_season_equivalent: "2" }, 1);
    const { version, action, values } = await told(event, number);
    assert.deepEqual(
      [version, action, values],
      [2, "changed", { description: ["D", null], full_season_equivalent: [held, "2"] }],
    );
    const now = await openItem(core, 1, event, number);
    assert.deepEqual([now.description, now.performer, now.version], [null, "P", 2]);
    await remove(event, number, 2);
    assert.deepEqual((await told(event, number)).action, "removed");
    assert.deepEqual(await listItems(core, 1, event, { key: "NEW2" }, 9), []);
  });

  it("has the members that are given, once each; the same ones are no change", async () => {
    const numbers = [await create(event, { name: "MEMBER1" }), await create(event, { name: "MEMBER2" })];
    const planId = await create(plan, { name: "MEMBERS2" });
    await putMembers(core, caller, plan, planId, [numbers[1]!, numbers[0]!, numbers[1]!], 1);
    await putMembers(core, caller, plan, planId, numbers, 2);
    assert.deepEqual(await membersOf(core, 1, plan, planId), numbers);
    assert.deepEqual((await told(plan, planId)).values, { events: [null, numbers] });
    await putMembers(core, caller, plan, planId, [numbers[0]!], 2);
    assert.deepEqual((await told(plan, planId)).values, { events: [numbers, [numbers[0]]] });
    const setId = await create(itemSet, { name: "members2" });
    await putMembers(core, caller, itemSet, setId, [planId, eventId]);
    assert.deepEqual(new Set(await membersOf(core, 1, itemSet, setId)), new Set([planId, eventId]));
    await putMembers(core, caller, itemSet, setId, []);
    await remove(itemSet, setId, 3);
  });

  it("is as the change log tells it", async () => {
    const faults: string[] = [];
    for (const check of [versionsCheck, trailCheck])
      for await (const fault of check.faults({ db: core.db, pepper: loadPepper("/nowhere", testConfig.env.PEPPER) }))
        faults.push(fault);
    assert.deepEqual(faults, []);
  });
});
