import assert from "node:assert/strict";
import { numberCommitted } from "../../../src/core/audit/sequencer.ts";
import type { Core } from "../../../src/core/core.ts";
import { Refusal, type RefusalFacts, type RefusalName } from "../../../src/core/refusal.ts";
import { findSeats } from "../../../src/core/ticketing/inventory/queries.ts";
import { type EventRun, type HeldSeat, placesOf } from "../../../src/core/ticketing/inventory/seat.ts";
import { traces } from "./queries.ts";

/** What a refusal says beside its name: facts that are the same, and a fault that matches. */
export type Said = Omit<RefusalFacts, "fault"> & { readonly fault?: RegExp };

/** Asserts that something is refused so, and that nothing was written. `eventId`: the event that it is about. */
export async function refused(
  core: Core,
  work: () => Promise<unknown>,
  name: RefusalName,
  { fault, ...facts }: Said = {},
  eventId = 0,
): Promise<void> {
  // What was done before is told by the sequencer a moment later; until then its changes are not all there.
  const look = async () => {
    while ((await numberCommitted(core, 1)) > 0);
    return core.db.run(traces, [1, eventId]);
  };
  const before = await look();
  const error = await work().then(
    () => assert.fail(`${name} was not refused`),
    (reason) => reason,
  );
  if (!(error instanceof Refusal)) throw error;
  assert.equal(error.refusal, name, JSON.stringify(error.facts));
  for (const [key, value] of Object.entries(facts)) assert.deepEqual(error.facts[key as keyof RefusalFacts], value, key);
  if (fault) assert.match(error.facts.fault ?? "", fault);
  assert.deepEqual(await look(), before, "something was written");
}

/** The seats of runs as they are, in the order of their key. */
export async function seatsNow({ db }: Pick<Core, "db">, ...runs: readonly EventRun[]): Promise<HeldSeat[]> {
  const places = placesOf(runs);
  return db.run(findSeats, [1, places.map((one) => one.eventId), places.map((one) => one.rowId), places.map((one) => one.seat)]);
}

/** The states of runs' seats. */
export const states = async (core: Pick<Core, "db">, ...runs: readonly EventRun[]): Promise<string[]> =>
  (await seatsNow(core, ...runs)).map((one) => one.state);
