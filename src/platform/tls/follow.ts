import { stat } from "node:fs/promises";

const everyMs = 2_000;

/**
 * Calls `changed` after one of the files has become another, by time, size or identity (links are followed), and then once more: two
 * files are rarely replaced in one moment, and what is between them must not be final. `last` tells that second call.
 */
export function followFiles(paths: readonly string[], changed: (last: boolean) => void, intervalMs = everyMs): { stop(): void } {
  let seen: string | undefined;
  let settling = false;
  let looking = false;
  const timer = setInterval(() => void look(), intervalMs);
  timer.unref();
  void look();

  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    const now = (await Promise.all(paths.map(stateOf))).join(" ");
    looking = false;
    if (seen !== undefined && now !== seen) {
      settling = true;
      changed(false);
    } else if (settling) {
      settling = false;
      changed(true);
    }
    seen = now;
  }

  return { stop: () => clearInterval(timer) };
}

async function stateOf(path: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    return `${mtimeMs}:${size}:${ino}`;
  } catch {
    // It may just be on its way.
    return "gone";
  }
}
