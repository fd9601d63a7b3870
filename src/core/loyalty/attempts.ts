import { setTimeout as pause } from "node:timers/promises";
import { DatabaseUnavailable } from "../../platform/database/errors.ts";
import type { Core } from "../core.ts";
import { Refusal, refuse } from "../refusal.ts";
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

/** What attempts at a customer's secrets are counted under. */
export const customerSubject = (customerId: number): string => `customer ${customerId}`;

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

/**
 * Runs a costly check of one secret against several customers', and gives those it is right for: an attempt at each that is not locked. When it is
 * nobody's it counts as a wrong one at all of them; when it is somebody's, the others were not meant and it counts for nothing.
 */
export async function attemptAmong(
  core: Core,
  orgId: number,
  names: readonly string[],
  check: (open: ReadonlySet<string>) => Promise<ReadonlySet<string>>,
): Promise<ReadonlySet<string>> {
  const keys = new Map(names.map((name) => [name, [orgId, core.mac(`loyalty attempt ${name}`)] as const]));
  const begun = await Promise.allSettled([...keys].map(async ([name, key]) => [name, await begin(core, key)] as const));
  const fault = begun.find((one) => one.status === "rejected" && !(one.reason instanceof Refusal));
  const open = new Set(begun.flatMap((one) => (one.status === "fulfilled" ? [one.value[0]] : [])));
  const settle = (name: string, end: (key: readonly [number, Buffer], now: Date) => Promise<unknown>) =>
    end(keys.get(name)!, core.clock.now());
  const giveBack = (name: string) => settle(name, (key, now) => core.db.run(endUnknownAttempt, [...key, now]));
  let right: ReadonlySet<string> | undefined;
  try {
    if (fault?.status === "rejected") throw fault.reason;
    right = await check(open);
  } finally {
    if (!right) await Promise.all([...open].map(giveBack));
  }
  await Promise.all(
    [...open].map((name) => {
      if (right.has(name)) return settle(name, (key, now) => core.db.run(endRightAttempt, [...key, now]));
      if (right.size > 0) return giveBack(name);
      return settle(name, (key, now) => core.db.run(endWrongAttempt, [...key, now, mostWrong, lockEnd(now)]));
    }),
  );
  return right;
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
