/** What doctor says of one thing that it looked at. */
export interface Finding {
  readonly check: string;
  readonly status: Status;
  readonly message: string;
  /** What to do about it. */
  readonly advice?: string;
}

/** problem: it does not work, or loses data, or is open to everyone. warning: it works, and somebody should look. */
export type Status = "ok" | "warning" | "problem";

/** All is well with what was looked at. */
export const ok = (check: string, message: string): Finding => ({ check, status: "ok", message });
/** It works, and somebody should know; `advice` says what to do. */
export const warning = (check: string, message: string, advice: string): Finding => ({
  check,
  status: "warning",
  message,
  advice,
});
/** It does not work, or is not safe; `advice` says what to do. */
export const problem = (check: string, message: string, advice: string): Finding => ({
  check,
  status: "problem",
  message,
  advice,
});

/** The worst status among findings. */
export function worst(findings: readonly Finding[]): Status {
  const has = (status: Status) => findings.some((one) => one.status === status);
  return has("problem") ? "problem" : has("warning") ? "warning" : "ok";
}
