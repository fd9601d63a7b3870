import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Config } from "../config.ts";
import { RESTORING } from "../platform/database/embedded/cluster.ts";
import { findOwner, takeOwnership } from "../platform/database/embedded/owner.ts";
import { pgdataOf, placeData } from "../platform/database/embedded/place.ts";
import { removeWorkshop } from "../platform/database/embedded/scratch.ts";
import { startEmbedded } from "../platform/database/embedded/supervisor.ts";
import { migrations } from "../platform/database/migrate.ts";
import { tablesOf } from "../platform/database/transfer/snapshot.ts";
import { openStagingSchema, publish } from "../platform/database/transfer/staging.ts";
import { version } from "../version.ts";
import { pepperOf, readStoredFiles, refuseOtherPepper, writeDataFiles } from "./data-files.ts";
import { fillDatabase } from "./fill.ts";
import { syncFolder } from "./folder.ts";
import { readIntact } from "./intact.ts";
import { leftBehind, type Manifest } from "./manifest.ts";
import { BackupRefused } from "./refused.ts";
import type { Tell } from "./tell.ts";

export interface RestoreOptions {
  readonly tell: Tell;
  readonly signal: AbortSignal;
  /** Takes also a backup that was not finished, and data that a check finds faults in; these are told. */
  readonly despiteFaults: boolean;
}

/** A backup that was restored. */
export interface Restored {
  readonly manifest: Manifest;
  /** The data folder; with DATABASE_URL it holds the pepper only. */
  readonly dataDir: string;
  /** Faults that were found and put up with. */
  readonly faults: readonly string[];
}

/** A backup on its way into a place that was found empty. */
interface Restoring extends RestoreOptions {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly files: ReadonlyMap<string, Buffer>;
}

/**
 * Restores a backup into the data folder, or into the database of DATABASE_URL, neither of which may hold anything. Nothing of it is to be
 * seen there before it is whole and checked. Throws BackupRefused: damaged-backup, unfinished-backup, newer-backup, not-empty, in-use,
 * other-pepper, proof-failed; CannotTransfer; what the embedded database refuses; DatabaseUnavailable.
 */
export async function restoreBackup(config: Config, folder: string, options: RestoreOptions): Promise<Restored> {
  const { tell, signal, despiteFaults } = options;
  if (!config.databaseUrl) await refuseOwned(resolve(config.dataDir));
  if (!config.databaseUrl) refuseFull(resolve(config.dataDir));
  const manifest = await readIntact(folder, { tell, signal, unfinished: despiteFaults });
  const known = migrations().at(-1)?.version ?? 0;
  if (manifest.schema > known)
    throw new BackupRefused(
      "newer-backup",
      `the backup has schema ${manifest.schema}, and this Willcall knows ${known}: restore it with Willcall ${manifest.willcall} or a newer one`,
    );
  const restoring = { ...options, folder, manifest, files: readStoredFiles(folder, Object.keys(manifest.files)) };
  return config.databaseUrl ? intoDatabase(config, restoring) : intoFolder(config, restoring);
}

async function intoFolder(config: Config, restoring: Restoring): Promise<Restored> {
  const { tell, signal, folder, manifest, files } = restoring;
  if (config.pepper) refuseOtherPepper(config, files);
  const place = placeData(config);
  if (place.note) tell.note(place.note);
  // As one that is stopping: a start that comes meanwhile waits.
  const ownership = await takeOwnership(place.dataDir, { version, stopping: true });
  const workshop = join(place.dataDir, RESTORING);
  const postgresBin = config.postgresBin || undefined;
  try {
    // Only now nobody puts anything there any more; and it need not be the folder that was looked at.
    refuseFull(place.dataDir);
    await removeWorkshop(workshop, postgresBin);
    const embedded = await startEmbedded({ dataDir: workshop, postgresBin, log: tell.note, signal });
    let faults: string[];
    try {
      faults = await fillDatabase(embedded.connection, folder, manifest, { tell, signal, pepper: pepperOf(files) });
      judge(faults, restoring);
    } finally {
      await embedded.stop();
    }
    // Nothing but what a killed restore left can be there.
    writeDataFiles({ ...config, dataDir: place.dataDir }, files, true);
    for (const name of ["postgres-password", "postgres"]) renameSync(join(workshop, name), join(place.dataDir, name));
    syncFolder(place.dataDir);
    return { manifest, dataDir: place.dataDir, faults };
  } finally {
    rmSync(workshop, { recursive: true, force: true });
    await ownership.release();
  }
}

/** Throws BackupRefused (in-use) for a folder that a server has. */
async function refuseOwned(dataDir: string): Promise<void> {
  const owner = await findOwner(dataDir);
  if (owner)
    throw new BackupRefused(
      "in-use",
      `${dataDir} is in use by a Willcall (process ${owner.pid}); a restore never overwrites what is there`,
    );
}

/** Throws BackupRefused (not-empty) for a folder that holds anything but what a killed restore left. */
function refuseFull(dataDir: string): void {
  const names = existsSync(dataDir) ? readdirSync(dataDir) : [];
  if (names.includes(RESTORING) && !existsSync(pgdataOf(dataDir))) return;
  // A file system's own folder, and what an owner has there, be it that of a restore that was refused.
  const found = names.filter((name) => !/^(lost\+found|control\.sock|owner\.lock(-journal)?)$/.test(name));
  if (found.length > 0)
    throw new BackupRefused(
      "not-empty",
      `${dataDir} is not empty (${found.slice(0, 3).join(", ")}${found.length > 3 ? ", ..." : ""}); a restore never overwrites what is there`,
    );
}

async function intoDatabase(config: Config, restoring: Restoring): Promise<Restored> {
  const { tell, signal, folder, manifest, files } = restoring;
  const target = { url: config.databaseUrl };
  const ours = new Set([...manifest.tables.map(({ name }) => name), ...Object.keys(leftBehind)]);
  const there = (await tablesOf(target, signal)).filter(({ name }) => ours.has(name)).map(({ name }) => name);
  if (there.length > 0)
    throw new BackupRefused(
      "not-empty",
      `the database of DATABASE_URL holds ${there.slice(0, 3).join(", ")}${there.length > 3 ? " and more" : ""}; a restore never overwrites what is there`,
    );
  refuseOtherPepper(config, files);
  const staging = await openStagingSchema(target, signal);
  try {
    const faults = await fillDatabase(staging.target, folder, manifest, { tell, signal, pepper: pepperOf(files) });
    judge(faults, restoring);
    writeDataFiles(config, files);
    await publish(target, signal);
    return { manifest, dataDir: config.dataDir, faults };
  } finally {
    await staging.close();
  }
}

function judge(faults: readonly string[], { despiteFaults, tell }: Restoring): void {
  if (faults.length === 0) return;
  if (!despiteFaults)
    throw new BackupRefused("proof-failed", `the backup has faults, and nothing was restored:\n  ${faults.join("\n  ")}`);
  for (const fault of faults) tell.note(`a fault that is put up with: ${fault}`);
}
