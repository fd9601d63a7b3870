import { mkdtempSync, readdirSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What databases, their log and what they share take at most in a run, in bytes, with room to spare. */
const needed = 6e9;
const tmpfs = 0x01021994;

/** A new folder for the run's database. In memory where Linux has plenty of it: a database for each file is a thousand small files, which cost a disk more than most tests. */
export function folderOfRun(): { readonly folder: string; readonly inMemory: boolean } {
  const memory = process.env.TEST_MEMORY ?? "/dev/shm";
  const inMemory = hasRoom(memory);
  if (inMemory) forgetKilled(memory);
  return { folder: mkdtempSync(join(inMemory ? memory : tmpdir(), `willcall-test-${process.pid}-`)), inMemory };
}

function hasRoom(memory: string): boolean {
  try {
    const { type, bavail, bsize } = statfsSync(memory);
    return type === tmpfs && bavail * bsize > needed && process.availableMemory() > 2 * needed;
  } catch {
    return false;
  }
}

/** What a run leaves that is killed would stay in memory until the machine is started anew. */
function forgetKilled(memory: string): void {
  for (const name of readdirSync(memory)) {
    const pid = Number(/^willcall-test-(\d+)-/.exec(name)?.[1]);
    if (pid && !isAlive(pid)) rmSync(join(memory, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
