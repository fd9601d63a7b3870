import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Config } from "../config.ts";
import { type Pepper, parsePepper, pepperFile } from "../platform/secrets/pepper.ts";
import { ownFiles } from "../platform/tls/own-certificate.ts";
import { BackupRefused } from "./refused.ts";

type Where = Pick<Config, "dataDir" | "pepper">;

/** The name of the pepper's file in a backup. */
export const pepperName = "pepper";

/** The files of a data folder that a restored server needs beside its database: name in the backup and path in the folder. */
function places(dataDir: string): Record<string, string> {
  const { pair, certificate } = ownFiles(dataDir);
  return { [pepperName]: pepperFile(dataDir), "server.pem": pair, "certificate.pem": certificate };
}

/**
 * The files of the data folder by their names in a backup; those that are not there are left out, but for the pepper, which may also come from
 * the setting. Throws BackupRefused (other-pepper) where there is none: unlike a start, a backup makes none.
 */
export function readDataFiles({ dataDir, pepper }: Where): Map<string, Buffer> {
  const found = Object.entries(places(dataDir)).filter(([, path]) => existsSync(path));
  const files = new Map(found.map(([name, path]) => [name, readFileSync(path)]));
  if (pepper) files.set(pepperName, Buffer.from(`${pepper}\n`));
  if (!files.has(pepperName))
    throw new BackupRefused(
      "other-pepper",
      `there is no pepper in ${dataDir}, and a backup without it would be worth little: set DATA_DIR or PEPPER as the server has it`,
    );
  return files;
}

/** The pepper among a backup's files. Throws BadSetting for one that can't be used. */
export function pepperOf(files: ReadonlyMap<string, Buffer>): Pepper {
  return parsePepper(files.get(pepperName)!.toString("utf8"), "PEPPER: the pepper of the backup");
}

/** A backup's other files, read from its folder. */
export function readStoredFiles(folder: string, names: readonly string[]): Map<string, Buffer> {
  return new Map(names.map((name) => [name, readFileSync(join(folder, name))]));
}

/**
 * Throws BackupRefused (other-pepper) when this server would use another pepper than the backup's: by the setting, or by a file that is
 * in the data folder already.
 */
export function refuseOtherPepper({ dataDir, pepper }: Where, files: ReadonlyMap<string, Buffer>): void {
  const path = pepperFile(dataDir);
  if (!pepper && !existsSync(path)) return;
  const mine = pepper ? parsePepper(pepper, "PEPPER") : parsePepper(readFileSync(path, "utf8"), `PEPPER: the file ${path}`);
  const stored = pepperOf(files);
  const text = "the same text";
  const differ = stored.versions.filter((version) => !mine.apply(text, version)?.equals(stored.apply(text, version)!));
  if (differ.length === 0) return;
  throw new BackupRefused(
    "other-pepper",
    `${pepper ? "PEPPER" : path} is not the backup's pepper (version ${differ.join(", ")}), by which its PINs and passwords are hashed: unset or remove it`,
  );
}

/**
 * Puts a backup's files into a data folder, each whole or not at all. What is there already stays unless `replace` is said. The pepper stays
 * out of it when the setting has it.
 */
export function writeDataFiles({ dataDir, pepper }: Where, files: ReadonlyMap<string, Buffer>, replace = false): void {
  for (const [name, path] of Object.entries(places(dataDir))) {
    const bytes = files.get(name);
    if (!bytes || (existsSync(path) && !replace) || (name === pepperName && pepper)) continue;
    mkdirSync(dirname(path), { recursive: true });
    const draft = `${path}.restored`;
    writeFileSync(draft, bytes, { mode: 0o600, flush: true });
    chmodSync(draft, name === "certificate.pem" ? 0o644 : 0o600);
    renameSync(draft, path);
  }
}
