import type { Command } from "commander";

const examples = new WeakMap<Command, readonly string[]>();

interface Manner {
  /** Whole command lines, without the prompt. */
  readonly examples: readonly string[];
  /** False for a command whose output is no result, such as a server's. */
  readonly json?: boolean;
}

/** Gives a command what all have: --json, examples in its help, and a pointer to that help when it was wrongly called. */
export function inOurManner(command: Command, manner: Manner): Command {
  examples.set(command, manner.examples);
  if (manner.json !== false) command.option("--json", "write JSON, for programs");
  const title = manner.examples.length === 1 ? "Example" : "Examples";
  return command
    .addHelpText("after", `\n${title}:\n${manner.examples.map((line) => `  $ ${line}`).join("\n")}`)
    .showHelpAfterError(`("${pathOf(command)} --help" tells more)`);
}

/** The examples that a command's help shows. */
export function examplesOf(command: Command): readonly string[] {
  return examples.get(command) ?? [];
}

/** How a command is called, as in `willcall org create`. */
export function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}
