import { dayIn, daysAfter } from "../../../../platform/clock.ts";
import type { Campaign } from "../../campaigns/campaign.ts";
import { blankDraft, type Draft } from "../entry.ts";
import { type Ledger, post } from "../post.ts";
import { CampaignChanged } from "../record.ts";
import { firstInstant } from "./calendar.ts";
import { type BalanceKey, entriesOfBalances, holdDueBalances, lastMerges, setDueOn } from "./queries.ts";
import type { KnownEntry } from "./read-entries.ts";
import { type Due, workOut } from "./work-out.ts";

/** Entries that one write makes at most, about: what is more is found again, as it stays due. */
export const mostEntries = 500;

/**
 * Makes the entries that are due for some balances through a day, as a part of a write, and says when they are to be looked at again. The balances are locked; what is not there
 * any more, or was settled by somebody else, is left alone. `campaigns` are those of the balances as they were read; undefined: deleted. Throws CampaignChanged when one has changed since.
 */
export async function settle(
  ledger: Ledger,
  keys: readonly BalanceKey[],
  campaigns: ReadonlyMap<number, Campaign | undefined>,
  through: string,
): Promise<void> {
  const { caller, tx } = ledger;
  const { orgId, timeZone } = caller;
  const held = await tx.query(holdDueBalances, [orgId, ...columns(keys), through]);
  if (held.length === 0) return;
  const balances = held.map(({ place, enrolledAt }) => ({ ...keys[place - 1]!, enrolledAt }));
  // By statements that begin when the locks are had: they see all that was written while others had them.
  const [entries, merges] = await Promise.all([
    tx.query(entriesOfBalances, [orgId, ...columns(balances)]),
    tx.query(lastMerges, [orgId, [...new Set(balances.map((one) => one.customerId))]]),
  ]);
  const entriesAt = Map.groupBy(entries, (one) => one.place);
  const mergedAt = new Map(merges.map(({ customerId, at }) => [customerId, at]));
  let room = mostEntries;
  const seen: { key: BalanceKey; due: Due[]; nextDue: string | null }[] = [];
  for (const [index, key] of balances.entries()) {
    if (room <= 0) break;
    const merged = mergedAt.get(key.customerId);
    const settledOn = merged ? dayIn(timeZone, merged) : null;
    const account = { enrolledOn: dayIn(timeZone, key.enrolledAt), through, timeZone, settledOn, most: room };
    const worked = dueOf(campaigns.get(key.campaignId), entriesAt.get(index + 1) ?? [], account);
    room -= worked.due.length;
    seen.push({ key, ...worked });
  }
  const posted = seen.flatMap(({ key, due }) =>
    due.map((one) => post(ledger, campaigns.get(key.campaignId)!, draftOf(one, timeZone), { customerId: key.customerId })),
  );
  if ((await Promise.all(posted)).includes(undefined)) throw new CampaignChanged();
  tx.send(setDueOn, [orgId, ...columns(seen.map(({ key }) => key)), seen.map(({ nextDue }) => nextDue)]);
}

/**
 * What is due for one balance: nothing ever in a deleted campaign, or one that counts items, or has no rules; in an inactive one nothing before tomorrow, as who brings it back lets its rules count from
 * that day on.
 */
function dueOf(
  campaign: Campaign | undefined,
  entries: readonly KnownEntry[],
  account: { enrolledOn: string; through: string; timeZone: string; settledOn: string | null; most: number },
): { due: Due[]; nextDue: string | null } {
  const rules = campaign ? [...campaign.depreciations, ...campaign.fees] : [];
  if (rules.length === 0 || campaign!.type === "buyx") return { due: [], nextDue: null };
  if (!campaign!.active) return { due: [], nextDue: daysAfter(account.through, 1) };
  return workOut({ ...account, entries, rules });
}

function draftOf({ rule, dueOn, amount }: Due, timeZone: string): Draft {
  return {
    ...blankDraft,
    kind: rule.kind,
    amount: -amount,
    description: rule.kind === "fee" ? rule.description : null,
    occurredAt: firstInstant(timeZone, dueOn),
    rule: { ruleId: rule.ruleId, dueOn },
  };
}

const columns = (keys: readonly BalanceKey[]) => [
  keys.map((one) => one.customerId),
  keys.map((one) => one.campaignId),
  keys.map((one) => one.itemId),
];
