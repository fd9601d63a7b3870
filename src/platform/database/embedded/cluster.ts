// PostgreSQL's folder on disk: made once, whole or not at all, and checked at each start.
import { randomBytes, randomUUID } from "node:crypto";
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  lchownSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import type { Binaries } from "./binaries.ts";
import type { Identity } from "./identity.ts";
import { pgdataOf } from "./place.ts";
import { runProgram } from "./processes.ts";
import { alterRolePassword } from "./queries.ts";
import { errorCode, refusal } from "./refusal.ts";

export const ROLE = "willcall";
const PREFIX = ".initdb-";
/** Where in a data folder a restore builds its database; gone when it has moved into place. */
export const RESTORING = ".restoring";

/** The data folder's PostgreSQL, and how to run it. `who` as in `identityFor`. */
export type Cluster = { dataDir: string; pgdata: string; binaries: Binaries; who: Identity | undefined; password: string };

/** Makes the database folder at the first start; refuses one of another major version or owner, or half restored. Returns the role's password. */
export async function openCluster(dataDir: string, binaries: Binaries, who: Identity | undefined): Promise<Cluster> {
  const pgdata = pgdataOf(dataDir);
  removeHalfMade(dataDir);
  checkFolder(pgdata, binaries, who);
  const isMade = existsSync(path.join(pgdata, "PG_VERSION"));
  const restoring = path.join(dataDir, RESTORING);
  if (isMade) rmSync(restoring, { recursive: true, force: true });
  else if (existsSync(restoring))
    // An empty database beside it would pass for the one that was to come back.
    throw refusal(
      "START_FAILED",
      `A restore into ${dataDir} was not finished: run it again ("willcall restore"), or remove ${restoring} to begin with nothing.`,
    );
  const cluster = { dataDir, pgdata, binaries, who, password: readPassword(dataDir) };
  if (!isMade) await initialise(cluster);
  return cluster;
}

function checkFolder(pgdata: string, binaries: Binaries, who: Identity | undefined): void {
  const found = lstatSync(pgdata, { throwIfNoEntry: false });
  if (!found) return;
  const uid = who?.uid ?? process.getuid?.() ?? found.uid;
  if (who && found.uid === 0) giveAway(pgdata, who);
  else if (found.uid !== uid) {
    throw refusal(
      "DATA_DIR_FOREIGN",
      `${pgdata} belongs to user ${found.uid}, and this is user ${uid}. Start as that user or as root.`,
    );
  }
  const file = path.join(pgdata, "PG_VERSION");
  if (!existsSync(file)) {
    if (readdirSync(pgdata).length === 0) return;
    throw refusal(
      "DATA_DIR_FOREIGN",
      `${pgdata} holds files that are not a PostgreSQL database. Set DATA_DIR to another folder.`,
    );
  }
  const major = readFileSync(file, "utf8").trim();
  if (major === String(binaries.major)) return;
  throw refusal(
    "OTHER_MAJOR",
    `The database in ${pgdata} was made by PostgreSQL ${major}, and this is PostgreSQL ${binaries.version}, which can't open it. Nothing ` +
      `was changed. Start with POSTGRES_BIN set to the bin folder of a PostgreSQL ${major}, or make a backup with the Willcall that made ` +
      "it (npm run willcall -- backup) and restore it with this one.",
  );
}

/** A folder that root restored from a copy. */
function giveAway(folder: string, who: Identity): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }))
    lchownSync(path.join(folder, name), who.uid, who.gid);
  chownSync(folder, who.uid, who.gid);
  chmodSync(folder, 0o700);
}

function removeHalfMade(dataDir: string): void {
  const names = readdirSync(dataDir).filter((name) => name.startsWith(PREFIX));
  for (const name of names) rmSync(path.join(dataDir, name), { recursive: true, force: true });
}

/** initdb in a folder beside it, then one rename: a kill at any moment leaves no half-made database. */
async function initialise(cluster: Cluster): Promise<void> {
  const { dataDir, pgdata, binaries, who, password } = cluster;
  const workshop = mkdtempSync(path.join(dataDir, PREFIX));
  try {
    const passwordFile = path.join(workshop, "password");
    writeFileSync(passwordFile, password, { mode: 0o600 });
    if (who) for (const file of [passwordFile, workshop]) chownSync(file, who.uid, who.gid);
    const made = path.join(workshop, "postgres");
    // C.UTF-8 orders by code point on every machine, so an index never depends on the system's libraries.
    const locale =
      binaries.major >= 17 ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"] : ["--locale=C"];
    const secrets = [`--username=${ROLE}`, `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
    const rest = ["--encoding=UTF8", ...locale, "--data-checksums", "--no-instructions"];
    await runProgram(binaries.initdb, [`--pgdata=${made}`, ...secrets, ...rest], who);
    moveIntoPlace(made, pgdata);
    syncFolder(dataDir);
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

function moveIntoPlace(made: string, pgdata: string): void {
  try {
    if (existsSync(pgdata)) rmdirSync(pgdata);
    renameSync(made, pgdata);
  } catch (error) {
    throw refusal(
      "START_FAILED",
      `${pgdata} can't be replaced (${errorCode(error)}). A volume belongs at DATA_DIR, not at its postgres folder.`,
    );
  }
}

/** The role's password, made when there is none. Written before the database is, so none is ever without it. */
function readPassword(dataDir: string): string {
  const file = path.join(dataDir, "postgres-password");
  if (existsSync(file)) return readFileSync(file, "utf8").trim();
  const password = randomBytes(24).toString("hex");
  const fresh = `${file}.${randomUUID()}`;
  writeFileSync(fresh, `${password}\n`, { mode: 0o600, flush: true });
  renameSync(fresh, file);
  syncFolder(dataDir);
  return password;
}

/** Gives the role the password on file, when that was lost or restored from elsewhere. No server may be running. */
export async function resetPassword({ binaries, pgdata, who, password }: Cluster): Promise<void> {
  const args = ["--single", "-D", pgdata, "-c", "log_statement=none", "postgres"];
  await runProgram(binaries.postgres, args, who, alterRolePassword(ROLE, password));
}

function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  fsyncSync(handle);
  closeSync(handle);
}
