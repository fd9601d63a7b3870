import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { numberCommitted } from "../../../src/core/audit/sequencer.ts";
import { Refusal } from "../../../src/core/refusal.ts";
import { returnSeats } from "../../../src/core/ticketing/inventory/give-back.ts";
import { holdFor } from "../../../src/core/ticketing/inventory/hold.ts";
import { reclassify } from "../../../src/core/ticketing/inventory/reclassify.ts";
import type { EventRun } from "../../../src/core/ticketing/inventory/seat.ts";
import { sell } from "../../../src/core/ticketing/inventory/sell.ts";
import { transferSeats } from "../../../src/core/ticketing/inventory/transfer.ts";
import { caller } from "../../protocols/archtics/support.ts";
import { testApp, testClock } from "../../support/app.ts";
import { rounds } from "../../support/counts.ts";
import { type SmallEvent, smallEvent, smallRows } from "./small-event.ts";

const clock = testClock(new Date());
const { command, parts } = await testApp({ clock });
const { core } = parts;
const accounts = [6, 4444, 1211];
const holdMinutes = 10;

/** What a seat is, as the test has it: whose, until when it is held, and its class. */
interface Seat {
  owner: number | undefined;
  price: number;
  heldUntil: number;
  kind: string;
}
type Model = Map<string, Seat>;

type Step = readonly [
  what: "sell" | "give" | "pass" | "hold" | "class" | "wait",
  who: number,
  row: number,
  first: number,
  count: number,
];

const step: fc.Arbitrary<Step> = fc.tuple(
  fc.constantFrom("sell", "sell", "give", "pass", "hold", "class", "wait"),
  fc.nat(2),
  fc.nat(2),
  fc.nat(9),
  fc.integer({ min: 1, max: 5 }),
);

const keysOf = ({ section, row }: (typeof smallRows)[number], numbers: readonly number[]) =>
  numbers.map((number) => `${section} ${row} ${number}`);
const seatNumbers = (run: EventRun): number[] => Array.from({ length: run.seats }, (_, i) => run.firstSeat + i * run.increment);

/** Does a step to both; where the seats are not all there, not open, or not the account's, ours refuses and nothing changes. */
async function take(event: SmallEvent, model: Model, [what, who, row, first, count]: Step): Promise<string> {
  if (what === "wait") {
    clock.pass(count * 3 * 60_000);
    return what;
  }
  const run = await event.run(row, first, count);
  const seats = keysOf(smallRows[row]!, seatNumbers(run)).map((key) => model.get(key));
  const now = clock.now().getTime();
  const open = seats.every((seat) => seat && seat.owner === undefined && seat.heldUntil <= now);
  const accountId = accounts[who]!;
  const price = 40_00 + who * 1_00;
  const kind = (["OPEN", "PREFERRED", "OUTHOLD"] as const)[who]!;
  const to = accounts[(who + 1) % accounts.length]!;
  const able = what === "give" || what === "pass" ? seats.every((seat) => seat?.owner === accountId) : open;
  const work = {
    sell: () =>
      sell(core, caller, {
        accountId,
        lines: [{ run, priceCode: "C", ticketTypeId: event.ticketTypeId, purchasePrice: price }],
      }),
    give: () => returnSeats(core, caller, { runs: [run], accountId }),
    pass: () => transferSeats(core, caller, { runs: [run], from: accountId, to }),
    hold: () => holdFor(core, caller, { eventId: event.eventId, runs: [run], until: new Date(now + holdMinutes * 60_000) }),
    class: () => reclassify(core, caller, { runs: [run], classId: event.classes[kind]! }),
  }[what];
  const done = await work().then(
    () => true,
    (error) => {
      if (error instanceof Refusal) return false;
      throw error;
    },
  );
  assert.equal(done, able, `${what} ${JSON.stringify(run)}`);
  if (!done) return `${what} refused`;
  for (const seat of seats as Seat[]) {
    if (what === "sell") Object.assign(seat, { owner: accountId, price, heldUntil: 0 });
    if (what === "give") seat.owner = undefined;
    if (what === "pass") seat.owner = to;
    if (what === "hold") seat.heldUntil = now + holdMinutes * 60_000;
    if (what === "class") Object.assign(seat, { kind, heldUntil: 0 });
  }
  return what;
}

interface Block {
  readonly event_name: string;
  readonly section_name: string;
  readonly row_name: string;
  readonly seat_num: number;
  readonly last_seat: number;
  readonly seat_increment: number;
  readonly [name: string]: unknown;
}

const expand = (blocks: readonly Block[]): string[] =>
  blocks.flatMap(({ section_name: section, row_name: row, seat_num: first, last_seat: last, seat_increment: step }) => {
    const seats: string[] = [];
    for (let seat = first; seat <= last; seat += step) seats.push(`${section} ${row} ${seat}`);
    return seats;
  });

/** Neighbours in a row differ in something that is told of them; `places`: what tells where a block is. */
function assertMaximal(blocks: readonly Block[], places: readonly string[]): void {
  const alike = (block: Block) => JSON.stringify({ ...block, ...Object.fromEntries(places.map((name) => [name, 0])) });
  for (const one of blocks)
    for (const other of blocks)
      if (
        one.section_name === other.section_name &&
        one.row_name === other.row_name &&
        one.last_seat + one.seat_increment === other.seat_num
      )
        assert.notEqual(alike(one), alike(other), `${JSON.stringify(one)} and ${JSON.stringify(other)}`);
}

