import { createHash } from "node:crypto";
import { chmodSync, chownSync, lstatSync, mkdirSync } from "node:fs";
import path from "node:path";
import type { Identity } from "./identity.ts";
import { errorCode, refusal } from "./refusal.ts";
import { SHORT_TEMP, SOCKET_PATH_MAX } from "./short-path.ts";

/** PostgreSQL names its socket after the port, and makes a lock file beside it. */
const LONGEST_NAME = "/.s.PGSQL.5432.lock";

/**
 * The private folder for PostgreSQL's socket: DATA_DIR/run where that is short enough, else one below the temporary folder that
 * has the same name each time, so that a server that was left running is found again. Refuses one that someone else made.
 */
export function socketFolder(dataDir: string, who: Identity | undefined): string {
  const uid = who?.uid ?? process.getuid?.() ?? 0;
  const near = path.join(dataDir, "run");
  const name = `willcall-${uid}-${createHash("sha256").update(dataDir).digest("hex").slice(0, 12)}`;
  const folder = Buffer.byteLength(near + LONGEST_NAME) <= SOCKET_PATH_MAX ? near : path.join(SHORT_TEMP, name);
  try {
    mkdirSync(folder, { mode: 0o700 });
    if (who) chownSync(folder, who.uid, who.gid);
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
  }
  const found = lstatSync(folder);
  if (!found.isDirectory()) throw foreign(folder, "is not a folder");
  // A start killed between making the folder and giving it away leaves it to root.
  if (who && found.uid === 0) chownSync(folder, who.uid, who.gid);
  else if (found.uid !== uid) throw foreign(folder, `belongs to user ${found.uid}`);
  if ((found.mode & 0o777) !== 0o700) chmodSync(folder, 0o700);
  return folder;
}

function foreign(folder: string, problem: string) {
  return refusal("DATA_DIR_FOREIGN", `${folder}, where PostgreSQL's socket goes, ${problem}. Remove it and start again.`);
}
