import { destination, type Logger, pino } from "pino";

export type Log = Logger;

/** Field names that never reach a log line, wherever an object that holds them is logged. */
const secret = ["pin", "new_pin", "pwd", "password", "apikey", "api_key", "authorization", "cookie", "pepper"];

/** The log of a process: JSON lines on standard output, written in bunches off the calls' way, flushed at exit. */
export function createLog(level: string): Log {
  return pino(
    {
      level,
      base: { pid: process.pid },
      redact: { paths: secret.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: "[redacted]" },
      serializers: { err: describeError },
    },
    destination({ dest: 1, minLength: 4096, sync: false, periodicFlush: 500 } as never),
  );
}

/** A database error's detail holds the values of rows, so only its name, code and place are logged. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, constraint, severity } = error as { code?: string; constraint?: string; severity?: string };
  const fromDatabase = severity !== undefined;
  return {
    type: error.constructor.name,
    message: fromDatabase ? undefined : error.message,
    code,
    constraint,
    stack: fromDatabase ? error.stack?.split("\n").slice(1).join("\n") : error.stack,
    cause: error.cause === undefined ? undefined : describeError(error.cause),
  };
}
