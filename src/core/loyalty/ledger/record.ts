import { DatabaseUnavailable } from "../../../platform/database/errors.ts";
import { newWrite, runWrite } from "../../audit/write.ts";
import type { Caller, Core } from "../../core.ts";
import { holdCustomer } from "../../customers/change.ts";
import { Refusal, refuse } from "../../refusal.ts";
import type { Campaign } from "../campaigns/campaign.ts";
import { type CampaignKey, isOpenTo } from "../campaigns/key.ts";
import { shareCampaign } from "../campaigns/queries.ts";
import { readCampaign, rememberedCampaign } from "../campaigns/read.ts";
import { type MemberKey, matchMember } from "../members.ts";
import type { Draft, Posted } from "./entry.ts";
import { type Bearer, enrol, type Ledger, openLedger, post, postedOf, valuesOf } from "./post.ts";
import {
  entryPosted,
  postEntryByCard,
  postEntryByCode,
  postEntryByNumber,
  type ReceiptCustomer,
  receiptCustomer,
} from "./queries.ts";

/** Whom a transaction is for: the code counts where both are given, and a number counts before them. */
export interface TransactionKey extends MemberKey {
  readonly customerId?: number;
}

export type { CampaignKey };

/** A transaction that is to be recorded. */
export interface Transacting {
  readonly member: TransactionKey;
  readonly campaign: CampaignKey;
  /** The entry, by the campaign as it is. May be asked for again. Refuses what can't be. */
  readonly draft: (campaign: Campaign) => Draft;
  /** The input that a balance which is too low is blamed on. */
  readonly amountField?: string;
  /** Whether a number that was replaced or merged away counts (decisions.md, section 3, card_replace): nobody redeems by one. */
  readonly byRetired: boolean;
  /** More that belongs to the same write, once the entry is made. */
  readonly further?: (ledger: Ledger, campaign: Campaign, posted: Posted, customerId: number) => Promise<void>;
}

export type { ReceiptCustomer };

/** What became of it. */
export interface Recorded {
  readonly posted: Posted;
  readonly campaign: Campaign;
  readonly customer: ReceiptCustomer;
}

/** Whether a campaign can be used by a caller: it is there, active, of their account, and one that they may use. */
export function isUsable(campaign: Campaign | undefined, key: CampaignKey): campaign is Campaign {
  return campaign?.active === true && isOpenTo(campaign, key);
}

/**
 * Records a transaction: an entry of the ledger and the balance that it comes to, in one statement and one round trip where the customer has joined the campaign. Who has not
 * joins by it. Refuses with campaign-not-found, customer-not-found, several-customers, number-retired, balance-too-low, and as `draft` does; changes nothing then.
 */
export async function recordTransaction(core: Core, caller: Caller, wanted: Transacting): Promise<Recorded> {
  // A receipt is stored with the write that decides it, and what follows belongs to it too: then it takes a transaction.
  const alone = !caller.receipt && !wanted.further ? await recordAlone(core, caller, wanted) : undefined;
  return alone ?? recordInWrite(core, caller, wanted);
}

/** By the campaign as this process remembers it; undefined, and nothing is done, when anything does not fit. */
async function recordAlone(
  core: Core,
  caller: Caller,
  { member, campaign: key, draft }: Transacting,
): Promise<Recorded | undefined> {
  const campaign = await rememberedCampaign(core, caller.orgId, key.campaignId);
  if (!isUsable(campaign, key)) return undefined;
  const drafted = draftedBy(draft, campaign);
  const who = bearerOf(member);
  if (!drafted || !who) return undefined;
  const write = newWrite(core);
  const { entryId, values } = await valuesOf(core, caller, write, campaign, drafted, who, 1);
  const { rows, unsure } = await core.db.runOnce(statementBy(who), values, { constraint: "ledger_entries_pkey" });
  const [row] = rows ?? [];
  if (row) return { posted: postedOf(entryId, drafted, row), campaign, customer: row };
  if (!unsure) return undefined;
  // An answer was lost on the way. What had happened is answered; to do it again, under another number, could be doing it twice.
  const before = await recordedBefore(core, caller, entryId, write.writeId, campaign);
  if (!before) throw new DatabaseUnavailable("an answer was lost, and nothing shows that it had happened");
  return before;
}

