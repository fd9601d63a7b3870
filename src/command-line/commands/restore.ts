import { resolve } from "node:path";
import type { Command } from "commander";
import { counted } from "../../backup/tell.ts";
import { loadConfig } from "../../config.ts";
import { inOurManner } from "../command.ts";
import { showProgress } from "../progress.ts";
import { withSignals } from "../session.ts";
import type { Terminal } from "../terminal.ts";
import { sumsOf, told } from "./backup.ts";

interface Options {
  readonly dataDir?: string;
  readonly despiteFaults?: boolean;
}

/** `willcall restore`. */
export function addRestore(program: Command, terminal: () => Terminal): void {
  const command = program
    .command("restore")
    .summary("restore a backup into an empty data folder or database")
    .description(
      `Restore a backup into DATA_DIR, or into the database of DATABASE_URL and the pepper into DATA_DIR. It never overwrites: the folder
must be empty or not there, and the database without a table of Willcall's. Every byte of the backup is checked first. An older backup is
brought up to this version's schema. Nothing is to be seen in its place before it is whole and checked.`,
    )
    .argument("<folder>", "the backup")
    .option("--data-dir <folder>", "where to restore it to, in place of DATA_DIR")
    .option(
      "--despite-faults",
      "restore also a backup that was not finished, and data that a check finds faults in; what they are is told",
    )
    .action(async (folder: string, { dataDir, despiteFaults = false }: Options) => {
      const tell = showProgress(terminal());
      // Loaded here, as every other command would pay for it.
      const { restoreBackup } = await import("../../backup/restore.ts");
      try {
        const given = dataDir === undefined ? {} : { dataDir: resolve(dataDir), dataDirIsDefault: false };
        const config = loadConfig(process.env, given);
        const { manifest, faults, ...restored } = await withSignals((signal) =>
          restoreBackup(config, resolve(folder), { tell, signal, despiteFaults }),
        );
        tell.end();
        const { tables, rows } = sumsOf(manifest);
        const where = config.databaseUrl ? "the database of DATABASE_URL" : restored.dataDir;
        const how = faults.length === 0 ? "checked them" : `put up with ${counted(faults.length, "fault")}`;
        terminal().result(
          { restored: where, dataDir: restored.dataDir, backup: told(manifest), faults },
          `Restored ${counted(rows, "row")} of ${counted(tables, "table")} into ${where} and ${how}. It is as it was at ${manifest.takenAt}.`,
        );
      } finally {
        tell.end();
      }
    });
  inOurManner(command, {
    examples: [
      "willcall restore /backups/2027-06-30 --data-dir /srv/willcall",
      "DATABASE_URL=postgresql://willcall@db.example/willcall willcall restore /backups/2027-06-30",
    ],
  });
}
