import { CommanderError } from "commander";
import { BackupRefused } from "../backup/refused.ts";
import { BadSetting } from "../config.ts";
import { CannotSetUp } from "../core/organisations/set-up.ts";
import { Refusal } from "../core/refusal.ts";
import { DatabaseUnavailable } from "../platform/database/errors.ts";
import { CannotMigrate } from "../platform/database/migrate.ts";
import { CannotTransfer } from "../platform/database/transfer/session.ts";
import { sentenceFor } from "./refusals.ts";

/** The command was understood and can't be done; the message is a plain sentence. */
export class CommandFailed extends Error {}

/** The command was wrongly called, in a way that commander can't see; the message names the option. */
export class WronglyCalled extends Error {}

/** A signal asked for the end. */
export class Interrupted extends Error {
  readonly status: number;

  constructor(signal: "SIGINT" | "SIGTERM" | "SIGHUP") {
    super(`${signal} came before the command was done`);
    this.status = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 }[signal];
  }
}

/** What a failed command ends with. */
export interface Report {
  /** 1 failed, 2 wrongly called, 78 a setting that can't be used, 128 and more a signal. */
  readonly status: number;
  /** For programs: stable, unlike the message. */
  readonly code: string;
  readonly message: string;
}

const closer = '"willcall doctor" looks closer';

/** What to tell of an error. One that was not foreseen comes with its stack, for a bug report. */
export function reportOf(error: unknown): Report {
  if (error instanceof CommanderError) return { status: 2, code: "wrongly-called", message: usageMessage(error) };
  if (error instanceof WronglyCalled) return { status: 2, code: "wrongly-called", message: error.message };
  if (error instanceof Interrupted) return { status: error.status, code: "interrupted", message: error.message };
  if (error instanceof BadSetting) return { status: 78, code: "bad-setting", message: error.message };
  if (error instanceof Refusal) return { status: 1, code: error.refusal, message: sentenceFor(error) };
  if (error instanceof BackupRefused) return { status: 1, code: error.code, message: error.message };
  if (error instanceof CannotTransfer) return { status: 1, code: "cannot-transfer", message: error.message };
  if (error instanceof CommandFailed || error instanceof CannotSetUp || error instanceof CannotMigrate)
    return { status: 1, code: "failed", message: error.message };
  if (error instanceof DatabaseUnavailable) return { status: 1, code: "no-database", message: noDatabase(error.cause) };
  if (!(error instanceof Error)) return { status: 1, code: "unexpected", message: String(error) };
  const { code, severity } = error as { code?: unknown; severity?: unknown };
  if (severity !== undefined) return { status: 1, code: "no-database", message: `the database refused: ${error.message}` };
  // The embedded database's refusals, and the system's own (EADDRINUSE: the message has the address).
  if (typeof code !== "string") return unexpected(error);
  if (isNetwork(code)) return { status: 1, code: "no-database", message: noDatabase(error) };
  // The lock on the data folder is SQLite's.
  if (code === "ERR_SQLITE_ERROR")
    return { status: 1, code, message: `the data folder can't be locked: ${error.message}; ${closer}` };
  return { status: 1, code, message: messageOf(error) };
}

function unexpected(error: Error): Report {
  return {
    status: 1,
    code: "unexpected",
    message: `this is a bug in Willcall; please report it with these lines:\n${error.stack}`,
  };
}

/**
 * Gives what `work` gives. What the core can't set up is told by the option that holds it: `options` has the core's word for a
 * field and the option's name.
 */
export async function namingOptions<T>(options: Readonly<Record<string, string>>, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof CannotSetUp)) throw error;
    const [, field = "", reason = error.message] = /^([a-z -]+): (.+)$/s.exec(error.message) ?? [];
    const message = `${options[field] ?? field}: ${reason}`;
    // What is taken might have been free; anything else could never have been right.
    throw error.taken ? new CommandFailed(message) : new WronglyCalled(message);
  }
}

function usageMessage(error: CommanderError): string {
  if (error.code === "commander.help") return "a command is missing";
  return error.message.replace(/^error: /, "").replaceAll("\n", " ");
}

const isNetwork = (code: string): boolean => /^(ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)/.test(code);

function noDatabase(cause: unknown): string {
  return `the database cannot be reached: ${messageOf(cause)}. See that it runs and that DATABASE_URL is right; ${closer}`;
}

/** Node leaves the message of a host with several addresses empty. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && !error.message) return error.errors.map(messageOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}
