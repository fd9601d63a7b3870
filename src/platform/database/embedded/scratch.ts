// A PostgreSQL for a moment, in a folder of its own. What a killed process left of one is cleared away by the next.
import { existsSync, lstatSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findBinaries } from "./binaries.ts";
import { lockFolder } from "./folder-lock.ts";
import { identityFor } from "./identity.ts";
import { pgdataOf } from "./place.ts";
import { endLeftovers, runningPid, stopPostmaster } from "./postmaster.ts";
import type { Connection } from "./settings.ts";
import { startEmbedded } from "./supervisor.ts";

const PREFIX = "willcall-scratch-";
/** A younger folder may be one whose maker has not locked it yet. */
const YOUNG_MS = 60_000;

/** A running scratch server. */
export type Scratch = {
  connection: Connection;
  /** Stops it and removes its folder. */
  close(): Promise<void>;
};

export type ScratchOptions = { postgresBin?: string; signal: AbortSignal };

/** Starts an empty PostgreSQL in the temporary folder (TMPDIR). Refuses (NO_POSTGRES) where none fits this machine. */
export async function openScratch({ postgresBin, signal }: ScratchOptions): Promise<Scratch> {
  await removeAbandoned(postgresBin);
  const folder = mkdtempSync(path.join(realpathSync(tmpdir()), PREFIX));
  const unlock = lockFolder(folder);
  const remove = (): void => {
    unlock?.();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const { connection, stop } = await startEmbedded({ dataDir: folder, postgresBin, signal });
    return {
      connection,
      async close() {
        await stop();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Removes a folder in which an embedded server was being built, and ends that server if a killed process left it running. */
export async function removeWorkshop(dataDir: string, postgresBin?: string): Promise<void> {
  const pgdata = pgdataOf(dataDir);
  if (existsSync(pgdata)) {
    const who = identityFor(pgdata);
    const cluster = { dataDir, pgdata, binaries: findBinaries(postgresBin, who), who, password: "" };
    const pid = runningPid(cluster);
    if (pid !== undefined) await stopPostmaster(cluster, pid);
    await endLeftovers(cluster);
  }
  rmSync(dataDir, { recursive: true, force: true });
}

/** Only folders of our own user: in a temporary folder anyone may make one of any name. */
async function removeAbandoned(postgresBin: string | undefined): Promise<void> {
  const temporary = realpathSync(tmpdir());
  for (const name of readdirSync(temporary)) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = path.join(temporary, name);
    const found = lstatSync(folder, { throwIfNoEntry: false });
    if (!found?.isDirectory() || found.uid !== (process.getuid?.() ?? found.uid)) continue;
    if (Date.now() - found.mtimeMs < YOUNG_MS) continue;
    const unlock = lockFolder(folder);
    if (!unlock) continue;
    unlock();
    await removeWorkshop(folder, postgresBin);
  }
}
