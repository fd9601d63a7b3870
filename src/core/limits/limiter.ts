import type { Clock } from "../../platform/clock.ts";
import type { Core } from "../core.ts";
import type { ApiKey } from "../organisations/organisation.ts";
import { takeCalls } from "./queries.ts";

/** What the limiter has to know of a key. */
export type LimitedKey = Pick<ApiKey, "orgId" | "keyId" | "callsPerMinute" | "callsPerDay">;

/** Counts calls against the limits of keys, together with all other processes on the database. */
export interface Limiter {
  /** Counts a call. 0: it may go on; otherwise it is refused and not counted, and may come again after so many seconds. `time`: of an organisation whose clock is turned. */
  take(key: LimitedKey, time?: Clock): number | Promise<number>;
}

/** What this process holds of a window: calls that are counted in the database and not yet made. */
interface Window {
  readonly ms: number;
  limit: number | null;
  endsAt: number;
  left: number;
  /** What was to be had from the database when it was last asked; undefined before. */
  room: number | undefined;
}

interface Held {
  readonly minute: Window;
  readonly day: Window;
  /** Calls that wait for `asking`. */
  waiting: number;
  asking: Promise<void> | undefined;
}

/** Forgetting a key loses what is held of its windows: at most a hundredth of its limits. */
const mostKeys = 20_000;
const mostAsked = 20;

/**
 * Makes a limiter. It takes calls from a key's row in blocks of a hundredth of the limit and then answers from memory, until the
 * block is used up or its window ends; it also remembers a window that is full. What a process holds when it dies is lost until then.
 */
export function createLimiter({ db, clock }: Pick<Core, "db" | "clock">): Limiter {
  const keys = new Map<string, Held>();

  function heldOf({ keyId, callsPerMinute, callsPerDay }: LimitedKey): Held {
    let held = keys.get(keyId);
    if (!held) {
      if (keys.size >= mostKeys) keys.delete(keys.keys().next().value!);
      held = { minute: newWindow(60_000), day: newWindow(86_400_000), waiting: 0, asking: undefined };
      keys.set(keyId, held);
    }
    limitTo(held.minute, callsPerMinute);
    limitTo(held.day, callsPerDay);
    return held;
  }

  /** One statement for all calls that wait: both windows at once, so that what one refuses is not taken from the other. */
  async function ask({ orgId, keyId }: LimitedKey, { minute, day, waiting }: Held, now: Date): Promise<void> {
    // As many as wait, but not more of one window than the other is known to allow: it would be lost to the other processes.
    const calls = Math.min(waiting, reachOf(minute), reachOf(day));
    const wanted = { minute: wantedOf(minute, calls), day: wantedOf(day, calls) };
    const limits = { minute: minute.limit, day: day.limit };
    const values = [orgId, keyId, now, minute.limit, wanted.minute, day.limit, wanted.day];
    const [row] = await db.run(takeCalls, values);
    // The key was given other limits, or its row is younger than the question: ask again.
    if (!row || minute.limit !== limits.minute || day.limit !== limits.day) return;
    const of = { minute: [row.minute_ends_at, row.minute_taken], day: [row.day_ends_at, row.day_taken] } as const;
    for (const [name, window] of [["minute", minute] as const, ["day", day] as const]) {
      const [endsAt, taken] = of[name];
      if (window.limit === null || (row.taken && wanted[name] === 0)) continue;
      if (window.endsAt !== endsAt.getTime()) window.left = 0;
      window.endsAt = endsAt.getTime();
      window.room = Math.max(0, window.limit - taken);
      if (row.taken) window.left += wanted[name] - Math.max(0, taken - window.limit);
    }
  }

  async function takeSlowly(key: LimitedKey, held: Held, time: Clock): Promise<number> {
    held.waiting++;
    try {
      for (let asked = 0; asked < mostAsked; asked++) {
        held.asking ??= ask(key, held, time.now()).finally(() => {
          held.asking = undefined;
        });
        await held.asking;
        const answer = takeHeld(held, time.now().getTime());
        if (answer !== undefined) return answer;
      }
      return 1;
    } finally {
      held.waiting--;
    }
  }

  return {
    take(key, time = clock) {
      if (key.callsPerMinute === null && key.callsPerDay === null) return 0;
      const held = heldOf(key);
      return takeHeld(held, time.now().getTime()) ?? takeSlowly(key, held, time);
    },
  };
}

function newWindow(ms: number): Window {
  return { ms, limit: null, endsAt: 0, left: 0, room: undefined };
}

function limitTo(window: Window, limit: number | null): void {
  if (window.limit !== limit) Object.assign(window, { limit, endsAt: 0, left: 0, room: undefined });
}

/** Whether the window goes on at `now`. One that ends too late was begun before the clock was turned back. */
function goesOn({ endsAt, ms }: Window, now: number): boolean {
  return endsAt > now && endsAt <= now + 2 * ms;
}

const blockOf = (limit: number): number => Math.max(1, Math.floor(limit / 100));

/** How many calls the window has room for, as far as this process knows. */
function reachOf({ limit, left, room }: Window): number {
  return limit === null ? Number.POSITIVE_INFINITY : left + (room ?? blockOf(limit));
}

/** A block, or as much as `calls` need. */
function wantedOf({ limit, left }: Window, calls: number): number {
  return limit === null || left >= calls ? 0 : Math.max(blockOf(limit), calls - left);
}

/** Takes a call from what is held: 0, or the seconds until a full window ends; undefined when the database must be asked. */
function takeHeld({ minute, day }: Held, now: number): number | undefined {
  let wait = 0;
  let enough = true;
  for (const window of [minute, day]) {
    if (window.limit === null) continue;
    if (!goesOn(window, now)) Object.assign(window, { endsAt: 0, left: 0, room: undefined });
    if (window.left > 0) continue;
    enough = false;
    if (window.room === 0) wait = Math.max(wait, 1, Math.ceil((window.endsAt - now) / 1000));
  }
  if (wait) return wait;
  if (!enough) return undefined;
  if (minute.limit !== null) minute.left--;
  if (day.limit !== null) day.left--;
  return 0;
}
