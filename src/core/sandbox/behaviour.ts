import { createHash } from "node:crypto";
import type { Core } from "../core.ts";
import { countMark, deleteBehaviour, deleteOldMarks, sandboxState, setBehaviour, spendBehaviour } from "./queries.ts";

/** How a call in a sandbox is answered instead of plainly. Willcall's own; no vendor documents such a thing. */
export interface Behaviour {
  /** The answer comes so much later, in milliseconds; with `poll`, the work begins so much later. */
  readonly delayMs?: number;
  /** The answer has to be polled for, however quick it would be. */
  readonly poll?: boolean;
  /** Everything is done, and then the connection is closed without an answer. */
  readonly dropAnswer?: boolean;
  /** Nothing is done; the answer has this HTTP status. */
  readonly httpStatus?: number;
  /** Nothing is done; the answer has this code of the protocol. */
  readonly result?: number;
}

/** A behaviour, and for how many calls. */
export interface TimedBehaviour {
  readonly behaviour: Behaviour;
  /** Undefined: for all. */
  readonly times?: number;
}

/** A behaviour under the names that people write it with, in the native API and in the header. */
export function written({ delayMs, poll, dropAnswer, httpStatus, result }: Behaviour) {
  return { delay_ms: delayMs, poll, drop_answer: dropAnswer, http_status: httpStatus, result };
}

export const longestDelayMs = 60_000;
export const mostTimes = 1_000_000;

/** What is wrong with a behaviour; the message names the member and is fit for a person. */
export class BadBehaviour extends Error {}

/** Checks what can't be told member by member. Throws BadBehaviour. */
export function checkBehaviour({ httpStatus, result, poll, dropAnswer, delayMs }: Behaviour): void {
  const instead = [httpStatus !== undefined && "http_status", result !== undefined && "result", poll && "poll"].filter(Boolean);
  if (instead.length > 1) throw new BadBehaviour(`${instead.join(" and ")}: only one of them at a time`);
  if (instead.length === 0 && !dropAnswer && delayMs === undefined)
    throw new BadBehaviour("one of delay_ms, poll, drop_answer, http_status and result is needed");
}

/** Callers without a key have a count of their own. */
const nobody = "00000000-0000-0000-0000-000000000000";
const countMs = 600_000;

/** What a call in a sandbox meets. */
export interface Stage {
  /** How far the organisation's clock is ahead. */
  readonly aheadMs: number;
  /** What is set for the key; `take` says whether it holds for this call. */
  readonly set: TimedBehaviour | undefined;
}

/** Reads how the sandbox stands for a key: one round trip, never from memory, so that a change holds for the next call. */
export async function readStage(core: Core, orgId: number, keyId: string | undefined): Promise<Stage> {
  const [row] = await core.db.read(sandboxState, [orgId, keyId ?? nobody]);
  const { ahead_ms, behaviour, times_left } = row!;
  return { aheadMs: ahead_ms ?? 0, set: behaviour ? { behaviour, times: times_left ?? undefined } : undefined };
}

/** The behaviour that is set for a key, if it holds for one call more. */
export async function takeSet(
  core: Core,
  orgId: number,
  keyId: string | undefined,
  set: TimedBehaviour,
): Promise<Behaviour | undefined> {
  if (set.times === undefined) return set.behaviour;
  if (set.times === 0 || keyId === undefined) return undefined;
  return (await core.db.run(spendBehaviour, [orgId, keyId])).length > 0 ? set.behaviour : undefined;
}

/**
 * The behaviour that a call brings along, if it holds for this one. `mark` tells the calls that are counted together; ten minutes
 * after the last of them they count from anew.
 */
export async function takeBrought(
  core: Core,
  orgId: number,
  keyId: string | undefined,
  { behaviour, times }: TimedBehaviour,
  mark: string,
): Promise<Behaviour | undefined> {
  if (times === undefined) return behaviour;
  const now = core.clock.now();
  const hash = createHash("sha256").update(mark).digest();
  const values = [orgId, keyId ?? nobody, hash, times, now, new Date(now.getTime() + countMs)];
  const had = await core.db.run(countMark, values);
  if (had.length > 0) return behaviour;
  await core.db.run(deleteOldMarks, [orgId, now]);
  return undefined;
}

/** What is set for a key, with the times that are left; undefined for nothing. */
export async function findBehaviour(core: Core, orgId: number, keyId: string): Promise<TimedBehaviour | undefined> {
  return (await readStage(core, orgId, keyId)).set;
}

/** Sets how a key's calls are answered from the next one on; undefined: plainly again. Throws BadBehaviour. */
export async function changeBehaviour(core: Core, orgId: number, keyId: string, set: TimedBehaviour | undefined): Promise<void> {
  if (!set) return void (await core.db.run(deleteBehaviour, [orgId, keyId]));
  checkBehaviour(set.behaviour);
  const values = [orgId, keyId, JSON.stringify(set.behaviour), set.times ?? null, core.machineClock.now()];
  await core.db.run(setBehaviour, values);
}
