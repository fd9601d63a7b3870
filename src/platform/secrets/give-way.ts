import { readdirSync, readFileSync } from "node:fs";
import { constants, getPriority, setPriority } from "node:os";

/** Enough that what waits for a processor goes first, and little enough that hashing keeps a quarter of one that others would use up: with 10, a tenth, adds that were accepted waited longer. */
const niceness = 5;
const tasks = "/proc/self/task";

/**
 * Lets the threads that hash give way to everything else on this machine: hashes take all the processors there are, and the event loop and PostgreSQL,
 * which need them for a moment only, would wait behind them for a time slice at every step (bench/overload: the 99th percentile of adds at ten
 * times the sustainable rate is 4.5 times that of a quiet server, and 11 times without). They are the pool that Node has for
 * whatever blocks; files and names that are looked up there give way too. Only Linux has priorities of threads, and /proc may be closed: then nothing happens. To be
 * called when the pool has started.
 */
export function letHashingGiveWay(): void {
  try {
    const lower = Math.min(getPriority() + niceness, constants.priority.PRIORITY_LOW);
    for (const thread of readdirSync(tasks))
      if (readFileSync(`${tasks}/${thread}/comm`, "utf8").trim() === "libuv-worker") setPriority(Number(thread), lower);
  } catch {
    // As urgent as all else, then.
  }
}
