import { releaseLease, takeLease } from "../../../audit/queries.ts";
import type { Core } from "../../../core.ts";
import { turned } from "../../../sandbox/clock.ts";
import { today } from "../../../today.ts";
import { sweepDeletedCampaigns } from "../../campaigns/delete.ts";
import { organisationsWithDue } from "./queries.ts";
import { runDue } from "./run.ts";

/** What the ledger has to do by itself as time passes. Runs in every process; the lease lets one work. */
export interface LedgerJobs {
  /** Stops after the write that is under way and lets another process take over at once. */
  stop(): Promise<void>;
}

const everyMs = 1_000;
const sweepEveryMs = 10_000;
const leaseMs = 2_000;
const leaseName = "ledger-jobs";

/** Starts the process's jobs; `onError` hears of failures, which are tried again in the next round. */
export function startLedgerJobs(core: Core, onError: (error: unknown) => void): LedgerJobs {
  const holder = core.ids.uuid();
  let stopped = false;
  let leaseUntil = 0;
  let sweepAt = 0;
  let failing = false;
  let wake = () => {};

  /** Whether this process may go on working. */
  async function goesOn(): Promise<boolean> {
    // The lease is about real time: the clock of an organisation may be turned.
    const now = Date.now();
    if (!stopped && now > leaseUntil - leaseMs / 2) {
      const [mine] = await core.db.run(takeLease, [leaseName, holder, new Date(now), new Date(now + leaseMs)]);
      leaseUntil = mine ? now + leaseMs : 0;
    }
    return !stopped && leaseUntil > now;
  }

  async function round(): Promise<void> {
    if (!(await goesOn())) return;
    let failure: { error: unknown } | undefined;
    for (const { aheadMs, dueOn, ...organisation } of await core.db.read(organisationsWithDue, [])) {
      if (dueOn > today(turned(core, aheadMs), organisation.timeZone)) continue;
      // One organisation's trouble is not another's.
      await runDue(core, organisation, { goesOn }).catch((error: unknown) => {
        failure ??= { error };
      });
      if (!(await goesOn())) return;
    }
    if (Date.now() >= sweepAt) {
      await sweepDeletedCampaigns(core);
      sweepAt = Date.now() + sweepEveryMs;
    }
    if (failure) throw failure.error;
  }

  const running = (async () => {
    while (!stopped) {
      try {
        await round();
        failing = false;
      } catch (error) {
        // Said once, not at every round until it is well again.
        if (!failing) onError(error);
        failing = true;
      }
      if (stopped) break;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, everyMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    if (leaseUntil > 0) await core.db.run(releaseLease, [leaseName, holder]).catch(onError);
  })();

  return {
    stop() {
      stopped = true;
      wake();
      return running;
    },
  };
}
