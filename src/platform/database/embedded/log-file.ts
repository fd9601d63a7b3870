import { closeSync, copyFileSync, existsSync, openSync, readSync, statSync, truncateSync } from "node:fs";

const LARGEST = 10 * 1024 * 1024;

/** Opens PostgreSQL's log for appending, which also lets `boundLog` empty it while the server writes. */
export function openLog(file: string): number {
  return openSync(file, "a", 0o600);
}

/** Keeps the log below two times 10 MB: what is there becomes FILE.1. Lines written at that very moment may be lost. */
export function boundLog(file: string): void {
  if (!existsSync(file) || statSync(file).size < LARGEST) return;
  copyFileSync(file, `${file}.1`);
  truncateSync(file);
}

/** The size of the log, to read from there what one start wrote. */
export function logSize(file: string): number {
  return existsSync(file) ? statSync(file).size : 0;
}

/** What was written to the log since it had `from` bytes, its last 2000. */
export function logSince(file: string, from: number): string {
  const length = Math.min(Math.max(logSize(file) - from, 0), 2_000);
  const bytes = Buffer.alloc(length);
  const handle = openSync(file, "r");
  readSync(handle, bytes, 0, length, logSize(file) - length);
  closeSync(handle);
  return bytes.toString("utf8").trim();
}
