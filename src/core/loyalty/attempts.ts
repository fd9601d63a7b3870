import { setTimeout as pause } from "node:timers/promises";
import { DatabaseUnavailable } from "../../platform/database/errors.ts";
import type { Core } from "../core.ts";
import { refuse } from "../refusal.ts";
import {
  attemptState,
  beginAttempt,
  endRightAttempt,
  endUnknownAttempt,
  endWrongAttempt,
  forgetAttempts,
} from "./users/queries.ts";

/** Wrong ones in a row that lock, and for how long (decisions.md, section 3, the rest). */
export const mostWrong = 5;
export const lockMinutes = 15;
/** How long a check may be under way before its process counts as dead. */
const checkMs = 10_000;
/** How long an attempt waits for others at the same secret before the caller is told to come again. */
const patienceMs = 15_000;
/** After so long without an attempt nothing is left to be known of a subject. */
const forgetMs = 86_400_000;
/** No organisation has this number. */
export const nobodysOrganisation = 0;

/** What an attempt is at. */
export interface Subject {
  /** Undefined: of no organisation that there is; it counts all the same, so that nobody can tell. */
  readonly orgId: number | undefined;
  /** Whose secret, by whatever is the same for all attempts at it. */
  readonly name: string;
}

/**
 * Runs a costly check of a secret as an attempt at it, and gives what it gave: what is right, or undefined. The attempt is counted
 * before the check, so that many at once get no more tries than as many in a row; checks under way hold the others up. Five wrong ones in a row lock the secret for
 * 15 minutes, whether there is such a secret or not. Refuses with attempts-locked.
 */
export async function attempt<T>(
  core: Core,
  { orgId, name }: Subject,
  check: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const key = [orgId ?? nobodysOrganisation, core.mac(`loyalty attempt ${name}`)] as const;
  await begin(core, key);
  let checked: { readonly found: T | undefined } | undefined;
  try {
    checked = { found: await check() };
  } finally {
    if (!checked) await core.db.run(endUnknownAttempt, [...key, core.clock.now()]);
  }
  const now = core.clock.now();
  if (checked.found !== undefined) await core.db.run(endRightAttempt, [...key, now]);
  else {
    await core.db.run(endWrongAttempt, [...key, now, mostWrong, lockEnd(now)]);
    await core.db.run(forgetAttempts, [key[0], new Date(now.getTime() - forgetMs)]);
  }
  return checked.found;
}

const lockEnd = (now: Date): Date => new Date(now.getTime() + lockMinutes * 60_000);

async function begin(core: Core, key: readonly [orgId: number, subject: Buffer]): Promise<void> {
  const started = performance.now();
  for (;;) {
    const now = core.clock.now();
    // Twice the length: another process's clock may be ahead.
    const latest = new Date(now.getTime() + 2 * lockMinutes * 60_000);
    const [begun] = await core.db.run(beginAttempt, [...key, now, latest, mostWrong, new Date(now.getTime() + checkMs)]);
    if (begun) return;
    const [state] = await core.db.read(attemptState, [...key, now, latest]);
    if (state?.locked) refuse("attempts-locked", { most: lockMinutes });
    if (performance.now() - started > patienceMs) throw new DatabaseUnavailable(new Error("too many attempts at one secret"));
    await pause(5 + Math.random() * 20);
  }
}
