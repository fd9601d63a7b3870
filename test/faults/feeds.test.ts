// A process of its own: it breaks what it runs on, for a long time.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { numberCommitted } from "../../src/core/audit/sequencer.ts";
import { addCustomer } from "../../src/core/customers/add.ts";
import { blankCustomer } from "../../src/core/customers/customer.ts";
import { event } from "../../src/core/ticketing/catalogue/kinds/events.ts";
import { ticketType } from "../../src/core/ticketing/catalogue/kinds/prices.ts";
import { findItem } from "../../src/core/ticketing/catalogue/read.ts";
import { caller } from "../protocols/archtics/support.ts";
import { rounds } from "../support/counts.ts";
import { copyOf, testDatabase } from "../support/database.ts";
import { follow, look, type Poller } from "./feeds/poll.ts";
import { type Committed, nothing, openWorld, type Supplies, type World, write } from "./feeds/world.ts";

const each = rounds(18 * 10) >= 180 ? 60 : 18;
const writers = 4;

async function supply({ core }: World): Promise<Supplies> {
  const accounts: number[] = [];
  for (let n = 0; n < each * writers; n++) {
    const data = { ...blankCustomer, familyName: "Followed" };
    const added = await addCustomer(core, caller, [], { data, email: null, pin: null, alternateIds: [] });
    accounts.push(added.accountId!);
  }
  const [game, adult] = await Promise.all([findItem(core, 1, event, "GAME06"), findItem(core, 1, ticketType, "_A")]);
  const seats = [..."ABCDEFGHJKLMNPQRS"]
    .slice(0, 17)
    .flatMap((row) => Array.from({ length: 15 }, (_, n) => ({ row, seat: 3 + n * 2 })));
  return { eventId: game.event_id as number, ticketTypeId: adult.ticket_type_id as number, accounts, seats, made: 0 };
}

/** Four write and all pollers follow, then the pollers see the rest. */
async function act(world: World, supplies: Supplies, pollers: readonly Poller[]): Promise<Committed> {
  const committed = nothing();
  let over = false;
  const following = Promise.all(pollers.map((one) => follow(world, one, () => over)));
  await Promise.all(Array.from({ length: writers }, () => write(world.core, supplies, each, committed)));
  over = true;
  await following;
  while ((await numberCommitted(world.core, 1)) > 0);
  for (const one of pollers) await look(world, one);
  return committed;
}

describe("who follows sales, scans and accounts", () => {
  it("by cursor sees each change once, by time at least once, while four commit in all orders, and after a restore", async () => {
    const original = await testDatabase();
    let world = await openWorld(original);
    const supplies = await supply(world);
    while ((await numberCommitted(world.core, 1)) > 0);
    const pollers = (["sales", "scans", "accounts"] as const).flatMap((feed) =>
      (["cursor", "time"] as const).map(
        (by): Poller => ({ feed, by, at: { start_datetime: "2016-01-01 00:00" }, seen: new Map() }),
      ),
    );
    for (const one of pollers) await look(world, one);
    for (const { seen } of pollers) seen.clear();
    const before = await act(world, supplies, pollers);
    await world.close();
    const backup = await copyOf(original);
    world = await openWorld(original);
    const lost = await act(world, supplies, pollers);
    await world.close();
    world = await openWorld(backup);
    const anew = await act(world, supplies, pollers);
    await world.close();
    for (const { feed, by, seen } of pollers) {
      const wanted = [...before[feed], ...lost[feed], ...anew[feed]];
      assert.ok(wanted.length >= each);
      const missed = wanted.filter((mark) => !seen.has(mark));
      assert.deepEqual(missed, [], `${feed} by ${by}`);
      const twice = wanted.filter((mark) => seen.get(mark)! > 1);
      if (by === "cursor") assert.deepEqual(twice, [], feed);
    }
  });
});
