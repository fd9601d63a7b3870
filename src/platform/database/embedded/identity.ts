import { existsSync, lstatSync, realpathSync, statSync } from "node:fs";
import path from "node:path";

/** Whom PostgreSQL's processes run as; undefined: as this process itself. It refuses to run as root. */
export type Identity = { uid: number; gid: number };

/** `nobody` on Linux, and only a number elsewhere: nothing needs to be set up for it. */
export const NOBODY: Identity = { uid: 65534, gid: 65534 };

/** Whether this process is root, so that PostgreSQL has to run as someone else. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * Whom PostgreSQL runs as for this data folder: a folder that an ordinary user made keeps its owner when root starts the server
 * once, so that the user can start it again.
 */
export function identityFor(pgdata: string): Identity | undefined {
  if (!isRoot()) return undefined;
  const owner = existsSync(pgdata) ? lstatSync(pgdata) : undefined;
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : NOBODY;
}

/** The nearest folder of a path that exists, without symbolic links, and what is still missing below it. */
export function nearestExisting(target: string): { folder: string; missing: string[] } {
  const missing: string[] = [];
  let folder = path.resolve(target);
  while (!existsSync(folder)) {
    missing.unshift(path.basename(folder));
    folder = path.dirname(folder);
  }
  return { folder: realpathSync(folder), missing };
}

/** The folders on the way to `target`, and itself when it exists, that `who` may not pass. */
export function closedFolders(target: string, who: Identity): string[] {
  const { folder } = nearestExisting(target);
  const parts = folder.split(path.sep);
  const way = parts.map((_, index) => parts.slice(0, index + 1).join(path.sep) || path.sep);
  return way.filter((step) => !mayPass(step, who));
}

function mayPass(folder: string, who: Identity): boolean {
  const { mode, uid, gid } = statSync(folder);
  const bit = uid === who.uid ? 0o100 : gid === who.gid ? 0o010 : 0o001;
  return (mode & bit) !== 0;
}
