import type { Transaction } from "../../platform/database/transaction.ts";
import type { Core } from "../core.ts";
import { utcDay } from "../key-use/key-use.ts";
import { raiseDirectoryVersion } from "../organisations/queries.ts";
import { sendApiKey } from "../organisations/set-up.ts";
import type { Developer, DeveloperKey, StarterRights } from "./developer.ts";
import { noteEvent } from "./events.ts";
import { keyChanges, overLimit } from "./limits.ts";
import {
  developerUse,
  endDeveloperKeyLater,
  insertDeveloperKey,
  liveDeveloperKeys,
  lockDeveloper,
  revokeDeveloperKey,
} from "./queries.ts";

/** How long a key still works after it was rotated away, so that nothing stands still while the new one is brought in. */
export const graceMs = 3_600_000;

/** A key that is about to be made. */
export interface NewKey {
  readonly key: string;
  readonly keyId: string;
}

/** Who does something with a key, for the record. */
export interface KeyOwner {
  readonly orgId: number;
  readonly developer: Developer;
  readonly requestId: string;
}

/** Why a key was not made or ended. `gone`: there is no such live key of theirs; `there`: they have one already. */
export type KeyRefusal = { readonly refused: "gone" | "there" } | { readonly refused: "too-often"; readonly retryAfter: number };

/** A fresh random key. */
export function newKey(core: Pick<Core, "ids">): NewKey {
  return { key: `wc_${core.ids.token(32)}`, keyId: core.ids.uuid() };
}

/** Stores a key as a developer's. */
export function makeKey(
  tx: Transaction,
  core: Pick<Core, "clock">,
  { orgId, developer, rights, key }: { orgId: number; developer: Developer; rights: StarterRights; key: NewKey },
): void {
  sendApiKey(tx, core.clock, { ...rights, orgId, label: developer.app, key: key.key }, key.keyId);
  tx.send(insertDeveloperKey, [orgId, key.keyId, developer.developerId]);
  tx.send(raiseDirectoryVersion, []);
}

/** A developer's keys that work, newest first. */
export function keysOf(core: Core, orgId: number, developer: Developer): Promise<DeveloperKey[]> {
  return core.db.read(liveDeveloperKeys, [orgId, developer.developerId, core.clock.now()]);
}

/** Calls per day (UTC) of the last 30 days, today among them; days without any are left out. Newest first. */
export function useOf(core: Core, orgId: number, developer: Developer): Promise<{ day: string; calls: number }[]> {
  const since = utcDay(new Date(core.clock.now().getTime() - 29 * 24 * 3_600_000));
  return core.db.read(developerUse, [orgId, developer.developerId, since]);
}

/** Makes a key for a developer who has none that goes on; it is shown this once. */
export async function createKey(core: Core, owner: KeyOwner, rights: StarterRights): Promise<NewKey | KeyRefusal> {
  const { orgId, developer, requestId } = owner;
  return changingKeys(core, owner, async (tx, at) => {
    const live = await tx.query(liveDeveloperKeys, [orgId, developer.developerId, at]);
    if (live.some((one) => one.expiresAt === null)) return { refused: "there" };
    const key = newKey(core);
    makeKey(tx, core, { orgId, developer, rights, key });
    noteEvent(tx, core, { orgId, developer, action: "key-created", keyId: key.keyId, requestId, at });
    return key;
  });
}

/** Makes a new key in the place of `keyId`, which ends after the grace hour. Done twice for one key, the second is refused. */
export async function rotateKey(core: Core, owner: KeyOwner, keyId: string, rights: StarterRights): Promise<NewKey | KeyRefusal> {
  const { orgId, developer, requestId } = owner;
  return changingKeys(core, owner, async (tx, at) => {
    const ends = new Date(at.getTime() + graceMs);
    const [old] = await tx.query(endDeveloperKeyLater, [orgId, developer.developerId, keyId, ends]);
    if (!old) return { refused: "gone" };
    const key = newKey(core);
    makeKey(tx, core, { orgId, developer, rights, key });
    noteEvent(tx, core, { orgId, developer, action: "key-rotated", keyId, requestId, at });
    noteEvent(tx, core, { orgId, developer, action: "key-created", keyId: key.keyId, requestId, at });
    return key;
  });
}

/** Ends a key at once: all servers refuse it within a second. */
export async function revokeKey(core: Core, owner: KeyOwner, keyId: string): Promise<{ readonly revoked: true } | KeyRefusal> {
  const { orgId, developer, requestId } = owner;
  return changingKeys(core, owner, async (tx, at) => {
    const [ended] = await tx.query(revokeDeveloperKey, [orgId, developer.developerId, keyId, at]);
    if (!ended) return { refused: "gone" };
    tx.send(raiseDirectoryVersion, []);
    noteEvent(tx, core, { orgId, developer, action: "key-revoked", keyId, requestId, at });
    return { revoked: true };
  });
}

async function changingKeys<T>(
  core: Core,
  { orgId, developer }: KeyOwner,
  work: (tx: Transaction, at: Date) => Promise<T | KeyRefusal>,
): Promise<T | KeyRefusal> {
  const retryAfter = await overLimit(core, orgId, keyChanges, developer.developerId);
  if (retryAfter !== undefined) return { refused: "too-often", retryAfter };
  return core.db.transaction(async (tx) => {
    await tx.query(lockDeveloper, [orgId, developer.developerId]);
    return work(tx, core.clock.now());
  });
}
