import { setTimeout as pause } from "node:timers/promises";
import type { Transaction } from "../../platform/database/transaction.ts";
import { newWrite, type Record as RecordChange, runWrite } from "../audit/write.ts";
import type { Caller, Core } from "../core.ts";
import type { StoredPin } from "../customers/profile.ts";
import { Refusal, refuse } from "../refusal.ts";
import { beginPinCheck, endRightPinCheck, endUnknownPinCheck, lockAccountRow, pinCounters, setPinCounters } from "./queries.ts";

/** How long a check may be under way before its process counts as dead and the PIN as wrong. */
const checkMs = 10_000;

/**
 * Checks the PIN of an account's consumer (decisions.md, section 2, PINs). The attempt is counted before the costly comparison, so
 * that many at once get no more tries than as many in a row; checks under way hold the others up, they don't fail them.
 * Refuses with account-locked, no-pin, or wrong-pin with the count of wrong ones in a row.
 */
export async function checkPin(core: Core, caller: Caller, accountId: number, stored: StoredPin, pin: string): Promise<void> {
  const right = await core.hasher.slots.run(async () => {
    await begin(core, caller, accountId);
    let verdict: boolean | undefined;
    try {
      verdict = await core.hasher.verify(pin, stored.hash);
    } finally {
      if (stored.hash === null || verdict === undefined) await core.db.run(endUnknownPinCheck, [caller.orgId, accountId]);
    }
    return verdict;
  });
  if (stored.hash === null) refuse("no-pin");
  if (right) await core.db.run(endRightPinCheck, [caller.orgId, accountId]);
  else refuse("wrong-pin", { pinFailures: await endWrong(core, caller, accountId, 1) });
}

/** Does the work of a check for somebody who does not exist: the answer must not come sooner. */
export async function checkNobodysPin(core: Core, pin: string): Promise<void> {
  await core.hasher.slots.run(() => core.hasher.verify(pin, null));
}

async function begin(core: Core, caller: Caller, accountId: number): Promise<void> {
  for (;;) {
    const now = core.clock.now();
    const [begun] = await core.db.run(beginPinCheck, [
      caller.orgId,
      accountId,
      core.pinAttempts,
      now,
      new Date(now.getTime() + checkMs),
    ]);
    if (begun) return;
    const [counters] = await core.db.read(pinCounters, [caller.orgId, accountId, now]);
    if (!counters || counters.locked || counters.pin_failures >= core.pinAttempts) refuse("account-locked");
    if (counters.overdue) await endWrong(core, caller, accountId, 0);
    else await pause(5 + Math.random() * 20);
  }
}

/** Ends `ended` checks as wrong, and the overdue ones with them; gives the count of wrong ones in a row. */
async function endWrong(core: Core, caller: Caller, accountId: number, ended: number): Promise<number> {
  const write = newWrite(core);
  // Overdue checks are somebody else's calls; one that ends decides its own.
  const outcome = (failures: number) => (ended ? { refused: new Refusal("wrong-pin", { pinFailures: failures }) } : undefined);
  const count = async (tx: Transaction, record: RecordChange): Promise<number> => {
    const [account] = await tx.query(lockAccountRow, [caller.orgId, accountId]);
    if (!account) return ended;
    const { locked, pin_failures, pin_checks, pin_checks_until, version, updated_at } = account;
    const wrong = pin_checks_until && pin_checks_until < write.at ? pin_checks : Math.min(ended, pin_checks);
    const failures = pin_failures + Math.max(wrong, ended);
    const locks = !locked && failures >= core.pinAttempts;
    tx.send(setPinCounters, [
      caller.orgId,
      accountId,
      failures,
      pin_checks - wrong,
      locked || locks,
      locks ? version + 1 : version,
      locks ? write.at : updated_at,
    ]);
    if (locks)
      record({
        entity: "account",
        entityId: accountId,
        version: version + 1,
        action: "locked",
        values: { locked: [false, true] },
      });
    return failures;
  };
  return runWrite(core, caller, write, count, outcome);
}
