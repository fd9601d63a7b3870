import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";
import { digestFile, fileOf, type Manifest, manifestFile, type StoredTable, sealManifest } from "../../src/backup/manifest.ts";
import type { Tell } from "../../src/backup/tell.ts";
import type { Config } from "../../src/config.ts";
import type { ConnectionTarget } from "../../src/platform/database/connection.ts";
import { testConfig } from "../support/config.ts";
import { urlOf } from "../support/server.ts";

/** Says nothing. */
export const silent: Tell = { note: () => {}, progress: () => {} };

/** What a test does that is never interrupted. */
export const never = new AbortController().signal;

export const quietly = { tell: silent, signal: never };

/** A folder that goes when the file ends, where PostgreSQL's user can pass. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "willcall-backup-"));
  chmodSync(path, 0o755);
  after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/**
 * The settings of a server on its own PostgreSQL, on which no embedded one can be started: proofs then run in a database beside
 * the test's, which is there in a moment. Its data folder has the pepper.
 */
export function onServer(target: ConnectionTarget, overrides: Partial<Config> = {}): Config {
  const dataDir = folder();
  writeFileSync(join(dataDir, "pepper"), `${testConfig.env.PEPPER}\n`);
  return testConfig.config({ databaseUrl: urlOf(target), postgresBin: "/nowhere", pepper: "", dataDir, ...overrides });
}

const digest = (bytes: Buffer) => ({ bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") });

/** Writes a manifest that fits the files as they now are: what somebody would do who tampers, or a Willcall with a bug. */
export function reseal(path: string, change: (manifest: Manifest) => Partial<Manifest> = () => ({})): void {
  const old = JSON.parse(readFileSync(join(path, manifestFile), "utf8")) as Manifest;
  const tables = old.tables
    .filter((table) => existsSync(join(path, fileOf(table))))
    .map((table) => ({ ...table, ...digest(readFileSync(join(path, fileOf(table)))) }));
  const files = Object.fromEntries(Object.keys(old.files).map((name) => [name, digest(readFileSync(join(path, name)))]));
  const manifest = { ...old, tables, files };
  const { text, digest: line } = sealManifest({ ...manifest, ...change(manifest) });
  writeFileSync(join(path, manifestFile), text);
  writeFileSync(join(path, digestFile), line);
}

/** Changes the rows of a table of a backup, given as COPY's text. */
export function rewrite(path: string, name: string, change: (text: string) => string): void {
  const file = join(path, fileOf({ name, columns: [] }));
  writeFileSync(file, gzipSync(change(gunzipSync(readFileSync(file)).toString("utf8"))));
}

/** A folder in the form of a backup, with made-up rows. */
export function madeUp(): string {
  const path = join(folder(), "backup");
  mkdirSync(join(path, "tables"), { recursive: true });
  const tables: StoredTable[] = ["accounts", "customers", "writes"].map((name, i) => {
    const bytes = gzipSync(`${name}\tof the test\t${"x".repeat(i * 200)}\n`);
    writeFileSync(join(path, fileOf({ name, columns: [] })), bytes);
    return { name, columns: ["a", "b", "c"], rows: 1, ...digest(bytes) };
  });
  const pepper = Buffer.from(`${testConfig.env.PEPPER}\n`);
  writeFileSync(join(path, "pepper"), pepper);
  const { text, digest: line } = sealManifest({
    willcall: "0.0.0",
    schema: 1,
    postgres: "18.0",
    takenAt: "2026-01-01T00:00:00.000Z",
    pepperVersions: [1],
    tables,
    files: { pepper: digest(pepper) },
  });
  writeFileSync(join(path, manifestFile), text);
  writeFileSync(join(path, digestFile), line);
  return path;
}

/** Every file of a folder, by its path in it. */
export function filesOf(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name).slice(path.length + 1))
    .sort();
}

/** Whether `error` is a BackupRefused, or another refusal with such a code, whose message has these words. */
export function refusedWith(code: string | undefined, words: RegExp) {
  return (error: unknown): boolean => {
    const { code: found, message } = error as { code?: string; message: string };
    if (found === code && words.test(message)) return true;
    throw error;
  };
}
