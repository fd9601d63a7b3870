import { readFileSync } from "node:fs";

/**
 * Tells, when asked, how much of the processors' time other machines on the same host had since this was called, as what follows a figure:
 * with more than a few per cent neither rates nor percentiles say much. Nothing where the system does not tell (only Linux does).
 */
export function watchStolen(): () => string {
  const before = ticks();
  return () => {
    const after = ticks();
    if (!before || !after) return "";
    const share = (after.stolen - before.stolen) / Math.max(1, after.all - before.all);
    return `, ${(100 * share).toFixed(0)} % of the processors stolen`;
  };
}

/** The first line of /proc/stat: user, nice, system, idle, iowait, irq, softirq and steal come first (proc_stat(5)). */
function ticks(): { stolen: number; all: number } | undefined {
  try {
    const times = readFileSync("/proc/stat", "utf8").split("\n", 1)[0]!.trim().split(/\s+/).slice(1, 9).map(Number);
    return { stolen: times[7]!, all: times.reduce((sum, one) => sum + one, 0) };
  } catch {
    return undefined;
  }
}
