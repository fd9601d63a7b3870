import { BadSetting } from "../config.ts";
import { CannotSetUp } from "../core/organisations/set-up.ts";
import { CannotMigrate } from "../platform/database/migrate.ts";

/** Whether an error's message is written for the person at the command line, so that it needs no stack. */
export function isForOperator(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  if (error instanceof BadSetting || error instanceof CannotSetUp || error instanceof CannotMigrate) return true;
  // The embedded database's refusals, and the system's own (EADDRINUSE: the message has the address).
  return typeof (error as { code?: unknown }).code === "string";
}
