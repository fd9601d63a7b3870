import { createHash, randomUUID } from "node:crypto";
import { chmodSync, cpSync, existsSync, lstatSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { makeSharedFolder } from "./place.ts";
import { errorCode, refusal } from "./refusal.ts";

/**
 * Copies a package's `native` folder to where PostgreSQL's user can run it, and returns the copy's path; an earlier copy that is
 * still whole is used again. `runs` says whether a copy can be run (a folder may be mounted noexec); `problem` is why it is needed.
 */
export function copyBinaries(native: string, problem: string, runs: (copy: string) => boolean): string {
  const manifest = JSON.parse(readFileSync(path.join(native, "..", "package.json"), "utf8")) as { version: string };
  const source = createHash("sha256").update(native).digest("hex").slice(0, 12);
  const name = `postgres-${manifest.version}-${source}`;
  const bases = ["/var/lib", "/var/tmp", realpathSync(os.tmpdir())];
  for (const base of bases) {
    const folder = makeSharedFolder(base);
    if (!folder) continue;
    const copy = path.join(folder, name);
    if (!isWhole(native, copy)) replace(native, copy);
    if (runs(copy)) return copy;
  }
  throw refusal("NO_POSTGRES", `${problem}, and it could not be copied to a place where it can (tried ${bases.join(", ")}).`);
}

/** Puts a fresh copy in place, whole at once. A running server keeps the files it has open. */
function replace(native: string, copy: string): void {
  const fresh = `${copy}.${randomUUID()}`;
  try {
    cpSync(native, fresh, { recursive: true, verbatimSymlinks: true, filter: isNeeded });
    for (const { file, isLink, mode } of entries(fresh)) if (!isLink) chmodSync(file, mode & 0o111 ? 0o755 : 0o644);
    if (existsSync(copy)) renameSync(copy, `${fresh}.old`);
    renameSync(fresh, copy);
  } catch (error) {
    // Another start was first; its copy is as good.
    if (!["ENOTEMPTY", "EEXIST", "ENOENT"].includes(errorCode(error) ?? "") || !isWhole(native, copy)) throw error;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
    rmSync(`${fresh}.old`, { recursive: true, force: true });
  }
}

/** Static libraries are for building extensions. */
const isNeeded = (file: string) => !file.endsWith(".a");

/** Whether the copy has every file in full length (a power cut may have shortened one) and only root can have written it. */
function isWhole(native: string, copy: string): boolean {
  if (!existsSync(copy)) return false;
  const wanted = entries(native).filter(({ file }) => isNeeded(file));
  const found = new Map(entries(copy).map((entry) => [path.relative(copy, entry.file), entry]));
  return wanted.every((entry) => {
    const other = found.get(path.relative(native, entry.file));
    if (!other || other.isLink !== entry.isLink || other.uid !== 0) return false;
    return entry.isLink || ((other.mode & 0o022) === 0 && (entry.isFolder || other.size === entry.size));
  });
}

function entries(root: string) {
  const names = ["", ...readdirSync(root, { recursive: true, encoding: "utf8" })];
  return names.map((name) => {
    const file = path.join(root, name);
    const found = lstatSync(file);
    return {
      file,
      isLink: found.isSymbolicLink(),
      isFolder: found.isDirectory(),
      mode: found.mode,
      uid: found.uid,
      size: found.size,
    };
  });
}
