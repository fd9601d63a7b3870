import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { holdClass } from "../../../src/core/ticketing/catalogue/kinds/prices.ts";
import { manifest, venue } from "../../../src/core/ticketing/catalogue/kinds/venues.ts";
import { findItem } from "../../../src/core/ticketing/catalogue/read.ts";
import { createItem } from "../../../src/core/ticketing/catalogue/store.ts";
import { partsOfManifest } from "../../../src/core/ticketing/discovery/manifest/queries.ts";
import { publishEvent, setStatus } from "../../../src/core/ticketing/events/status.ts";
import { importManifest } from "../../../src/core/ticketing/import/manifest.ts";
import { findRun } from "../../../src/core/ticketing/inventory/find-run.ts";
import { openManifest } from "../../../src/core/ticketing/inventory/manifest.ts";
import { reclassify } from "../../../src/core/ticketing/inventory/reclassify.ts";
import { testApp } from "../../support/app.ts";
import { info, makeHall } from "./hall.ts";
import { caller } from "./support.ts";

const { command, parts } = await testApp();
const { core } = parts;
const seated = async (values: object) => (await command({ cmd: "get_event_manifest", ...values })).answer;
const ids: Record<string, number> = {};
const classId = async (name: string) => (await findItem(core, 1, holdClass, name)).hold_class_id as number;
interface Block {
  readonly row_id: number;
  readonly section_name: string;
  readonly row_name: string;
  readonly seat_num: number;
  readonly num_seats: number;
  readonly last_seat: number;
  readonly seat_increment: number;
  readonly class_name: string;
  readonly price_code: string;
  readonly default_class: string;
  readonly aisle: number;
}
const shown = ({ seats }: { seats: Block[] }) =>
  seats.map((one) => `${one.section_name} ${one.row_name} ${one.seat_num}-${one.last_seat} ${one.class_name}`);

before(async () => {
  Object.assign(ids, await makeHall(core));
  await setStatus(core, caller, ids.OFF!, "cancel");
});

describe("get_event_manifest refuses", () => {
  it("5261: neither event nor manifest", async () => {
    const answer = await seated({});
    assert.equal(answer.result, 5261);
    assert.match(answer.error_detail, /^event_name: required/);
  });
  for (const [input, value] of [
    ["event_name", "A name too long"],
    ["manifest_name", "x".repeat(65)],
  ] as const)
    it(`9999: ${input}`, async () => {
      const answer = await seated({ [input]: value });
      assert.equal(answer.result, 9999);
      assert.match(answer.error_detail, new RegExp(`^${input}: `));
    });
  for (const values of [{ event_name: "NOEVENT" }, { event_name: "DRAFT" }, { event_name: "FULL" }, { manifest_name: "NONE" }])
    it(`5269: ${JSON.stringify(values)}`, async () => {
      const answer = await seated(values);
      assert.deepEqual([answer.result, answer.sql_code, answer.seats], [5269, 100, undefined]);
    });
});

