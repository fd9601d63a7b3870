import type { Core } from "../core.ts";
import { tellEntries } from "../loyalty/ledger/queries.ts";
import { tellScans } from "../ticketing/access/queries.ts";
import { tellMoves } from "../ticketing/inventory/queries.ts";
import {
  lockChangeCounter,
  moveChangeCounter,
  numberChanges,
  organisationsToNumber,
  releaseLease,
  takeLease,
} from "./queries.ts";
import { sealChanges } from "./seals.ts";

/** Gives committed changes their numbers. Runs in every process; the lease lets one work. */
export interface Sequencer {
  /** Stops after the round that is under way and lets another process take over at once. */
  stop(): Promise<void>;
}

const everyMs = 50;
const sealEveryMs = 1_000;
const leaseMs = 2_000;
/** Entries of the ledger, moves of seats and scans that are told together, of each. */
const rowsAtOnce = 5_000;
const tellings = [tellEntries, tellMoves, tellScans];

/**
 * Numbers what has been committed in an organisation and not numbered yet, a few thousand changes at a time, then tells of as many entries of the ledger, moves of seats and scans; gives how many. The counter's row lock makes it safe
 * even when two processes think they hold the lease, and makes numbers appear in order: who has seen n never sees a smaller one later.
 */
export async function numberCommitted(core: Pick<Core, "db">, orgId: number): Promise<number> {
  return core.db.transaction(async (tx) => {
    // The time is taken when the lock is had, so that it is not long past when the numbers can be seen.
    await tx.query(lockChangeCounter, [orgId]);
    const now = new Date();
    // All sent at once; each statement sees what was committed when the lock was had, as it begins after that.
    const numbered: Promise<{ seq: number }[]>[] = [tx.query(numberChanges, [orgId, now])];
    tx.send(moveChangeCounter, [orgId, now]);
    for (const telling of tellings) {
      numbered.push(tx.query(telling, [orgId, now, rowsAtOnce]));
      tx.send(moveChangeCounter, [orgId, now]);
    }
    // Together: when the connection is lost all fail, and a failure that nobody waits for would end the process.
    const done = await Promise.all(numbered);
    return done.flat().length;
  });
}

/** Starts the process's sequencer; `onError` hears of failures, which are tried again in the next round. */
export function startSequencer(core: Core, onError: (error: unknown) => void): Sequencer {
  const holder = core.ids.uuid();
  let stopped = false;
  let leaseUntil = 0;
  let sealAt = 0;
  let failing = false;
  let wake = () => {};

  async function round(): Promise<void> {
    // The lease is about real time: the clock of an organisation may be turned.
    const now = Date.now();
    if (now > leaseUntil - leaseMs / 2) {
      const [mine] = await core.db.run(takeLease, ["sequencer", holder, new Date(now), new Date(now + leaseMs)]);
      leaseUntil = mine ? now + leaseMs : 0;
    }
    if (leaseUntil < now) return;
    for (const { org_id: orgId } of await core.db.read(organisationsToNumber, [])) await numberCommitted(core, orgId);
    if (now >= sealAt) {
      await sealChanges(core);
      sealAt = now + sealEveryMs;
    }
  }

  const running = (async () => {
    while (!stopped) {
      try {
        await round();
        failing = false;
      } catch (error) {
        // Said once, not at every round until the database is back.
        if (!failing) onError(error);
        failing = true;
      }
      const pause = leaseUntil > 0 && !failing ? everyMs : leaseMs / 4;
      if (!stopped) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, pause);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    }
    if (leaseUntil > 0) await core.db.run(releaseLease, ["sequencer", holder]).catch(onError);
  })();

  return {
    stop() {
      stopped = true;
      wake();
      return running;
    },
  };
}
