import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";

/** What fits the address of a Unix socket everywhere: 107 bytes on Linux, 103 on macOS. */
export const SOCKET_PATH_MAX = 103;

/** Temporary folders for sockets are made here rather than in TMPDIR, which may itself be long. */
export const SHORT_TEMP = "/tmp";

/**
 * Calls `use` with a path to `folder` that is short enough to name a socket in it: the folder itself, or a link in a private
 * temporary folder that exists until `use` has settled. Binding and connecting need the name only for that moment.
 */
export async function withShortPath<T>(folder: string, file: string, use: (socket: string) => Promise<T>): Promise<T> {
  const whole = path.join(folder, file);
  if (Buffer.byteLength(whole) <= SOCKET_PATH_MAX) return use(whole);
  const temporary = mkdtempSync(path.join(SHORT_TEMP, "wc-"));
  try {
    symlinkSync(folder, path.join(temporary, "d"));
    return await use(path.join(temporary, "d", file));
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