describe("get_event_manifest", () => {
  it("tells everything of a block", async () => {
    const { result, seats } = await seated({ event_name: "hall" });
    const { manifest_id, arena_id, section_id, row_id, ...rest } = seats[0];
    for (const number of [manifest_id, arena_id, section_id, row_id]) assert.ok(Number.isInteger(number));
    assert.equal(result, 0);
    assert.deepEqual(rest, {
      ...{ manifest_name: "CONCERT", arena_name: "Great Hall", event_name: "HALL", event_id: ids.HALL, section_name: "B" },
      ...{
        section_desc: "Balcony",
        section_type: "C",
        section_type_name: "club",
        gate: "G1",
        ga: "N",
        row_name: "1",
        row_desc: "Row one",
      },
      ...{
        seat_num: 1,
        num_seats: 4,
        last_seat: 4,
        seat_increment: 1,
        default_class: await classId("PREFERRED"),
        class_name: "PREFERRED",
      },
      ...{
        def_price_code: "Z",
        price_code: "Z",
        tm_section_name: "HB",
        tm_row_name: "H1",
        ...info("section"),
        ...info("row"),
        aisle: 3,
      },
    });
  });
  it("makes blocks as long as they can be, parted by an aisle; of a manifest itself, and of what is cancelled, the same", async () => {
    const all = ["B 1 1-4 PREFERRED", "B 2 1-7 OPEN", "A 1 10-11 OPEN", "A 1 12-12 KILL", "A 1 13-13 OPEN", "A 1 14-14 OPEN"];
    const whole = [...all, "S S 1-20 SUITES"];
    for (const values of [{ event_name: "HALL" }, { event_name: "OFF" }, { manifest_name: "concert" }])
      assert.deepEqual(shown(await seated(values)), whole);
    const { seats } = await seated({ manifest_name: "CONCERT" });
    assert.deepEqual([seats[0].event_name, seats[0].aisle, seats[4].aisle, seats[5].aisle], [undefined, 3, 2, 0]);
  });
  it("tells classes and price codes as the event has them, beside the manifest's", async () => {
    const run = { ...(await findRun(core, 1, ids.HALL!, { section: "S", row: "S", firstSeat: 5, seats: 2 })) };
    await reclassify(core, caller, { runs: [run], classId: await classId("OPEN"), priceCode: "Q" });
    const answer = await seated({ event_name: "HALL", manifest_name: "HOCKEY" });
    assert.deepEqual(shown(answer).slice(6), ["S S 1-4 SUITES", "S S 5-6 OPEN", "S S 7-20 SUITES"]);
    const { class_name, default_class, price_code, def_price_code } = answer.seats[7];
    assert.deepEqual([class_name, default_class, price_code, def_price_code], ["OPEN", await classId("SUITES"), "Q", undefined]);
    // One that is published now starts with the manifest's.
    await publishEvent(core, caller, ids.DRAFT!);
    assert.equal((await seated({ event_name: "DRAFT" })).seats.length, 7);
  });
  it("tells each seat of an arena once, in blocks that could not be longer", async () => {
    const { seats } = (await seated({ event_name: "GAME01" })) as { seats: Block[] };
    const once = new Set<string>();
    for (const [index, one] of seats.entries()) {
      for (let n = 0; n < one.num_seats; n++) once.add(`${one.row_id} ${one.seat_num + n * one.seat_increment}`);
      const next = seats[index + 1];
      const alike =
        next &&
        ["row_id", "class_name", "default_class", "price_code"].every((key) => next[key as "row_id"] === one[key as "row_id"]);
      assert.ok(!alike || next.seat_num !== one.last_seat + one.seat_increment);
    }
    assert.equal(
      once.size,
      seats.reduce((sum, one) => sum + one.num_seats, 0),
    );
    assert.equal(
      once.size,
      (await seated({ manifest_name: "HOCKEY" })).seats.reduce((sum: number, one: Block) => sum + one.num_seats, 0),
    );
    assert.equal(once.size, 51_040 / 20);
  });
  it("reads in parts that lose nothing, and no further ahead than the next", async () => {
    let ran = 0;
    const run: typeof core.db.run = (...given) => {
      ran++;
      return core.db.run(...given);
    };
    const db = { ...core.db, run };
    const places = async (seatsAtOnce?: number) => {
      const begun = ran;
      const found = await openManifest({ db }, 1, { eventName: "GAME01" }, seatsAtOnce);
      const batches: string[][] = [];
      for await (const batch of found!.runs) {
        batches.push(batch.map((one) => `${one.rowId} ${one.firstSeat} ${one.seats}`));
        // Two statements for all, and two for each batch: those that were taken and one ahead.
        assert.ok(ran - begun <= 2 + 2 * (batches.length + 1));
      }
      return batches;
    };
    const [parted, whole] = [await places(300), await places(100_000)];
    assert.deepEqual([parted.length > 5, whole.length, parted.flat()], [true, 1, whole[0]]);
  });
  it("counts as a call of its key until it is written", async (context) => {
    const venue_id = (await findItem(core, 1, venue, "Great Widgets Arena")).venue_id;
    const manifestId = await createItem(core, caller, manifest, { venue_id, name: "HUGE" });
    const rows = ["A", "B", "C"].map((row) => `L,${row},1,8000\n`);
    await importManifest(core, caller, manifestId, `section_name,row_name,seat_num,num_seats\n${rows.join("")}`);
    const run = context.mock.method(core.db, "run").mock;
    const read = (): number => run.calls.filter((one) => one.arguments[0] === partsOfManifest).length;
    const readWhenLeft: number[] = [];
    const { leave } = parts.atOnce;
    context.mock.method(parts.atOnce, "leave", (keyId: string) => {
      readWhenLeft.push(read());
      leave(keyId);
    });
    assert.equal((await seated({ manifest_name: "HUGE" })).seats.length, 3);
    assert.deepEqual([read(), readWhenLeft], [3, [3]]);
  });
});
