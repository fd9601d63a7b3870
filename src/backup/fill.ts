import { createReadStream } from "node:fs";
import { join } from "node:path";
import { createGunzip } from "node:zlib";
import { checks } from "../core/verify/checks.ts";
import { runCheck } from "../core/verify/run.ts";
import { systemClock } from "../platform/clock.ts";
import type { ConnectionTarget } from "../platform/database/connection.ts";
import { type Database, openDatabase } from "../platform/database/database.ts";
import { migrate } from "../platform/database/migrate.ts";
import { loadTables } from "../platform/database/transfer/load.ts";
import type { Pepper } from "../platform/secrets/pepper.ts";
import { fileOf, leftBehind, type Manifest, type StoredTable } from "./manifest.ts";
import { counted, summing, type Tell } from "./tell.ts";

export interface FillOptions {
  readonly tell: Tell;
  readonly signal: AbortSignal;
  /** The backup's. */
  readonly pepper: Pepper;
}

/** What is looked at beside the checks of the core: by reading the files, and by loading them. */
export const provedByLoading = ["digests", "row-counts", "keys"] as const;

/** A fault is told this often by each check; a broken table would otherwise fill the screen. */
const mostFaults = 10;

/**
 * Makes an empty database what the backup shows: its schema, its rows, then the newer migrations of this code, and then the checks. Gives the
 * faults that these find. Throws CannotTransfer for rows that don't fit their schema. A proof and a restore are this same function.
 */
export async function fillDatabase(
  target: ConnectionTarget,
  folder: string,
  manifest: Manifest,
  { tell, signal, pepper }: FillOptions,
): Promise<string[]> {
  await migrate(target, systemClock, manifest.schema);
  const total = manifest.tables.reduce((sum, { rows }) => sum + rows, 0);
  const loads = manifest.tables.map((table) => ({ ...table, open: () => openTable(folder, table) }));
  await loadTables(target, loads, { signal, onRows: summing(tell, "Loading", total), leaving: Object.keys(leftBehind) });
  tell.note(`loaded ${counted(total, "row")} of ${counted(loads.length, "table")}`);
  const ran = await migrate(target, systemClock);
  if (ran.length > 0) tell.note(`migrated from schema ${manifest.schema}: ${ran.join(", ")}`);
  return check(target, pepper, { tell, signal });
}

function openTable(folder: string, table: StoredTable): NodeJS.ReadableStream {
  const file = createReadStream(join(folder, fileOf(table)));
  const rows = createGunzip();
  file.on("error", (error) => rows.destroy(error));
  rows.on("close", () => file.destroy());
  return file.pipe(rows);
}

async function check(
  target: ConnectionTarget,
  pepper: Pepper,
  { tell, signal }: Pick<FillOptions, "tell" | "signal">,
): Promise<string[]> {
  const opened = openDatabase(target, { writers: 1, readers: 2 });
  // Each read is short, so that an abort need not wait long.
  const db: Database = {
    ...opened,
    read(one, values) {
      signal.throwIfAborted();
      return opened.read(one, values);
    },
  };
  const faults: string[] = [];
  try {
    for (const one of checks) {
      const onRows = (rows: number): void => tell.progress(`Checking ${one.name}`, rows, 0);
      onRows(0);
      const { name, holds, faults: found, shown } = await runCheck(one, { db, pepper }, { mostShown: mostFaults, onRows });
      faults.push(...shown.map((fault) => `${name}: ${fault}`));
      if (found > mostFaults) faults.push(`${name}: and ${counted(found - mostFaults, "more fault")}`);
      tell.note(found === 0 ? `checked ${name}: ${holds}` : `checked ${name}: ${counted(found, "fault")}`);
    }
    return faults;
  } finally {
    await opened.close();
  }
}
