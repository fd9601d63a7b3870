import { closeSync, openSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { errorCode } from "./refusal.ts";

const SQLITE_BUSY = 5;

/**
 * Takes DATA_DIR/owner.lock and returns what releases it, or undefined while another process holds it. Node offers no file lock,
 * but SQLite takes one for a transaction, and the system drops it with the process, however that ends.
 *
 * The lock is the process's, per file: opening and closing owner.lock by any other way in the owner's process would drop it.
 */
export function lockFolder(folder: string): (() => void) | undefined {
  const file = path.join(folder, "owner.lock");
  makePrivate(file);
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec("BEGIN EXCLUSIVE");
    return () => database.close();
  } catch (error) {
    database.close();
    if (error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY) return undefined;
    throw error;
  }
}

/** Who may read a file may lock it, so only the owner may. An existing one is not opened (see above). */
function makePrivate(file: string): void {
  try {
    closeSync(openSync(file, "wx", 0o600));
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
  }
}
