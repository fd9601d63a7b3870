/** The database can't be reached, or went away in the middle: nothing is wrong with the request. Protocols answer 503. */
export class DatabaseUnavailable extends Error {
  constructor(cause: unknown) {
    super("the database cannot be reached", { cause });
  }
}

interface DatabaseError extends Error {
  readonly code?: string;
  readonly constraint?: string;
}

/** True when `error` says that the unique constraint or index `constraint` already holds such a row. */
export function violates(error: unknown, constraint: string): boolean {
  const { code, constraint: name } = (error ?? {}) as DatabaseError;
  return code === "23505" && name === constraint;
}

/** The foreign key that a row goes against: what it refers to is not there, or others refer to what goes. Undefined for any other error. */
export function violatesForeignKey(error: unknown): string | undefined {
  const { code, constraint } = (error ?? {}) as DatabaseError;
  return code === "23503" ? (constraint ?? "") : undefined;
}

/** Serialisation failures and deadlocks: the whole transaction may simply run again. */
export function isConflict(error: unknown): boolean {
  const code = (error as DatabaseError)?.code;
  return code === "40001" || code === "40P01";
}

// 08 connection, 28 the login is refused, 3D000 no such database, 53 out of connections, memory or disk, 57P0x shutting down, crashed
// or starting, 55P03 a lock not had in time, 57014 cancelled by its time limit, 25006 a standby that takes no writes, 25P03 and 57P05 a session ended for idling.
const lostCodes =
  /^(08...|28...|3D000|53...|57P0[1-5]|57014|25006|25P03|55P03|ECONN\w*|EPIPE|ETIMEDOUT|ENOENT|ENOTFOUND|EAI_\w+|EACCES|E(HOST|NET)UNREACH|EHOSTDOWN|ENETDOWN|EMFILE|ENFILE)$/;
const lostMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client has encountered|Client was closed)/;

/** True when the connection, not the statement, is at fault. */
export function isLost(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable) return true;
  const { code, message } = (error ?? {}) as DatabaseError;
  return (code !== undefined && lostCodes.test(code)) || lostMessages.test(message ?? "");
}