const sorted = (seats: Iterable<string>): string[] => [...seats].sort();
const ask = async (values: object): Promise<Record<string, Block[]>> => {
  const { answer } = await command({ count: 5000, ...values });
  assert.ok(answer.result === 0 || answer.sql_code === 100, JSON.stringify(answer));
  return answer;
};
const places = ["seat_num", "last_seat", "num_seat", "num_seats", "atomic_seats", "attended_seats", "aisle"];
const totals = ["block_full_price", "block_purchase_price", "order_num", "order_line_item"];

async function agree(event: SmallEvent, model: Model): Promise<void> {
  while ((await numberCommitted(core, 1)) > 0);
  const event_name = event.name;
  const ofModel = (which: (seat: Seat) => boolean) => sorted([...model].filter(([, seat]) => which(seat)).map(([key]) => key));
  for (const acct_id of accounts) {
    const wanted = ofModel(({ owner }) => owner === acct_id);
    const sold = (await ask({ cmd: "seats_sold", acct_id, event_filter: [{ event_filter: event_name }] })).seats_array ?? [];
    const here = sold.filter((one) => one.event_name === event_name);
    assert.deepEqual(sorted(expand(here)), wanted, `seats_sold of ${acct_id}`);
    assertMaximal(here, [...places, ...totals]);
    const { seats = [] } = await ask({ cmd: "get_seats_on_account", acct_id, event_name });
    assert.deepEqual(sorted(expand(seats)), wanted, `get_seats_on_account of ${acct_id}`);
    assertMaximal(seats, [...places, ...totals]);
  }
  const now = clock.now().getTime();
  const { seats: open = [] } = await ask({ cmd: "get_avail_seats", event_name });
  assert.deepEqual(
    sorted(expand(open)),
    ofModel(({ owner, heldUntil }) => owner === undefined && heldUntil <= now),
    "get_avail_seats",
  );
  assertMaximal(open, [...places, ...totals]);
  for (const block of open) {
    const kinds = new Set(expand([block]).map((key) => model.get(key)!.kind));
    assert.deepEqual([...kinds], [block.class_name]);
  }
  const { tickets = [] } = await ask({ cmd: "get_ticket_sales", event_name });
  const owners = new Map<string, unknown>();
  for (const one of tickets)
    for (const seat of expand([one])) {
      // Nobody gets a seat that is somebody's, and nobody gives back what is not theirs.
      assert.equal(owners.get(seat), one.ticket_status === "A" ? undefined : one.acct_id, seat);
      if (one.ticket_status === "A") owners.set(seat, one.acct_id);
      else owners.delete(seat);
    }
  assert.deepEqual(
    sorted(owners.keys()),
    ofModel(({ owner }) => owner !== undefined),
    "get_ticket_sales",
  );
  for (const [key, owner] of owners) assert.equal(model.get(key)!.owner, owner, key);
  const { seats: all = [] } = await ask({ cmd: "get_event_manifest", event_name });
  assert.deepEqual(sorted(expand(all)), sorted(model.keys()), "get_event_manifest");
  assertMaximal(all, places);
}

describe("seats_sold, get_seats_on_account, get_avail_seats, get_ticket_sales and get_event_manifest", () => {
  it("agree seat by seat after whatever was done, in the longest blocks", async () => {
    const done = new Map<string, number>();
    const each: Step[] = [
      ["sell", 0, 0, 0, 4],
      ["sell", 1, 0, 4, 2],
      ["sell", 0, 0, 2, 4],
      ["pass", 0, 0, 1, 2],
      ["pass", 0, 0, 1, 1],
      ["give", 0, 0, 1, 1],
      ["give", 1, 0, 1, 1],
      ["give", 1, 0, 0, 1],
      ["hold", 0, 1, 0, 5],
      ["hold", 1, 1, 4, 2],
      ["class", 1, 1, 5, 5],
      ["class", 2, 1, 4, 2],
      ["wait", 0, 0, 0, 4],
      ["sell", 2, 1, 3, 4],
      ["hold", 0, 2, 0, 1],
    ];
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 16 }), async (steps) => {
        const event = await smallEvent(core, caller);
        const model: Model = new Map(
          smallRows.flatMap(({ section, row, firstSeat, seats, increment }) =>
            Array.from({ length: seats }, (_, index): [string, Seat] => [
              `${section} ${row} ${firstSeat + index * increment}`,
              { owner: undefined, price: 0, heldUntil: 0, kind: "OPEN" },
            ]),
          ),
        );
        for (const one of steps) {
          const what = await take(event, model, one);
          done.set(what, (done.get(what) ?? 0) + 1);
        }
        await agree(event, model);
      }),
      { numRuns: rounds(120), examples: [[each]] },
    );
    const outcomes = [
      "sell",
      "sell refused",
      "give",
      "give refused",
      "pass",
      "pass refused",
      "hold",
      "hold refused",
      "class",
      "class refused",
      "wait",
    ];
    for (const one of outcomes) assert.ok(done.get(one), `nothing was ${one}`);
  });
});
