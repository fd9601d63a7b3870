import type { Config } from "../config.ts";
import { findPepperProofs } from "../core/organisations/queries.ts";
import { checks } from "../core/verify/checks.ts";
import { systemClock } from "../platform/clock.ts";
import type { ConnectionTarget } from "../platform/database/connection.ts";
import { openScratch } from "../platform/database/embedded/scratch.ts";
import { CannotMigrate, migrate, migrations } from "../platform/database/migrate.ts";
import { hasMigrationsTable, newestMigration } from "../platform/database/queries.ts";
import { withTransfer } from "../platform/database/transfer/session.ts";
import { tablesOf } from "../platform/database/transfer/snapshot.ts";
import { openScratchDatabase, type Staging } from "../platform/database/transfer/staging.ts";
import { type Pepper, provesPepper } from "../platform/secrets/pepper.ts";
import { pepperOf, readDataFiles } from "./data-files.ts";
import { fillDatabase, provedByLoading } from "./fill.ts";
import { openWorkplace } from "./folder.ts";
import { readIntact } from "./intact.ts";
import { leftBehind, type Manifest } from "./manifest.ts";
import { BackupRefused } from "./refused.ts";
import type { Tell } from "./tell.ts";
import { writeBackup } from "./write.ts";

/** What is backed up: a running database, and the settings that say where the rest is. */
export interface Source {
  readonly config: Config;
  readonly target: ConnectionTarget;
}

export interface BackupOptions {
  readonly tell: Tell;
  readonly signal: AbortSignal;
}

/** A backup that was proved. */
export interface Made {
  readonly manifest: Manifest;
  /** Of all its files. */
  readonly bytes: number;
  /** What was looked at. */
  readonly proved: readonly string[];
}

/**
 * Writes a backup of a database that may be in use to `folder`, restores it into a scratch database and checks it there; only then does the
 * folder get its name. Throws BackupRefused: nothing-to-back-up, not-empty, in-use, other-pepper, proof-failed (which leaves what was written in
 * FOLDER.partial); CannotTransfer; CannotMigrate for a database that newer code has migrated; DatabaseUnavailable.
 */
export async function makeBackup(source: Source, folder: string, { tell, signal }: BackupOptions): Promise<Made> {
  const files = readDataFiles(source.config);
  const pepper = pepperOf(files);
  const schema = await lookAt(source.target, pepper, signal);
  const workplace = openWorkplace(folder);
  try {
    const made = await writeAndProve(source, workplace.path, { schema, files, pepper, tell, signal });
    workplace.finish();
    return made;
  } catch (error) {
    if (error instanceof BackupRefused && error.code === "proof-failed") workplace.leave();
    else workplace.discard();
    throw error;
  }
}

interface Making extends BackupOptions {
  readonly schema: number;
  readonly files: ReadonlyMap<string, Buffer>;
  readonly pepper: Pepper;
}

async function writeAndProve(source: Source, path: string, { schema, files, pepper, tell, signal }: Making): Promise<Made> {
  // First of all: where nothing can be proved, nothing needs to be copied. Its fresh schema also says what there is to copy.
  const scratch = await openProof(source, signal);
  try {
    await migrate(scratch.target, systemClock, schema);
    const tables = (await tablesOf(scratch.target, signal)).filter(({ name }) => !(name in leftBehind));
    const bytes = await writeBackup(source.target, path, { schema, tables, files, tell, signal });
    const manifest = await readIntact(path, { tell, signal, unfinished: true });
    tell.note("Restoring it into a scratch database, to prove it");
    const faults = await fillDatabase(scratch.target, path, manifest, { tell, signal, pepper });
    if (faults.length > 0) throw proofFailed(path, faults);
    return { manifest, bytes, proved: [...provedByLoading, ...checks.map(({ name }) => name)] };
  } finally {
    await scratch.close();
  }
}

function proofFailed(path: string, faults: readonly string[]): BackupRefused {
  return new BackupRefused(
    "proof-failed",
    `the database has faults, and what was written stays in ${path}, which no restore takes unless told to:\n  ${faults.join("\n  ")}`,
  );
}

/** The schema of the database. Refuses, before anything is made, one that there is no use in copying, or another pepper than it began with. */
async function lookAt(target: ConnectionTarget, pepper: Pepper, signal: AbortSignal): Promise<number> {
  return withTransfer(target, signal, async ({ rows }) => {
    const [table] = await rows(hasMigrationsTable);
    const [newest] = table!.present ? await rows(newestMigration) : [];
    if (!newest?.version) throw new BackupRefused("nothing-to-back-up", "the database holds no Willcall yet");
    const known = migrations().at(-1)?.version ?? 0;
    if (newest.version > known)
      throw new CannotMigrate(
        `the database is at schema ${newest.version}, this Willcall knows ${known}: make the backup with the newer Willcall`,
      );
    for (const { pepper_version: one, proof } of await rows(findPepperProofs))
      if (!provesPepper(pepper, one, proof))
        throw new BackupRefused(
          "other-pepper",
          `version ${one} of the pepper here is not the one that the database's secrets were made with: set DATA_DIR or PEPPER as the server has it`,
        );
    return newest.version;
  });
}

/** An embedded PostgreSQL where one fits, else a database beside the one that is backed up. */
async function openProof({ config, target }: Source, signal: AbortSignal): Promise<Staging> {
  try {
    const { connection, close } = await openScratch({ postgresBin: config.postgresBin || undefined, signal });
    return { target: connection, close };
  } catch (error) {
    if ((error as { code?: unknown }).code !== "NO_POSTGRES" || !config.databaseUrl) throw error;
    return openScratchDatabase(target, signal);
  }
}
