// Decides whether packages have to be installed. npm's own record of what it finished
// (node_modules/.package-lock.json, written last) is compared with package-lock.json: an interrupted install, a pruned folder and
// a new lock file are all seen, and a complete one costs two small reads. Where npm succeeds and still leaves something out (an
// optional package it can't get), a stamp beside its record says so, or every start would ask it again.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const RECORD = "node_modules/.package-lock.json";
const STAMP = "node_modules/.willcall-installed";

/** An end that the user can do something about: shown as its message, without a stack. */
export class Refused extends Error {}

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages ?? {};
  } catch {
    return undefined;
  }
}

/** A package's os or cpu field against this machine: a string or a list, where '!x' excludes x. */
function fits(field, value) {
  if (field === undefined) return true;
  const list = [field].flat();
  if (list.includes(`!${value}`)) return false;
  return list.includes(value) || list.every((entry) => entry.startsWith("!"));
}

/**
 * What the lock file asks for on this machine and node_modules does not have.
 * @returns {{ missing: string[], dev: boolean, known: boolean }} dev: developers' packages are installed; known: npm finished once
 */
export function compare(root, mode) {
  const wanted = packagesIn(path.join(root, "package-lock.json"));
  if (!wanted) throw new Refused(`package-lock.json is missing or unreadable in ${root}; take a fresh copy of Willcall`);
  const present = packagesIn(path.join(root, RECORD));
  const missing = Object.entries(wanted)
    .filter(([name, entry]) => name.startsWith("node_modules/") && !entry.link && !entry.inBundle)
    .filter(([, entry]) => mode === "dev" || !(entry.dev || entry.devOptional))
    // Which libc this is can't be told cheaply, and npm takes the right one of the two.
    .filter(([, entry]) => fits(entry.os, process.platform) && fits(entry.cpu, process.arch) && !entry.libc)
    .filter(([name, entry]) => present?.[name]?.version !== entry.version || present[name].integrity !== entry.integrity)
    .map(([name]) => name);
  return { missing, dev: Object.values(present ?? {}).some((entry) => entry.dev), known: present !== undefined };
}

/** Names the two records as they stand and what was asked for: the stamp holds while none of them changes. */
function stampFor(root, mode) {
  const hash = createHash("sha256").update(mode);
  for (const file of ["package-lock.json", RECORD]) hash.update(readFileSync(path.join(root, file)));
  return hash.digest("hex");
}

/** Whether nothing is left for npm to do. */
export function isSettled(root, mode) {
  if (compare(root, mode).missing.length === 0) return true;
  const stamp = path.join(root, STAMP);
  return existsSync(stamp) && existsSync(path.join(root, RECORD)) && readFileSync(stamp, "utf8").includes(stampFor(root, mode));
}

/** Notes that npm did what it could for this mode. What a developer's install lacks, `npm start` may lack too. */
export function rememberLeftOut(root, mode) {
  writeFileSync(path.join(root, STAMP), `${stampFor(root, mode)} ${stampFor(root, "prod")}\n`);
}