/** What is refused by a campaign that may be past is decided by the campaign as it is. */
function draftedBy(draft: Transacting["draft"], campaign: Campaign): Draft | undefined {
  try {
    return draft(campaign);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** A card beside a code is not looked at. */
function bearerOf({ customerId, loyaltyCode, cardNumber }: TransactionKey): TransactionKey | undefined {
  if (customerId !== undefined) return { customerId };
  if (loyaltyCode !== undefined) return { loyaltyCode };
  return cardNumber === undefined ? undefined : { cardNumber };
}

function statementBy({ customerId, loyaltyCode }: TransactionKey) {
  if (customerId !== undefined) return postEntryByNumber;
  return loyaltyCode === undefined ? postEntryByCard : postEntryByCode;
}

async function recordedBefore(
  core: Core,
  caller: Caller,
  entryId: number,
  writeId: string,
  campaign: Campaign,
): Promise<Recorded | undefined> {
  const [row] = await core.db.read(entryPosted, [caller.orgId, entryId, writeId]);
  return row && recordedOf(core, caller, postedOf(entryId, row, row), campaign);
}

async function recordedOf(core: Core, { orgId }: Caller, posted: Posted, campaign: Campaign): Promise<Recorded> {
  const [customer] = await core.db.read(receiptCustomer, [orgId, posted.customerId]);
  return { posted, campaign, customer: customer ?? refuse("customer-not-found", { field: "loyaltyCode" }) };
}

/** What a transaction under a receipt came to, from what its write gave. */
export async function recordedAgain(core: Core, caller: Caller, posted: Posted, campaignId: number): Promise<Recorded> {
  const campaign = await readCampaign(core, caller.orgId, campaignId);
  return recordedOf(
    core,
    caller,
    posted,
    campaign ?? refuse("campaign-not-found", { field: "campaignId", id: String(campaignId) }),
  );
}

/** How often a campaign that changes while it is used is read anew. */
const attempts = 5;

/** Thrown in a write whose campaign has changed since it was read. */
export class CampaignChanged extends Error {}

async function recordInWrite(core: Core, caller: Caller, wanted: Transacting): Promise<Recorded> {
  const write = newWrite(core);
  for (let attempt = 1; ; attempt++) {
    const campaign = await usableCampaign(core, caller.orgId, wanted.campaign);
    const draft = wanted.draft(campaign);
    try {
      const posted = await runWrite(core, caller, write, async (tx) => {
        const ledger = openLedger(core, caller, tx, write);
        const who = await holdBearer(ledger, wanted);
        const made = await recordIn(ledger, campaign, draft, who, wanted.amountField);
        await wanted.further?.(ledger, campaign, made, who.customerId);
        return made;
      });
      return await recordedOf(core, caller, posted, campaign);
    } catch (error) {
      if (!(error instanceof CampaignChanged) || attempt === attempts) throw error;
    }
  }
}

/** A campaign as it is now. Refuses with campaign-not-found. */
export async function usableCampaign(core: Core, orgId: number, key: CampaignKey): Promise<Campaign> {
  const campaign = await readCampaign(core, orgId, key.campaignId);
  return isUsable(campaign, key) ? campaign : refuse("campaign-not-found", { field: "campaignId", id: String(key.campaignId) });
}

/** Locks whom a transaction is for. Refuses with customer-not-found, several-customers and number-retired. */
export async function holdBearer(
  { core, caller, tx }: Ledger,
  { member, byRetired }: Pick<Transacting, "member" | "byRetired">,
): Promise<Bearer> {
  const match = member.customerId === undefined ? await matchMember(core, caller, member) : undefined;
  const customerId = member.customerId ?? match?.customerId;
  const field = member.loyaltyCode === undefined && member.cardNumber !== undefined ? "cardNumber" : "loyaltyCode";
  if (match?.retired && !byRetired) refuse("number-retired", { field });
  const held = customerId === undefined ? undefined : await holdCustomer(tx, caller.orgId, customerId);
  if (!held?.identifiers.loyaltyCode) refuse("customer-not-found", { field });
  return { customerId: held.row.customer_id, madeFor: held.meantFor ?? match?.cameFrom ?? undefined };
}

/** Makes an entry for a held customer, who joins the campaign if need be. Refuses with balance-too-low; throws CampaignChanged. */
export async function recordIn(
  ledger: Ledger,
  campaign: Campaign,
  draft: Draft,
  who: Bearer,
  amountField = draft.kind === "redemption" ? "reward" : "money",
): Promise<Posted> {
  const { caller, tx } = ledger;
  const [shared] = await tx.query(shareCampaign, [caller.orgId, campaign.campaignId]);
  if (shared?.version !== campaign.version) throw new CampaignChanged();
  if (draft.amount >= 0) await enrol(ledger, campaign, who, draft.itemId);
  return (await post(ledger, campaign, draft, who)) ?? refuse("balance-too-low", { field: amountField });
}
