// Where the data lives. Under root PostgreSQL runs as nobody, who can't enter a checkout under, say, /root (mode 0700); then the
// default moves to a folder that the system keeps for such data, always the same one for the same checkout.
import { createHash } from "node:crypto";
import { chmodSync, existsSync, lstatSync, mkdirSync, statSync } from "node:fs";
import path from "node:path";
import { closedFolders, identityFor, nearestExisting, isRoot as runsAsRoot } from "./identity.ts";
import { errorCode, refusal } from "./refusal.ts";

/** Folders that survive a restart of the machine; the temporary folder does not, so data never goes there. */
const LASTING = ["/var/lib", "/var/tmp"];

export type Placement = { dataDir: string; note?: string };

/**
 * The folder to use for the data, made ready for PostgreSQL's user. `note` is a line for the operator, when it is not the one
 * asked for. Refuses (DATA_DIR_UNREACHABLE) a folder that was set but can't be used, naming the folder that bars the way.
 */
export function placeData(options: { dataDir: string; dataDirIsDefault: boolean; isRoot?: boolean }): Placement {
  const dataDir = path.resolve(options.dataDir);
  const barrier = (options.isRoot ?? runsAsRoot()) ? barrierTo(dataDir) : undefined;
  if (!options.dataDirIsDefault) {
    if (barrier) throw unreachable(dataDir, barrier, "set DATA_DIR to another folder");
    return { dataDir: prepareDataDir(dataDir) };
  }
  if (barrier && holdsData(dataDir)) throw unreachable(dataDir, barrier, "move the folder and set DATA_DIR to its new place");
  const moved = (options.isRoot ?? runsAsRoot()) ? movedPlace(dataDir, barrier !== undefined) : undefined;
  if (!moved) return { dataDir: prepareDataDir(dataDir) };
  const why = barrier
    ? `PostgreSQL does not run as root, and its user can't enter ${barrier}`
    : "it was put there by an earlier start";
  return { dataDir: prepareDataDir(moved), note: `The data is in ${moved}: ${why}. Set DATA_DIR to choose another folder.` };
}

/** Makes a data folder whose secrets only its owner reads and which, under root, PostgreSQL's user can pass through. */
export function prepareDataDir(dataDir: string): string {
  const { folder, missing } = nearestExisting(dataDir);
  const root = runsAsRoot();
  let step = folder;
  for (const name of missing) {
    step = path.join(step, name);
    mkdirSync(step, { recursive: true });
    if (root) chmodSync(step, 0o755); // said explicitly: a strict umask would shut PostgreSQL's user out
  }
  if (missing.length > 0) chmodSync(step, root ? 0o711 : 0o700);
  else if (root) chmodSync(step, statSync(step).mode | 0o011);
  return step;
}

/** PostgreSQL's own folder in a data folder. */
export function pgdataOf(dataDir: string): string {
  return path.join(dataDir, "postgres");
}

function holdsData(dataDir: string): boolean {
  return existsSync(path.join(pgdataOf(dataDir), "PG_VERSION"));
}

/** The folders above the data folder that shut PostgreSQL's user out, if any. The data folder itself is ours to open. */
function barrierTo(dataDir: string): string | undefined {
  const who = identityFor(pgdataOf(dataDir));
  const { folder, missing } = nearestExisting(dataDir);
  const closed = who ? closedFolders(missing.length > 0 ? folder : path.dirname(folder), who) : [];
  return closed.join(" ") || undefined;
}

function unreachable(dataDir: string, barrier: string, otherwise: string) {
  return refusal(
    "DATA_DIR_UNREACHABLE",
    `The data folder ${dataDir} can't be used: root started this, PostgreSQL does not run as root, and its user can't enter ` +
      `${barrier}. Let others pass through (chmod o+x ${barrier}), or ${otherwise}.`,
  );
}

/** The data folder outside the checkout: where an earlier start put it, or, when it has to move now, where it can be made. */
function movedPlace(dataDir: string, mustMove: boolean): string | undefined {
  const name = `data-${createHash("sha256").update(canonical(dataDir)).digest("hex").slice(0, 12)}`;
  const places = LASTING.map((base) => path.join(base, "willcall", name));
  const earlier = holdsData(dataDir) ? undefined : places.find((place) => isOurs(path.dirname(place)) && holdsData(place));
  if (earlier || !mustMove) return earlier;
  const place = LASTING.find((base) => makeSharedFolder(base) !== undefined);
  if (place) return path.join(place, "willcall", name);
  throw refusal("DATA_DIR_UNREACHABLE", `No place was found for the data (tried ${LASTING.join(", ")}). Set DATA_DIR.`);
}

function canonical(dataDir: string): string {
  const { folder, missing } = nearestExisting(dataDir);
  return path.join(folder, ...missing);
}

/** Makes and returns BASE/willcall, owned by root and passable for all; undefined where it can't be made or isn't ours. */
export function makeSharedFolder(base: string): string | undefined {
  const folder = path.join(base, "willcall");
  try {
    mkdirSync(folder);
    chmodSync(folder, 0o755);
  } catch (error) {
    if (errorCode(error) !== "EEXIST") return undefined;
  }
  return isOurs(folder) ? folder : undefined;
}

/** A folder in a place where anyone may write counts only when root made it and nobody else can change it. */
function isOurs(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (!found) return false;
  return found.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0;
}
