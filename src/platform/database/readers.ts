import type { Client } from "pg";
import { ask } from "./ask.ts";
import { type ConnectionTarget, connect, together } from "./connection.ts";
import { DatabaseUnavailable, isLost } from "./errors.ts";
import type { Statement } from "./statement.ts";

/** A few connections that all reads of the process share, pipelined: a short read need not wait for a free connection. */
export interface Readers {
  read<Row>(statement: Statement<Row>, values: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
  /** Connections that are open. */
  open(): number;
}

/**
 * Opens `count` lazily connected pipelines. A read that loses its connection is sent once more on a new one, for reads change nothing.
 * Only statements that touch a handful of rows belong here: a slow one delays those behind it on its connection.
 */
export function openReaders(target: ConnectionTarget, count: number): Readers {
  const slots: (Promise<Client> | undefined)[] = Array.from({ length: count }, () => undefined);
  let next = 0;
  let open = 0;

  async function connectSlot(): Promise<Client> {
    const client = await connect(target, "read");
    open++;
    client.on("end", () => {
      open--;
    });
    return client;
  }

  function client(slot: number): Promise<Client> {
    const held = slots[slot];
    if (held) return held;
    const fresh = connectSlot();
    slots[slot] = fresh;
    const forget = (): void => {
      if (slots[slot] === fresh) slots[slot] = undefined;
    };
    fresh.then((connected) => connected.on("end", forget), forget);
    return fresh;
  }

  async function once<Row>(statement: Statement<Row>, values: readonly unknown[]): Promise<Row[]> {
    const slot = next++ % count;
    const held = client(slot);
    const connection = await held;
    try {
      return await ask(together(connection), statement, values);
    } catch (error) {
      // The server may have given up the statement and not the connection; either way this one is not used again.
      if (isLost(error)) {
        if (slots[slot] === held) slots[slot] = undefined;
        connection.end().catch(() => {});
      }
      throw error;
    }
  }

  return {
    async read(statement, values) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await once(statement, values);
        } catch (error) {
          if (!isLost(error)) throw error;
          if (attempt === 2) throw new DatabaseUnavailable(error);
        }
      }
    },
    async close() {
      const held = slots.splice(0).filter((slot) => slot !== undefined);
      await Promise.all(held.map((slot) => slot.then((c) => c.end()).catch(() => {})));
    },
    open: () => open,
  };
}
