import { existsSync } from "node:fs";
import type { Command } from "commander";
import { counted, grouped } from "../../backup/tell.ts";
import { loadConfig } from "../../config.ts";
import type { Check } from "../../core/verify/check.ts";
import type { Checked } from "../../core/verify/run.ts";
import type { Home } from "../../home.ts";
import { pgdataOf } from "../../platform/database/embedded/place.ts";
import { inOurManner } from "../command.ts";
import { placeOf } from "../doctor/data-folder.ts";
import { CommandFailed, Interrupted, reportOf, WronglyCalled } from "../errors.ts";
import { type Progress, showProgress } from "../progress.ts";
import { withHome, withSignals } from "../session.ts";
import { plain } from "../table.ts";
import type { Terminal } from "../terminal.ts";

interface Options {
  readonly organisation?: string;
  readonly only?: string;
}

/** A fault is told this often by each check. */
const mostShown = 20;

/** `willcall verify`. `ended` is told the exit status: 1 when a check finds faults, 2 when the database could not be looked into. */
export function addVerify(program: Command, terminal: () => Terminal, ended: (status: number) => void): void {
  const command = program
    .command("verify")
    .summary("see that the data is sound")
    .description(
      `See that everything in the database fits together: balances and the ledger, the change log and its seals, merges, what customers are
found by, the pepper. It changes nothing and may run beside a server: each check looks at the database as it is at one moment.
Exit status 0 when all is well, 1 when there are faults, 2 when the database could not be looked into.`,
    )
    .option("--organisation <slug>", "look at one organisation only")
    .option("--only <names>", "run only these checks, separated by commas, as in balances,ledger-entries")
    .action(async (options: Options) => {
      const shown = showProgress(terminal());
      try {
        const checked = await verify(terminal(), options, shown);
        shown.end();
        const ok = checked.every((one) => one.faults === 0);
        const [rows, seconds] = [sum(checked.map((one) => one.rows)), round(sum(checked.map((one) => one.seconds)))];
        terminal().result({ ok, checks: checked.map(document), rows, seconds }, textOf(checked, rows, seconds));
        ended(ok ? 0 : 1);
      } catch (error) {
        shown.end();
        const report = reportOf(error);
        // A status of 1 would say that there are faults.
        if (report.status !== 1 || error instanceof Interrupted) throw error;
        terminal().failure(report.code, report.message);
        ended(2);
      }
    });
  inOurManner(command, { examples: ["willcall verify", "willcall verify --only balances,ledger-entries --json"] });
}

async function verify(terminal: Terminal, options: Options, shown: Progress): Promise<Checked[]> {
  const config = loadConfig(process.env);
  // Opening a folder that is not there would make a database in it.
  if (!config.databaseUrl && !existsSync(pgdataOf(placeOf(config))))
    throw new CommandFailed(`there is no database in ${placeOf(config)}; DATA_DIR or DATABASE_URL name another`);
  // Loaded here, as every other command would pay for it.
  const { checks } = await import("../../core/verify/checks.ts");
  const chosen = chosenFrom(checks, options.only);
  return withSignals((signal) =>
    withHome(terminal, config, signal, (home) => runAll(home, chosen, options.organisation, shown, signal)),
  );
}

function chosenFrom(checks: readonly Check[], only: string | undefined): readonly Check[] {
  if (only === undefined) return checks;
  const names = only.split(",").map((name) => name.trim());
  const unknown = names.filter((name) => !checks.some((one) => one.name === name));
  if (unknown.length === 0) return checks.filter(({ name }) => names.includes(name));
  const there = checks.map(({ name }) => name).join(", ");
  throw new WronglyCalled(
    `--only: there is no check ${unknown.map((name) => JSON.stringify(name)).join(", ")}; there are: ${there}`,
  );
}

async function runAll(
  home: Home,
  checks: readonly Check[],
  slug: string | undefined,
  shown: Progress,
  signal: AbortSignal,
): Promise<Checked[]> {
  const { openToVerify } = await import("../verify/open.ts");
  const { runCheck } = await import("../../core/verify/run.ts");
  const { pepper, look } = await openToVerify(home, slug, signal);
  const checked: Checked[] = [];
  for (const check of checks) {
    const onRows = (rows: number): void => shown.progress(`Checking ${check.name}`, rows, 0);
    onRows(0);
    checked.push(await look((db) => runCheck(check, { db, pepper, slug }, { mostShown, onRows })));
  }
  return checked;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
const round = (seconds: number): number => Math.round(seconds * 1000) / 1000;

function document({ name, holds, faults, shown, rows, seconds }: Checked): object {
  return { name, ok: faults === 0, holds, faults, shown, rows, seconds };
}

function textOf(checked: readonly Checked[], rows: number, seconds: number): string {
  const width = Math.max(...checked.map(({ name }) => name.length));
  const lines = checked.flatMap((one) => {
    const figures = `${counted(one.rows, "row")}, ${one.seconds.toFixed(1)} s`;
    const head = `${one.faults === 0 ? "ok    " : "FAULTS"}  ${one.name.padEnd(width)}`;
    if (one.faults === 0) return [`${head}  ${one.holds} (${figures})`];
    const more = one.faults > one.shown.length ? [`  ... and ${grouped(one.faults - one.shown.length)} more`] : [];
    return [`${head}  ${counted(one.faults, "fault")} (${figures})`, ...one.shown.map((fault) => `  - ${plain(fault)}`), ...more];
  });
  const faults = sum(checked.map((one) => one.faults));
  const found = faults === 0 ? "All is well" : `${counted(faults, "fault")} found`;
  return `${lines.join("\n")}\n\n${found}: ${counted(checked.length, "check")} of ${counted(rows, "row")} in ${seconds.toFixed(1)} s.`;
}
