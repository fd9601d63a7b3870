import type { Command } from "commander";
import { version } from "../../version.ts";
import { inOurManner } from "../command.ts";
import type { Terminal } from "../terminal.ts";

/** `willcall version`. */
export function addVersion(program: Command, terminal: () => Terminal): void {
  const command = program
    .command("version")
    .description("tell Willcall's version and the Node that runs it")
    .action(() => {
      const platform = `${process.platform}-${process.arch}`;
      terminal().result(
        { version, node: process.version, platform },
        `Willcall ${version} (Node ${process.version}, ${platform})`,
      );
    });
  inOurManner(command, { examples: ["willcall version --json"] });
}
