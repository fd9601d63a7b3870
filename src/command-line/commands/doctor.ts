import type { Command } from "commander";
import { inOurManner } from "../command.ts";
import { examine } from "../doctor/examine.ts";
import { worst } from "../doctor/finding.ts";
import { plain } from "../table.ts";
import type { Terminal } from "../terminal.ts";

/** `willcall doctor`. `ended` is told the exit status: 1 when something is a problem. */
export function addDoctor(program: Command, terminal: () => Terminal, ended: (status: number) => void): void {
  const command = program
    .command("doctor")
    .summary("look for what would keep the server from running well")
    .description(
      `Look for what would keep the server from running well: settings, data folder, PostgreSQL, schema, pepper, clock, keys.
It changes nothing, starts nothing and may run beside a server. Exit status 1 when it finds a problem, 0 otherwise.`,
    )
    .action(async () => {
      const findings = await examine(process.env);
      const ok = worst(findings) !== "problem";
      const width = Math.max(...findings.map(({ check }) => check.length));
      const lines = findings.flatMap(({ check, status, message, advice }) => [
        `${status.padEnd(7)}  ${check.padEnd(width)}  ${plain(message)}`,
        ...(advice ? [`${" ".repeat(width + 11)}-> ${plain(advice)}`] : []),
      ]);
      const count = (status: string) => findings.filter((one) => one.status === status).length;
      const text = `${lines.join("\n")}\n\n${ok ? "No problem" : `Problems: ${count("problem")}`}, warnings: ${count("warning")}.`;
      terminal().result({ ok, findings }, text);
      ended(ok ? 0 : 1);
    });
  inOurManner(command, { examples: ["willcall doctor", "DATA_DIR=/srv/willcall willcall doctor --json"] });
}
