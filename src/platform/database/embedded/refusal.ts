/** Why the embedded database does not start, for what the operator can do something about. */
export type RefusalCode =
  | "DATA_DIR_IN_USE"
  | "DATA_DIR_UNREACHABLE"
  | "DATA_DIR_FOREIGN"
  | "NO_POSTGRES"
  | "OTHER_MAJOR"
  | "START_FAILED";

/** An error whose message is written for the operator and needs no stack. `pid`: the server that holds the folder, where known. */
export type Refusal = Error & { code: RefusalCode; pid?: number };

/** Makes a Refusal. */
export function refusal(code: RefusalCode, message: string, pid?: number): Refusal {
  const error = Object.assign(new Error(message), { code });
  return pid === undefined ? error : Object.assign(error, { pid });
}

/** The operating system's error code of something caught, such as ENOENT. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
