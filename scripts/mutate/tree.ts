import { chmodSync, cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A copy of the checkout whose source may be changed. */
export interface Tree {
  readonly root: string;
  /** Where its tests put their temporary files. */
  readonly temporary: string;
  write(file: string, text: string): void;
}

const notCopied = new Set(["node_modules", ".git", "data", "dist"]);

/** Copies the checkout at `from` into `folder`; the packages are shared. */
export function copyTree(from: string, folder: string): Tree {
  const root = join(folder, "tree");
  const temporary = join(folder, "tmp");
  mkdirSync(root, { recursive: true });
  // Under root PostgreSQL runs as nobody, who must be able to enter.
  mkdirSync(temporary);
  chmodSync(temporary, 0o1777);
  for (const name of readdirSync(from))
    if (!notCopied.has(name)) cpSync(join(from, name), join(root, name), { recursive: true, verbatimSymlinks: true });
  symlinkSync(join(from, "node_modules"), join(root, "node_modules"));
  return { root, temporary, write: (file, text) => writeFileSync(join(root, file), text) };
}
