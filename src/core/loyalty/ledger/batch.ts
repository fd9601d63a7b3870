import { newWrite, runWrite } from "../../audit/write.ts";
import type { Caller, CallReceipt, Core } from "../../core.ts";
import { holdCustomer } from "../../customers/change.ts";
import { Refusal, type RefusalFacts, type RefusalName, refuse } from "../../refusal.ts";
import type { Campaign } from "../campaigns/campaign.ts";
import { type MemberKey, matchMember } from "../members.ts";
import type { Draft } from "./entry.ts";
import { type Bearer, openLedger } from "./post.ts";
import { CampaignChanged, type CampaignKey, recordIn, usableCampaign } from "./record.ts";

/** A line of a batch that can be recorded. */
export interface BatchEntry {
  readonly line: number;
  readonly member: MemberKey;
  readonly campaign: CampaignKey;
  readonly draft: (campaign: Campaign) => Draft;
}

/** A line that was refused. */
export interface RefusedLine {
  readonly line: number;
  readonly refusal: RefusalName;
  readonly facts: RefusalFacts;
}

/** What became of the lines of a batch: the numbers of those that are recorded, and the others. */
export interface BatchOutcome {
  readonly recorded: readonly number[];
  readonly refused: readonly RefusedLine[];
}

const attempts = 5;

/**
 * Records the lines of a batch in one write: what is refused of one leaves the others alone. The customers are locked in the order of their numbers, so that batches don't wait
 * for each other. `receipt`: where what became of it is kept, for who sends it again.
 */
export async function recordBatch(
  core: Core,
  caller: Caller,
  entries: readonly BatchEntry[],
  receipt?: CallReceipt,
): Promise<BatchOutcome> {
  const write = newWrite(core);
  const by = { ...caller, receipt };
  for (let attempt = 1; ; attempt++) {
    const campaigns = await campaignsOf(core, caller, entries);
    try {
      return await runWrite(core, by, write, async (tx) => {
        const ledger = openLedger(core, caller, tx, write);
        const who = await holdMembers(ledger, entries);
        const recorded: number[] = [];
        const refused: RefusedLine[] = [];
        // Lines of one balance keep their order; balances are locked in that of their keys, as whoever locks several does.
        for (const entry of inOrder(entries, who))
          try {
            const campaign = orRefuse(campaigns.get(entry.campaign.campaignId)!);
            const draft = entry.draft(campaign);
            await recordIn(ledger, campaign, draft, bearerOf(who.get(entry)!, draft), "money");
            recorded.push(entry.line);
          } catch (error) {
            if (!(error instanceof Refusal)) throw error;
            refused.push({ line: entry.line, refusal: error.refusal, facts: error.facts });
          }
        return { recorded, refused };
      });
    } catch (error) {
      if (!(error instanceof CampaignChanged) || attempt === attempts) throw error;
    }
  }
}

function inOrder(entries: readonly BatchEntry[], who: ReadonlyMap<BatchEntry, Held>): BatchEntry[] {
  const customer = (one: BatchEntry): number => {
    const held = who.get(one)!;
    return held instanceof Refusal ? 0 : held.customerId;
  };
  return [...entries].sort((a, b) => customer(a) - customer(b) || a.campaign.campaignId - b.campaign.campaignId);
}

function orRefuse<T>(found: T | Refusal): T {
  if (found instanceof Refusal) throw found;
  return found;
}

async function tried<T>(work: Promise<T>): Promise<T | Refusal> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

async function campaignsOf(core: Core, { orgId }: Caller, entries: readonly BatchEntry[]) {
  const found = new Map<number, Campaign | Refusal>();
  for (const { campaign } of entries)
    if (!found.has(campaign.campaignId)) found.set(campaign.campaignId, await tried(usableCampaign(core, orgId, campaign)));
  return found;
}

type Held = Refusal | (Bearer & { readonly retired: boolean });

/** Whom each line is for, all of them locked. */
async function holdMembers(
  { core, caller, tx }: ReturnType<typeof openLedger>,
  entries: readonly BatchEntry[],
): Promise<Map<BatchEntry, Held>> {
  const matches = await Promise.all(
    entries.map(async (entry) => [entry, await tried(matchMember(core, caller, entry.member))] as const),
  );
  const ids = matches.flatMap(([, match]) => (match && !(match instanceof Refusal) ? [match.customerId] : []));
  const held = new Map<number, Awaited<ReturnType<typeof holdCustomer>>>();
  for (const id of [...new Set(ids)].sort((a, b) => a - b)) held.set(id, await holdCustomer(tx, caller.orgId, id));
  return new Map(
    matches.map(([entry, match]): [BatchEntry, Held] => {
      if (match instanceof Refusal) return [entry, match];
      const customer = match && held.get(match.customerId);
      if (!match || !customer?.identifiers.loyaltyCode) {
        const field = entry.member.loyaltyCode === undefined ? "cardNumber" : "loyaltyCode";
        return [entry, new Refusal("customer-not-found", { field })];
      }
      const madeFor = customer.meantFor ?? match.cameFrom ?? undefined;
      return [entry, { customerId: customer.row.customer_id, madeFor, retired: match.retired }];
    }),
  );
}

/** Nobody redeems by a number that was replaced or merged away. */
function bearerOf(held: Held, { kind }: Draft): Bearer {
  const { retired, ...who } = orRefuse(held);
  if (retired && kind === "redemption") refuse("number-retired", { field: "loyaltyCode" });
  return who;
}
