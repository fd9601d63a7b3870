import { reportOf } from "../../src/command-line/errors.ts";
import { buildCommands } from "../../src/command-line/program.ts";
import type { Terminal } from "../../src/command-line/terminal.ts";
import type { ConnectionTarget } from "../../src/platform/database/connection.ts";
import { testConfig } from "../support/config.ts";
import { urlOf } from "./helpers.ts";

/** What a command came to. */
export interface Came {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
  readonly document: any;
  /** For people. */
  readonly text: string;
  readonly notes: readonly string[];
  /** Of a failure; empty when there was none. */
  readonly message: string;
}

/** Runs commands on a test's database within this process, which is quicker than one of their own for each; a file must not run two at once. */
export function commandsIn(target: ConnectionTarget) {
  Object.assign(process.env, testConfig.env, { DATABASE_URL: urlOf(target) });
  return async (...args: string[]): Promise<Came> => {
    let [status, text] = [0, ""];
    let document: object | undefined;
    const notes: string[] = [];
    const terminal: Terminal = {
      json: true,
      result: (told, shown) => {
        [document, text] = [told, shown];
      },
      note: (message) => void notes.push(message),
      failure: () => {},
    };
    const program = buildCommands(
      () => terminal,
      (ended) => {
        status = ended;
      },
    );
    try {
      await program.parseAsync(args, { from: "user" });
      return { status, document, text, notes, message: "" };
    } catch (error) {
      const report = reportOf(error);
      return { status: report.status, document, text, notes, message: report.message };
    }
  };
}
