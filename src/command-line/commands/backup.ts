import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "commander";
import type { Manifest } from "../../backup/manifest.ts";
import { BackupRefused } from "../../backup/refused.ts";
import { counted, sized } from "../../backup/tell.ts";
import { loadConfig } from "../../config.ts";
import { pgdataOf } from "../../platform/database/embedded/place.ts";
import { inOurManner } from "../command.ts";
import { placeOf } from "../doctor/data-folder.ts";
import { showProgress } from "../progress.ts";
import { withHome, withSignals } from "../session.ts";
import type { Terminal } from "../terminal.ts";

/** `willcall backup`. */
export function addBackup(program: Command, terminal: () => Terminal): void {
  const command = program
    .command("backup")
    .summary("back the database and the pepper up, and prove that they can be restored")
    .description(
      `Back up everything a server needs, while it runs: the database as it is at one moment, the pepper, and the server's own certificate.
The backup is then restored into a scratch PostgreSQL in the temporary folder (TMPDIR), which needs as much room as the database, and
checked there; only when all is well does the folder get its name. It holds personal data and the pepper: keep it like the data itself.`,
    )
    .argument("<folder>", "the folder to make; it must not be there yet, or be empty")
    .option("--check", "make none, and see that the one in the folder is as it was written")
    .action(async (folder: string, { check }: { check?: boolean }) => {
      const shown = showProgress(terminal());
      try {
        if (check) await checkOnly(terminal(), folder, shown);
        else await make(terminal(), folder, shown);
      } finally {
        shown.end();
      }
    });
  inOurManner(command, {
    examples: ["willcall backup /backups/2027-06-30", "willcall backup /backups/2027-06-30 --check"],
  });
}

type Shown = ReturnType<typeof showProgress>;

async function make(terminal: Terminal, folder: string, tell: Shown): Promise<void> {
  const config = loadConfig(process.env);
  // Opening a folder that is not there would make a database in it.
  if (!config.databaseUrl && !existsSync(pgdataOf(placeOf(config))))
    throw new BackupRefused(
      "nothing-to-back-up",
      `there is no database in ${placeOf(config)}; DATA_DIR or DATABASE_URL name another`,
    );
  // Loaded here, as every other command would pay for it.
  const { makeBackup } = await import("../../backup/make.ts");
  const began = Date.now();
  const { manifest, bytes, proved } = await withSignals((signal) =>
    withHome(terminal, config, signal, (home) => makeBackup(home, folder, { tell, signal })),
  );
  tell.end();
  const seconds = Math.round((Date.now() - began) / 100) / 10;
  const { tables, rows } = sumsOf(manifest);
  terminal.result(
    { backup: resolve(folder), ...told(manifest), bytes, seconds, proved },
    `Backed up ${counted(rows, "row")} of ${counted(tables, "table")} (${sized(bytes)}) to ${resolve(folder)} in ${seconds} s.
It was restored into a scratch database and proved: ${proved.join(", ")}.`,
  );
}

async function checkOnly(terminal: Terminal, folder: string, tell: Shown): Promise<void> {
  const { readIntact } = await import("../../backup/intact.ts");
  const manifest = await withSignals((signal) => readIntact(resolve(folder), { tell, signal }));
  tell.end();
  const { tables, rows } = sumsOf(manifest);
  terminal.result(
    { backup: resolve(folder), ...told(manifest) },
    `${resolve(folder)} is as it was written: ${counted(rows, "row")} of ${counted(tables, "table")}, taken at ${manifest.takenAt}
from Willcall ${manifest.willcall} (schema ${manifest.schema}) on PostgreSQL ${manifest.postgres}. It was not restored; "willcall restore" does.`,
  );
}

/** What --json tells of a backup. */
export function told(manifest: Manifest): object {
  const { willcall, schema, postgres, takenAt, pepperVersions } = manifest;
  return { ...sumsOf(manifest), takenAt, willcall, schema, postgres, pepperVersions };
}

/** How many tables and rows a backup has. */
export function sumsOf({ tables }: Manifest): { readonly tables: number; readonly rows: number } {
  return { tables: tables.length, rows: tables.reduce((sum, { rows }) => sum + rows, 0) };
}
