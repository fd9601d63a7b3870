import { Readable } from "node:stream";
import { reportOf } from "../../src/command-line/errors.ts";
import { buildCommands, buildProgram } from "../../src/command-line/program.ts";
import type { Terminal } from "../../src/command-line/terminal.ts";
import type { ConnectionTarget } from "../../src/platform/database/connection.ts";
import { testConfig } from "../support/config.ts";
import { environmentWith, type Ran, ranWith, urlOf, words } from "./helpers.ts";

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

/** Runs command lines on a test's database as commandsOn does, but within this process, which is quicker. */
export function linesIn(target: ConnectionTarget, env: Record<string, string> = {}) {
  const all = { DATABASE_URL: urlOf(target), ...env };
  return (line: string, input?: string): Promise<Ran> => runWithin(words(line), all, input);
}

let running = false;

/**
 * Runs the program as runProgram does, but within this process: the whole of it, with the environment and the standard streams
 * that a process of its own would have. They are this process's own again afterwards, so one run must have ended before the next.
 */
export async function runWithin(args: readonly string[], env: Record<string, string> = {}, input = ""): Promise<Ran> {
  if (running) throw new Error("a file must not run two commands at once within its process");
  running = true;
  const { env: ownEnv } = process;
  const ownStdin = Object.getOwnPropertyDescriptor(process, "stdin")!;
  const [stdout, stderr] = [heard(process.stdout), heard(process.stderr)];
  try {
    process.env = environmentWith(env);
    const stdin = Readable.from(input ? [Buffer.from(input)] : []);
    Object.defineProperty(process, "stdin", { value: stdin, configurable: true });
    const status = await buildProgram().run(args);
    return ranWith(status, stdout.text(), stderr.text());
  } finally {
    stdout.end();
    stderr.end();
    Object.defineProperty(process, "stdin", ownStdin);
    process.env = ownEnv;
    running = false;
  }
}

/** Takes the text that is written to a stream from here on. Bytes go their way: so the test runner reports over standard output. */
function heard(stream: NodeJS.WriteStream) {
  const { write } = stream;
  let text = "";
  stream.write = ((data: string | Uint8Array, ...more: never[]) => {
    if (typeof data !== "string") return write.call(stream, data, ...more);
    text += data;
    return true;
  }) as typeof write;
  return {
    text: () => text,
    end: () => {
      stream.write = write;
    },
  };
}
