import type { Core } from "../core.ts";
import { addKeyUse } from "./queries.ts";

/**
 * Counts the calls of each key per day, in memory, and adds them up in the database in batches: for people to look at, not for limits.
 * A killed process loses about a second of them; a connection lost at the wrong moment may count a second twice.
 */
export interface KeyUse {
  /** Counts a call. */
  note(orgId: number, keyId: string): void;
  /** Writes what is counted. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

interface Count {
  readonly orgId: number;
  readonly keyId: string;
  readonly day: string;
  calls: number;
  lastAt: Date;
}

const everyMs = 1_000;
/** While the database is away no more than this is kept. */
const mostWaiting = 10_000;

/** A day of UTC, YYYY-MM-DD. */
export function utcDay(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

/** Starts counting; `onError` hears of counts that could not be written, which are tried again. */
export function createKeyUse(core: Pick<Core, "db" | "clock">, onError: (error: unknown) => void): KeyUse {
  let counts = new Map<string, Count>();
  let writing: Promise<void> | undefined;

  async function flush(): Promise<void> {
    await writing;
    if (counts.size === 0) return;
    const batch = counts;
    counts = new Map();
    writing = write(batch).finally(() => {
      writing = undefined;
    });
    await writing;
  }

  async function write(batch: Map<string, Count>): Promise<void> {
    // In one order everywhere, so that processes wait for each other and never in a circle.
    const rows = [...batch.values()].sort((a, b) => (a.keyId + a.day < b.keyId + b.day ? -1 : 1));
    try {
      await core.db.transaction(async (tx) => {
        for (const { orgId, keyId, day, calls, lastAt } of rows) tx.send(addKeyUse, [orgId, keyId, day, calls, lastAt]);
      });
    } catch (error) {
      if (counts.size < mostWaiting) for (const one of rows) add(one);
      onError(error);
    }
  }

  function add(one: Count): void {
    const key = `${one.keyId} ${one.day}`;
    const known = counts.get(key);
    if (!known) counts.set(key, one);
    else {
      known.calls += one.calls;
      if (one.lastAt > known.lastAt) known.lastAt = one.lastAt;
    }
  }

  const timer = setInterval(() => void flush(), everyMs);
  timer.unref();
  return {
    note(orgId, keyId) {
      const lastAt = core.clock.now();
      add({ orgId, keyId, day: utcDay(lastAt), calls: 1, lastAt });
    },
    flush,
    async stop() {
      clearInterval(timer);
      await flush();
    },
  };
}
