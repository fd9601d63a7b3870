import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Table } from "../platform/database/transfer/snapshot.ts";
import { BackupRefused } from "./refused.ts";

/** The form of the folder that this code writes and reads. */
const format = 1;

/** A file of a backup as it was written. */
export interface Stored {
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/** A table of a backup; its file holds COPY's text, compressed. */
export interface StoredTable extends Table, Stored {
  readonly rows: number;
}

/** What a backup says of itself. */
export interface Manifest {
  readonly format: number;
  /** The version of the Willcall that made it. */
  readonly willcall: string;
  /** The newest migration of the database. */
  readonly schema: number;
  /** The version of the PostgreSQL that it comes from. */
  readonly postgres: string;
  /** The moment that it shows, in ISO 8601. */
  readonly takenAt: string;
  readonly pepperVersions: readonly number[];
  readonly tables: readonly StoredTable[];
  /** The other files, by name. */
  readonly files: Readonly<Record<string, Stored>>;
}

/** Tables that stay behind, and why. */
export const leftBehind: Readonly<Record<string, string>> = {
  schema_migrations: "a restore runs the migrations, which write it themselves",
  leases: "they belong to processes that were alive, none of which will be",
};

export const manifestFile = "manifest.json";
/** Holds the digest of the manifest, in the form of sha256sum. */
export const digestFile = "manifest.sha256";
export const tablesFolder = "tables";

/** The path of a table's file in a backup. */
export function fileOf({ name }: Table): string {
  return `${tablesFolder}/${name}.copy.gz`;
}

/** A manifest's text and the text of the file beside it that holds its digest. */
export function sealManifest(manifest: Omit<Manifest, "format">): { readonly text: string; readonly digest: string } {
  const text = `${JSON.stringify({ format, ...manifest }, undefined, 2)}\n`;
  return { text, digest: digestLine(text) };
}

/** Reads the manifest of a backup and holds it against its digest. Throws BackupRefused: damaged-backup, newer-backup. */
export function readManifest(folder: string): Manifest {
  const [text, digest] = [manifestFile, digestFile].map((name) => readWhole(folder, name)) as [string, string];
  if (digest !== digestLine(text))
    throw new BackupRefused("damaged-backup", `${folder} is damaged: ${manifestFile} and ${digestFile} don't fit each other`);
  const manifest = JSON.parse(text) as Manifest;
  if (manifest.format !== format)
    throw new BackupRefused(
      "newer-backup",
      `${folder} has the form ${manifest.format}, and this Willcall reads ${format}: restore it with Willcall ${manifest.willcall}`,
    );
  return manifest;
}

function digestLine(text: string): string {
  return `${createHash("sha256").update(text, "latin1").digest("hex")}  ${manifestFile}\n`;
}

/** One byte to a character, so that no two files read the same. */
function readWhole(folder: string, name: string): string {
  try {
    return readFileSync(join(folder, name), "latin1");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT" && code !== "ENOTDIR") throw error;
    throw new BackupRefused("damaged-backup", `${folder} is no backup, or a damaged one: ${name} is missing (${message})`);
  }
}
