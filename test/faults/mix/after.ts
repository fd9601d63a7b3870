import { setTimeout as pause } from "node:timers/promises";
import { auditTrail, changesSince } from "../../../src/core/audit/feed.ts";
import { organisationsToNumber, organisationsToSeal } from "../../../src/core/audit/queries.ts";
import { replay } from "../../../src/core/audit/replay.ts";
import { checkSeals } from "../../../src/core/audit/seals.ts";
import { type ConnectionTarget, connect } from "../../../src/platform/database/connection.ts";
import { type Database, openDatabase } from "../../../src/platform/database/database.ts";
import { DatabaseUnavailable } from "../../../src/platform/database/errors.ts";
import { auditedState } from "../../core/audit/state.ts";
import { emailsLike } from "../queries.ts";
import type { Caller } from "./caller.ts";
import type { Card } from "./card.ts";
import { checkAdds, checkCards, checkLocks, checkLog, checkOrder, checkWrites, findWrites, pinsOf, placeOf } from "./checks.ts";
import type { Ledger } from "./ledger.ts";
import type { World } from "./world.ts";

/** The sandbox's. */
const orgId = 1;
const sealPatienceMs = 15_000;

/** Follows the change log until `over`, through everything that happens to the database; gives all that it was told. */
export async function follow(target: ConnectionTarget, over: () => boolean): Promise<string[]> {
  const db = openDatabase(target, { writers: 2, readers: 1 });
  const told: string[] = [];
  let last = 0;
  while (!over()) {
    const changes = await orNothing(changesSince({ db }, orgId, last, 500));
    told.push(...changes.map(placeOf));
    last = changes.at(-1)?.seq ?? last;
    await pause(25);
  }
  await db.close();
  return told;
}

async function orNothing<T>(read: Promise<T[]>): Promise<T[]> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof DatabaseUnavailable) return [];
    throw error;
  }
}

/** Compares what is there with what the callers were told, when nothing happens any more; complains to the ledger. */
export async function checkEverything(
  world: World,
  caller: Caller,
  ledger: Ledger,
  cards: Card[],
  endFollowing: () => Promise<string[]>,
) {
  const db = openDatabase(world.target, { writers: 2, readers: 1 });
  try {
    if (!(await numberedAndSealed(db)))
      ledger.complain(`the log is not numbered and sealed ${sealPatienceMs} ms after the last write`);
    const changes = await Array.fromAsync(auditTrail({ db }, orgId));
    const { entities, faults } = await replay(auditTrail({ db }, orgId));
    const found = findWrites(ledger, changes);
    const complaints = [
      ...(await checkSeals({ db }, orgId)),
      ...faults,
      ...differences(entities, await auditedState(world.target, orgId)),
      ...checkWrites(ledger, found),
      ...checkOrder(found),
      ...checkAdds(ledger, found, await emails(world.target), entities),
      ...checkLocks(ledger, changes),
      ...checkCards(cards, entities),
      ...checkLog(changes, await endFollowing()),
      ...checkOutput(world),
    ];
    for (const one of complaints) ledger.complain(one);
    await checkTokens(caller, ledger);
    await checkPins(caller, ledger, pinsOf(cards, found));
  } finally {
    await db.close();
  }
}

/** The server's sequencer does it by itself, in a moment. */
async function numberedAndSealed(db: Database): Promise<boolean> {
  const deadline = performance.now() + sealPatienceMs;
  while (performance.now() < deadline) {
    const [toNumber, toSeal] = await Promise.all([db.read(organisationsToNumber, []), db.read(organisationsToSeal, [])]);
    if (toNumber.length + toSeal.length === 0) return true;
    await pause(50);
  }
  return false;
}

function differences(replayed: ReadonlyMap<string, unknown>, held: ReadonlyMap<string, unknown>): string[] {
  const sorted = (one: unknown): string => JSON.stringify(one && Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)));
  // The mix writes nothing else; campaigns are the sandbox's.
  const names = [...replayed.keys(), ...held.keys()].filter((name) => /^(customer|account) /.test(name));
  return [...new Set(names)].flatMap((name) => {
    const [said, is] = [sorted(replayed.get(name)), sorted(held.get(name))];
    return said === is ? [] : [`the audit says that ${name} is ${said}, and it is ${is}`];
  });
}

async function emails(target: ConnectionTarget): Promise<Map<string, number>> {
  const client = await connect(target, "test");
  const { rows } = await client.query(emailsLike, ["mix%"]);
  await client.end();
  return new Map(rows.map(({ email, count }) => [email, count]));
}

/** A worker that ends by anything but the test's SIGKILL has crashed, and calls may fail for want of a database only. */
function checkOutput(world: World): string[] {
  const crashed = world.output().match(/Worker \d+ ended \((?!SIGKILL).*/g) ?? [];
  const failed = world.output().match(/^.*"msg":"a (command|request) failed".*$/gm) ?? [];
  return [...crashed, ...failed.filter((line) => JSON.parse(line).err?.type !== "DatabaseUnavailable")];
}

/** Every token still gives its one answer. */
async function checkTokens(caller: Caller, ledger: Ledger): Promise<void> {
  const left = [...ledger.polled];
  const lane = async (): Promise<void> => {
    for (let one = left.pop(); one; one = left.pop()) {
      const text = await caller.again(one.body, one.cookies);
      if (text !== one.text) ledger.complain(`a token gave ${one.text} and then ${text}`);
    }
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
}

/** The PIN that the log tells is the one that opens. */
async function checkPins(caller: Caller, ledger: Ledger, pins: ReadonlyMap<Card, string>): Promise<void> {
  for (const [{ accountId }, pin] of pins) {
    const unlock = { cmd: "customer_update", call_reason: "S", lock_account: "U", customer: { acct_id: accountId } };
    const [unlocked, answer] = await caller.call(unlock, { cmd: "customer_query", acct_id: accountId, pin });
    if (unlocked?.result !== 0 || answer?.result !== 0)
      ledger.complain(`the PIN of account ${accountId} is answered ${JSON.stringify([unlocked, answer])}`);
  }
}
