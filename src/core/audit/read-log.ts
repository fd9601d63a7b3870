import type { Caller, Core } from "../core.ts";
import { insertRead } from "./queries.ts";

/** Records who read whose data, in batches, off the calls' way: at most a second's worth is lost when the process is killed. */
export interface ReadLog {
  note(caller: Caller, customerId: number): void;
  /** Writes what is noted. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

interface Batch {
  readonly caller: Caller;
  readonly customerIds: number[];
  readonly firstAt: Date;
}

const everyMs = 500;
const mostIds = 5_000;
/** While the database is away nothing is lost until this much waits; then reads go unrecorded, and `onError` hears of it. */
const mostWaiting = 200;

/** Starts recording; `onError` hears of batches that could not be written. */
export function createReadLog(core: Pick<Core, "db" | "clock" | "ids">, onError: (error: unknown) => void): ReadLog {
  let open = new Map<string, Batch>();
  let closed: Batch[] = [];
  let writing: Promise<void> | undefined;

  async function flush(): Promise<void> {
    await writing;
    closed.push(...open.values());
    open = new Map();
    if (closed.length === 0) return;
    writing = writeAll().finally(() => {
      writing = undefined;
    });
    await writing;
  }

  async function writeAll(): Promise<void> {
    const batches = closed;
    closed = [];
    const lastAt = core.clock.now();
    try {
      await core.db.transaction(async (tx) => {
        for (const { caller, customerIds, firstAt } of batches) {
          const { orgId, keyId, userName, protocol, call } = caller;
          tx.send(insertRead, [orgId, core.ids.uuid(), keyId, userName, protocol, call, customerIds, firstAt, lastAt]);
        }
      });
    } catch (error) {
      if (closed.length + batches.length <= mostWaiting) closed.unshift(...batches);
      onError(error);
    }
  }

  const timer = setInterval(() => void flush(), everyMs);
  timer.unref();
  return {
    note(caller, customerId) {
      const key = `${caller.orgId} ${caller.keyId} ${caller.userName} ${caller.call}`;
      let batch = open.get(key);
      if (!batch) {
        batch = { caller, customerIds: [], firstAt: core.clock.now() };
        open.set(key, batch);
      }
      batch.customerIds.push(customerId);
      if (batch.customerIds.length >= mostIds) {
        open.delete(key);
        closed.push(batch);
      }
    },
    flush,
    async stop() {
      clearInterval(timer);
      await flush();
    },
  };
}
