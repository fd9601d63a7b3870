import { setTimeout as pause } from "node:timers/promises";
import { DatabaseUnavailable } from "../../platform/database/errors.ts";
import { newWrite, runWrite } from "../audit/write.ts";
import type { Caller, Core } from "../core.ts";
import type { StoredPin } from "../customers/profile.ts";
import { Refusal, refuse } from "../refusal.ts";
import { beginPinCheck, endRightPinCheck, endUnknownPinCheck, lockAccountRow, pinCounters, setPinCounters } from "./queries.ts";

/** How long a check may be under way before its process counts as dead. */
const checkMs = 10_000;
/** How long a check waits for others of the same account before the caller is told to come again. */
const patienceMs = 15_000;

/**
 * Checks the PIN of an account's consumer (decisions.md, section 2, PINs). The attempt is counted before the costly comparison, so
 * that many at once get no more tries than as many in a row; checks under way hold the others up, they don't fail them.
 * Refuses with account-locked, no-pin, or wrong-pin with the count of wrong ones in a row.
 */
export async function checkPin(core: Core, caller: Caller, accountId: number, stored: StoredPin, pin: string): Promise<void> {
  // Waiting for others of the same account must not keep a slot from everybody else.
  await begin(core, caller, accountId);
  let right: boolean | undefined;
  try {
    right = await core.hasher.slots.run(() => core.hasher.verify(pin, stored.hash));
  } finally {
    if (stored.hash === null || right === undefined) await core.db.run(endUnknownPinCheck, [caller.orgId, accountId]);
  }
  if (stored.hash === null) refuse("no-pin");
  if (right) await core.db.run(endRightPinCheck, [caller.orgId, accountId]);
  else refuse("wrong-pin", { pinFailures: await endWrong(core, caller, accountId) });
}

/** Does the work of a check for somebody who does not exist: the answer must not come sooner. */
export async function checkNobodysPin(core: Core, pin: string): Promise<void> {
  await core.hasher.slots.run(() => core.hasher.verify(pin, null));
}

async function begin(core: Core, caller: Caller, accountId: number): Promise<void> {
  const started = performance.now();
  for (;;) {
    const now = core.clock.now();
    const until = new Date(now.getTime() + checkMs);
    const [begun] = await core.db.run(beginPinCheck, [caller.orgId, accountId, core.pinAttempts, now, until]);
    if (begun) return;
    const [counters] = await core.db.read(pinCounters, [caller.orgId, accountId]);
    if (!counters || counters.locked || counters.pin_failures >= core.pinAttempts) refuse("account-locked");
    if (performance.now() - started > patienceMs) throw new DatabaseUnavailable(new Error("too many PIN checks of one account"));
    await pause(5 + Math.random() * 20);
  }
}

/** Counts a wrong PIN and ends its check, in the write that decides the call; gives the count of wrong ones in a row. */
async function endWrong(core: Core, caller: Caller, accountId: number): Promise<number> {
  const write = newWrite(core);
  return runWrite(
    core,
    caller,
    write,
    async (tx, record) => {
      const [account] = await tx.query(lockAccountRow, [caller.orgId, accountId]);
      if (!account) return 1;
      const { locked, version } = account;
      const failures = account.pin_failures + 1;
      const locks = !locked && failures >= core.pinAttempts;
      const next = locks ? { version: version + 1, at: write.at } : { version, at: account.updated_at };
      const checks = Math.max(account.pin_checks - 1, 0);
      tx.send(setPinCounters, [caller.orgId, accountId, failures, checks, locked || locks, next.version, next.at]);
      const values = { locked: [false, true] as const };
      if (locks) record({ entity: "account", entityId: accountId, version: next.version, action: "locked", values });
      return failures;
    },
    (failures) => ({ refused: new Refusal("wrong-pin", { pinFailures: failures }) }),
  );
}
