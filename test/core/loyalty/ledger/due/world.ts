import { newWrite, runWrite } from "../../../../../src/core/audit/write.ts";
import type { Caller, Core } from "../../../../../src/core/core.ts";
import { blankCustomer } from "../../../../../src/core/customers/customer.ts";
import { mergeCustomers } from "../../../../../src/core/identity/merge/merge.ts";
import type { CampaignType } from "../../../../../src/core/loyalty/campaigns/campaign.ts";
import { plainCampaign, sendCampaign } from "../../../../../src/core/loyalty/campaigns/make.ts";
import { deleteTransaction } from "../../../../../src/core/loyalty/ledger/delete.ts";
import type { RuleOfTime } from "../../../../../src/core/loyalty/ledger/due/schedule.ts";
import { blankDraft, type Draft } from "../../../../../src/core/loyalty/ledger/entry.ts";
import { recordTransaction } from "../../../../../src/core/loyalty/ledger/record.ts";
import { loadMember } from "../../../../../src/core/loyalty/load.ts";
import { Refusal } from "../../../../../src/core/refusal.ts";
import { createCore } from "../../../../../src/parts.ts";
import type { Clock } from "../../../../../src/platform/clock.ts";
import type { ConnectionTarget } from "../../../../../src/platform/database/connection.ts";
import { seeded } from "../../../../faults/mix/random.ts";
import { testConfig } from "../../../../support/config.ts";
import { openTestDatabase } from "../../../../support/database.ts";
import { depreciation, fee } from "./support.ts";

/** The sandbox's organisation. */
export const organisation = { orgId: 1, timeZone: "America/New_York" };

export const caller: Caller = {
  ...{ ...organisation, keyId: null, userName: null },
  ...{ protocol: "command-line", call: "test", requestId: "test" },
};

/** A core on a test's database, without the jobs of a server. */
export function coreOn(target: ConnectionTarget, clock: Clock): Core {
  return createCore(testConfig.config(), openTestDatabase(target), clock);
}

/** Makes a campaign with rules. */
export async function campaignWith(
  core: Core,
  campaignId: number,
  type: CampaignType,
  rules: readonly RuleOfTime[],
): Promise<void> {
  const depreciations = rules.filter((one) => one.kind === "depreciation");
  const fees = rules.filter((one) => one.kind === "fee");
  const write = newWrite(core);
  const campaign = { ...plainCampaign, name: `Campaign ${campaignId}`, type };
  await runWrite(core, caller, write, async (tx, record) =>
    sendCampaign(tx, record, caller, write, campaignId, campaign, { depreciations, fees }),
  );
}

/** Makes a customer of a number. */
export async function customerOf(core: Core, customerId: number): Promise<void> {
  const data = { ...blankCustomer, familyName: `Customer ${customerId}` };
  const none = { cardNumber: null, email: null, addedAt: core.clock.now() };
  await loadMember(core, caller, { customerId, loyaltyCode: `due-${customerId}`, data, ...none });
}

/** Records what a customer does; gives its entry's number, or undefined when the balance is too low. */
export async function did(
  core: Core,
  customerId: number,
  campaignId: number,
  draft: Pick<Draft, "kind" | "amount"> & Partial<Draft>,
): Promise<number | undefined> {
  const campaign = { campaignId, account: null, allowed: null };
  const transacting = { member: { customerId }, campaign, draft: () => ({ ...blankDraft, ...draft }), byRetired: false };
  try {
    return (await recordTransaction(core, caller, transacting)).posted.entryId;
  } catch (error) {
    if (error instanceof Refusal && error.refusal === "balance-too-low") return undefined;
    throw error;
  }
}

const days = (intervalCount: number) => ({ intervalCount, intervalUnit: "days" }) as const;
const months = (intervalCount: number) => ({ intervalCount, intervalUnit: "months" }) as const;
const years = (intervalCount: number) => ({ intervalCount, intervalUnit: "years" }) as const;

const campaigns: readonly (readonly [id: number, type: CampaignType, rules: readonly RuleOfTime[]])[] = [
  [
    ...([1_000_000_000_000_011, "points"] as const),
    [
      depreciation(101, "transaction", { ...months(1), percentage: "20" }),
      depreciation(102, "last-activity", { ...days(45), percentage: "7.5" }),
      fee(103, { ...months(2), amount: 50, description: "Keeping" }),
    ],
  ],
  [
    ...([1_000_000_000_000_012, "giftcard"] as const),
    [fee(111, { ...months(1), amount: 250 }), depreciation(112, "transaction", { ...years(1), percentage: "100" })],
  ],
  [
    ...([1_000_000_000_000_013, "events"] as const),
    [
      depreciation(121, "last-activity", { ...months(1), percentage: "50" }),
      depreciation(122, "transaction", { ...days(90), percentage: "100" }),
    ],
  ],
  [
    ...([1_000_000_000_000_014, "earned"] as const),
    [
      depreciation(131, "transaction", { ...days(30), percentage: "12.5" }),
      depreciation(132, "transaction", { ...months(6), percentage: "50" }),
      fee(133, { ...years(1), amount: 125 }),
    ],
  ],
  [1_000_000_000_000_015, "buyx", [fee(141, { ...months(1), amount: 1 })]],
];

/**
 * Fills a database with customers who have done this and that in campaigns of all types, some of whom were merged: the same ones for the same seed and clock, whose time is in the
 * middle of what they did.
 */
export async function fillWorld(core: Core, count: number, seed: number): Promise<void> {
  const random = seeded(seed);
  for (const [id, type, rules] of campaigns) await campaignWith(core, id, type, rules);
  const customers = Array.from({ length: count }, (_, i) => ({ id: 50_001 + i, random: random.fork() }));
  for (let at = 0; at < count; at += 8)
    await Promise.all(customers.slice(at, at + 8).map((one) => live(core, one.id, one.random)));
  for (let at = 0; at + 1 < count; at += 10) await mergeCustomers(core, caller, 50_001 + at, 50_002 + at);
}

async function live(core: Core, customerId: number, random: ReturnType<typeof seeded>): Promise<void> {
  await customerOf(core, customerId);
  const now = core.clock.now().getTime();
  for (const [campaignId, type] of campaigns) {
    const itemId = type === "buyx" ? 96 : 0;
    const scale = type === "events" || type === "buyx" ? 3 : 5_000;
    for (let left = random.below(8); left > 0; left--) {
      // Some of it lies ahead, so that it happens between what is due.
      const occurredAt = new Date(now + (random.below(400) - 150) * 86_400_000 + random.below(86_400) * 1_000);
      const kind = random.pick(["activity", "activity", "activity", "redemption"] as const);
      const amount = (1 + random.below(scale)) * (kind === "redemption" || random.chance(0.1) ? -1 : 1);
      const entryId = await did(core, customerId, campaignId, { kind, amount, itemId, occurredAt });
      if (entryId === undefined || !random.chance(0.1)) continue;
      await deleteTransaction(core, caller, { customerId }, { campaignId, account: null, allowed: null }, entryId).catch(
        (error) => {
          if (!(error instanceof Refusal)) throw error;
        },
      );
    }
  }
}
