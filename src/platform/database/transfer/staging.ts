import { randomBytes } from "node:crypto";
import type { ConnectionTarget } from "../connection.ts";
import {
  createDatabase,
  createSchema,
  dropDatabase,
  dropSchema,
  idleDatabases,
  moveTable,
  ownSchema,
  proofPrefix,
  tablesOfSchema,
} from "./queries.ts";
import { CannotTransfer, withTransfer } from "./session.ts";
import { inDatabase, searching } from "./target.ts";

/** A place in a PostgreSQL where something is built that nobody is to see before it is whole. */
export interface Staging {
  readonly target: ConnectionTarget;
  /** Removes it, with what it still holds. */
  close(): Promise<void>;
}

const schemaName = "willcall_restoring";
const never = new AbortController().signal;

/** Makes an empty schema for a restore in the database, in place of the one that a killed restore left. Throws CannotTransfer where it may not. */
export async function openStagingSchema(target: ConnectionTarget, signal: AbortSignal): Promise<Staging> {
  const remove = (until: AbortSignal) => withTransfer(target, until, ({ run }) => run(dropSchema(schemaName)));
  await allowed("a schema in this database", async () => {
    await remove(signal);
    await withTransfer(target, signal, ({ run }) => run(createSchema(schemaName)));
  });
  return { target: searching(target, schemaName), close: () => remove(never) };
}

/** Moves every table of the staging schema to where `target` finds its own, all at once. Throws CannotTransfer when one is there already. */
export function publish(target: ConnectionTarget, signal: AbortSignal): Promise<void> {
  return withTransfer(target, signal, async ({ rows, run }) => {
    const [own] = await rows(ownSchema);
    if (!own?.schema) throw new CannotTransfer("the role's search_path names no schema that exists");
    const tables = await withTransfer(searching(target, schemaName), signal, (staged) => staged.rows(tablesOfSchema));
    await run("BEGIN");
    try {
      for (const { name } of tables) await run(moveTable(name, schemaName, own.schema));
    } catch (error) {
      if ((error as { code?: string }).code !== "42P07") throw error;
      throw new CannotTransfer("somebody has made tables of the same names in the database meanwhile");
    }
    await run("COMMIT");
  });
}

/**
 * Makes an empty database beside the target's for a proof of that one, and removes those that killed ones left. Throws CannotTransfer where
 * it may not.
 */
export async function openScratchDatabase(target: ConnectionTarget, signal: AbortSignal): Promise<Staging> {
  const name = await allowed("a database on this server", () =>
    withTransfer(target, signal, async ({ rows, run }) => {
      const [{ prefix }] = (await rows(proofPrefix)) as [{ prefix: string }];
      // Another role's, or one that somebody has just connected to, stays.
      for (const old of await rows(idleDatabases, [prefix])) await run(dropDatabase(old.name)).catch(() => {});
      const fresh = `${prefix}${randomBytes(6).toString("hex")}`;
      await run(createDatabase(fresh));
      return fresh;
    }),
  );
  return { target: inDatabase(target, name), close: () => withTransfer(target, never, ({ run }) => run(dropDatabase(name))) };
}

async function allowed<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if ((error as { code?: string }).code !== "42501") throw error;
    throw new CannotTransfer(`the role of DATABASE_URL may not make ${what}, which is needed for a moment`);
  }
}
