import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { lockFolder } from "../platform/database/embedded/folder-lock.ts";
import { tablesFolder } from "./manifest.ts";
import { BackupRefused } from "./refused.ts";

/** Whether a file is the lock of who is making a backup, or SQLite's beside it; as long as one is there, the folder is no backup. */
export function isUnfinishedMark(name: string): boolean {
  return /^owner\.lock(-|$)/.test(name);
}

/** A backup that is being made, under another name than it will have. */
export interface Workplace {
  /** Where its files go. */
  readonly path: string;
  /** Makes it the backup: lasting, whole, under its name. */
  finish(): void;
  /** Leaves it as it is, marked as unfinished. */
  leave(): void;
  /** Removes it. */
  discard(): void;
}

/**
 * Begins a backup that will be `folder`, beside it as FOLDER.partial; what a killed one left there goes. Throws BackupRefused for a
 * folder that holds something (not-empty), or whose backup is just being made (in-use).
 */
export function openWorkplace(given: string): Workplace {
  const folder = resolve(given);
  refuseOccupied(folder);
  const path = `${folder}.partial`;
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const locked = lockFolder(path);
  if (!locked) throw new BackupRefused("in-use", `${folder} is just being made by another process`);
  let isLocked = true;
  const unlock = (): void => {
    if (isLocked) locked();
    isLocked = false;
  };
  // A strict umask may have taken more than it should.
  chmodSync(path, 0o700);
  remove(path, (name) => !isUnfinishedMark(name));
  mkdirSync(join(path, tablesFolder), { mode: 0o700 });
  return {
    path,
    finish() {
      syncFolder(join(path, tablesFolder));
      unlock();
      remove(path, isUnfinishedMark);
      syncFolder(path);
      if (existsSync(folder)) rmdirSync(folder);
      renameSync(path, folder);
      syncFolder(dirname(folder));
    },
    leave: unlock,
    discard() {
      unlock();
      rmSync(path, { recursive: true, force: true });
    },
  };
}

function remove(folder: string, which: (name: string) => boolean): void {
  for (const name of readdirSync(folder)) if (which(name)) rmSync(join(folder, name), { recursive: true, force: true });
}

function refuseOccupied(folder: string): void {
  const parent = statSync(dirname(folder), { throwIfNoEntry: false });
  if (!parent?.isDirectory())
    throw new BackupRefused("not-empty", `${dirname(folder)}, where the backup is to go, is no folder; make it first`);
  const found = statSync(folder, { throwIfNoEntry: false });
  if (!found) return;
  if (!found.isDirectory() || readdirSync(folder).length > 0)
    throw new BackupRefused("not-empty", `${folder} is there already; a backup goes into a folder of its own`);
  if (found.dev !== parent.dev)
    throw new BackupRefused(
      "not-empty",
      `${folder} is the top of a file system; name a folder in it, as in ${join(folder, "monday")}`,
    );
}

/** Makes the names in a folder last through a power cut. */
export function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  fsyncSync(handle);
  closeSync(handle);
}
