import { createHash } from "node:crypto";
import { createReadStream, readdirSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { isUnfinishedMark } from "./folder.ts";
import { digestFile, fileOf, type Manifest, manifestFile, readManifest, type Stored, tablesFolder } from "./manifest.ts";
import { BackupRefused } from "./refused.ts";
import { counted, summing, type Tell } from "./tell.ts";

export interface IntactOptions {
  readonly tell: Tell;
  readonly signal: AbortSignal;
  /** Takes also a backup that was never finished, or is being proved. */
  readonly unfinished?: boolean;
}

/**
 * Reads every byte of a backup and gives its manifest. Throws BackupRefused for one that is not as it was written, with the names of
 * files that are missing, altered or too many (damaged-backup); for one that was not finished; and for one of a form of the future.
 */
export async function readIntact(folder: string, { tell, signal, unfinished = false }: IntactOptions): Promise<Manifest> {
  const present = filesIn(folder);
  const marks = [...present].filter(isUnfinishedMark);
  if (marks.length > 0 && !unfinished)
    throw new BackupRefused(
      "unfinished-backup",
      `${folder} was not finished: a backup is being made there, was killed, or failed`,
    );
  for (const mark of marks) present.delete(mark);
  const manifest = readManifest(folder);
  const wanted = new Map<string, Stored>(Object.entries(manifest.files));
  for (const table of manifest.tables) wanted.set(fileOf(table), table);
  const faults = [...present]
    .filter((name) => !wanted.has(name) && name !== manifestFile && name !== digestFile)
    .map((name) => `${name} does not belong to it`);
  const reading = summing(
    tell,
    "Reading the backup",
    [...wanted.values()].reduce((sum, { bytes }) => sum + bytes, 0),
  );
  for (const [name, stored] of wanted) {
    const fault = present.has(name) ? await faultOf(join(folder, name), stored, signal, reading) : "is missing";
    if (fault) faults.push(`${name} ${fault}`);
  }
  if (faults.length === 0) return manifest;
  const more = faults.length > 5 ? `, and ${counted(faults.length - 5, "more file")}` : "";
  throw new BackupRefused("damaged-backup", `${folder} is damaged: ${faults.slice(0, 5).join(", ")}${more}`);
}

async function faultOf(
  path: string,
  { bytes, sha256 }: Stored,
  signal: AbortSignal,
  reading: (bytes: number) => void,
): Promise<string | undefined> {
  const hash = createHash("sha256");
  let read = 0;
  await pipeline(
    createReadStream(path),
    async (chunks) => {
      for await (const chunk of chunks as AsyncIterable<Buffer>) {
        hash.update(chunk);
        read += chunk.length;
        reading(chunk.length);
      }
    },
    { signal },
  );
  if (read !== bytes) return `has ${counted(read, "byte")} instead of ${bytes}`;
  return hash.digest("hex") === sha256 ? undefined : "is not what was written";
}

/** Paths of the files in a backup; what is no file is there too, so that it counts as too many. */
function filesIn(folder: string): Set<string> {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((one) => !(one.isDirectory() && one.name === tablesFolder && one.parentPath === folder));
    return new Set(files.map((one) => join(one.parentPath, one.name).slice(join(folder, "/").length).replaceAll("\\", "/")));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT" && code !== "ENOTDIR") throw error;
    throw new BackupRefused("damaged-backup", `${folder} is no backup: there is no such folder`);
  }
}
