import { createHash } from "node:crypto";
import { createWriteStream, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createGzip } from "node:zlib";
import { systemClock } from "../platform/clock.ts";
import type { ConnectionTarget } from "../platform/database/connection.ts";
import { newestMigration, serverVersion } from "../platform/database/queries.ts";
import { type Snapshot, type Table, withSnapshot } from "../platform/database/transfer/snapshot.ts";
import { version } from "../version.ts";
import { pepperOf } from "./data-files.ts";
import { digestFile, fileOf, leftBehind, manifestFile, type Stored, type StoredTable, sealManifest } from "./manifest.ts";
import { BackupRefused } from "./refused.ts";
import { counted, sized, summing, type Tell } from "./tell.ts";

/** Quick rather than small: little more than half the time of zlib's own choice, for a twentieth more bytes. */
const compression = { level: 3 };

/** What is to be written. */
export interface Writing {
  readonly tell: Tell;
  readonly signal: AbortSignal;
  readonly schema: number;
  readonly tables: readonly Table[];
  readonly files: ReadonlyMap<string, Buffer>;
}

/**
 * Writes all files of a backup into a folder that has none yet: the rows of `tables` at one moment of the database, whose schema must be `schema`,
 * and `files`. Gives their bytes. Throws BackupRefused (in-use), CannotTransfer for a table that the database lacks, DatabaseUnavailable.
 */
export function writeBackup(
  target: ConnectionTarget,
  path: string,
  { schema, tables, files, tell, signal }: Writing,
): Promise<number> {
  return withSnapshot(target, tables, signal, async (snapshot, extra) => {
    const strange = extra.filter((name) => !(name in leftBehind));
    if (strange.length > 0) tell.note(`not Willcall's, and left out: ${strange.join(", ")}`);
    await refuseMoved(snapshot, schema);
    const takenAt = systemClock.now().toISOString();
    const [server] = await snapshot.rows(serverVersion);
    const copying = summing(tell, "Copying", snapshot.rowsGuessed);
    const stored: StoredTable[] = [];
    for (const table of tables) {
      const one = await writeTable(snapshot, path, table, copying);
      stored.push(one);
      if (one.rows > 0) tell.note(`copied ${table.name}: ${counted(one.rows, "row")}, ${sized(one.bytes)}`);
    }
    const others = [...files].map(([name, bytes]) => [name, writeWhole(join(path, name), bytes)] as const);
    const pepperVersions = pepperOf(files).versions;
    const postgres = server!.text;
    const { text, digest } = sealManifest({
      willcall: version,
      schema,
      postgres,
      takenAt,
      pepperVersions,
      tables: stored,
      files: Object.fromEntries(others),
    });
    const own = [
      writeWhole(join(path, manifestFile), Buffer.from(text)),
      writeWhole(join(path, digestFile), Buffer.from(digest)),
    ];
    return [...stored, ...others.map(([, one]) => one), ...own].reduce((sum, { bytes }) => sum + bytes, 0);
  });
}

/** Between the first look and the locks somebody may have migrated. */
async function refuseMoved(snapshot: Snapshot, schema: number): Promise<void> {
  const [newest] = await snapshot.rows(newestMigration);
  if (newest?.version !== schema)
    throw new BackupRefused("in-use", "the database was just migrated to another schema; make the backup again");
}

async function writeTable(snapshot: Snapshot, path: string, table: Table, copying: (rows: number) => void): Promise<StoredTable> {
  const hash = createHash("sha256");
  let bytes = 0;
  const digesting = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  };
  const file = createWriteStream(join(path, fileOf(table)), { mode: 0o600, flags: "wx", flush: true });
  const rows = await snapshot.copy(table, [createGzip(compression), digesting as never, file], copying);
  return { name: table.name, columns: table.columns, rows, bytes, sha256: hash.digest("hex") };
}

function writeWhole(path: string, content: Buffer): Stored {
  writeFileSync(path, content, { mode: 0o600, flag: "wx", flush: true });
  return { bytes: content.length, sha256: createHash("sha256").update(content).digest("hex") };
}
