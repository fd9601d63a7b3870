import { newWrite, runWrite } from "../../../audit/write.ts";
import type { Caller, Core } from "../../../core.ts";
import type { Organisation } from "../../../organisations/organisation.ts";
import { clockOf, turned } from "../../../sandbox/clock.ts";
import { today } from "../../../today.ts";
import { readCampaign } from "../../campaigns/read.ts";
import { spreadRules } from "../../campaigns/spread.ts";
import { openLedger } from "../post.ts";
import { CampaignChanged } from "../record.ts";
import { type BalanceKey, dueBalances } from "./queries.ts";
import { settle } from "./settle.ts";

/** Balances that are looked for at a time. */
const pageSize = 200;
/** Balances of one write: enough that many share one wait for the disk, and few enough that nobody waits long for one of them. */
const groupSize = 50;
const attempts = 5;

/** How long a run goes on. */
export interface Going {
  /** The last day that is worked out; without it the organisation's today, by its own clock. */
  readonly through?: string;
  /** Asked between writes; false ends the run. */
  readonly goesOn?: () => Promise<boolean>;
}

/**
 * Makes all entries of an organisation that depreciations and fees are due for, each once, whoever else does the same at the same time and wherever an earlier run ended. A balance that fails is
 * passed over; the first failure is thrown when all others are done.
 */
export async function runDue(
  machine: Core,
  { orgId, timeZone }: Pick<Organisation, "orgId" | "timeZone">,
  { through: last, goesOn = async () => true }: Going = {},
): Promise<void> {
  const { aheadMs } = await clockOf(machine, orgId);
  const core = turned(machine, aheadMs);
  const through = last ?? today(core, timeZone);
  const caller: Caller = {
    ...{ orgId, timeZone, keyId: null, userName: null },
    ...{ protocol: "server", call: "depreciation", requestId: core.ids.uuid() },
  };
  await spreadRules(core, orgId, goesOn);
  const failed = new Set<number>();
  let failure: { error: unknown } | undefined;
  for (;;) {
    const keys = await core.db.read(dueBalances, [orgId, through, [...failed], pageSize]);
    if (keys.length === 0) break;
    keys.sort((a, b) => a.customerId - b.customerId || a.campaignId - b.campaignId || a.itemId - b.itemId);
    for (let at = 0; at < keys.length; at += groupSize) {
      if (!(await goesOn())) return;
      await settleEach(keys.slice(at, at + groupSize));
    }
  }
  if (failure) throw failure.error;

  /** One that fails alone fails no other. */
  async function settleEach(keys: readonly BalanceKey[]): Promise<void> {
    try {
      await settleGroup(core, caller, keys, through);
    } catch (error) {
      if (keys.length > 1) for (const key of keys) await settleEach([key]);
      else {
        failure ??= { error };
        failed.add(keys[0]!.customerId);
      }
    }
  }
}

async function settleGroup(core: Core, caller: Caller, keys: readonly BalanceKey[], through: string): Promise<void> {
  const ids = [...new Set(keys.map((one) => one.campaignId))];
  const write = newWrite(core);
  for (let attempt = 1; ; attempt++) {
    const campaigns = new Map(
      await Promise.all(ids.map(async (id) => [id, await readCampaign(core, caller.orgId, id)] as const)),
    );
    try {
      return await runWrite(core, caller, write, (tx) => settle(openLedger(core, caller, tx, write), keys, campaigns, through));
    } catch (error) {
      if (!(error instanceof CampaignChanged) || attempt === attempts) throw error;
    }
  }
}
