import { dayIn, daysAfter } from "../../../platform/clock.ts";
import type { Transaction } from "../../../platform/database/transaction.ts";
import { randomSlice } from "../../../platform/ids.ts";
import type { Write } from "../../audit/write.ts";
import type { Caller, Core } from "../../core.ts";
import { nextNumber } from "../../organisations/blocks.ts";
import { today } from "../../today.ts";
import type { Campaign } from "../campaigns/campaign.ts";
import type { MemberKey } from "../members.ts";
import { creditOf, type Draft, enrolment, type Posted } from "./entry.ts";
import { insertBalance, postEntry } from "./queries.ts";

/** What entries are made with, as parts of one write. */
export interface Ledger {
  readonly core: Core;
  readonly caller: Caller;
  readonly tx: Transaction;
  readonly write: Write;
  /** How many entries the write has made. */
  made: number;
}

/** Opens the ledger in a write's transaction. */
export function openLedger(core: Core, caller: Caller, tx: Transaction, write: Write): Ledger {
  return { core, caller, tx, write, made: 0 };
}

/** Whose balance an entry is about, held or known to be there. */
export interface Bearer {
  readonly customerId: number;
  /** Whom it is made for, when that one has been merged into the customer. */
  readonly madeFor?: number;
}

/** Behind the parts of a write that tell of customers. */
const firstPart = 1_000_000;

/** The first day on which one of the campaign's rules may be due to whoever joins or earns today; null: none ever. */
export function nextDue(campaign: Campaign, day: string): string | null {
  return campaign.shortestDays === null ? null : daysAfter(day, campaign.shortestDays);
}

/** The day on which to look, at the latest, at what is due after an entry; null: it brings nothing forward. */
function dueAfter(campaign: Campaign, { kind, undoes }: Draft, day: string, happenedOn: string): string | null {
  if (campaign.shortestDays === null) return null;
  // What is taken back, or told late, changes what was due in the meantime.
  if (undoes !== null || (kind === "activity" && happenedOn < day)) return day;
  return kind === "activity" ? nextDue(campaign, day) : null;
}

/** The values of postEntry, and the number of the entry. */
export async function valuesOf(
  core: Core,
  caller: Caller,
  write: Write,
  campaign: Campaign,
  draft: Draft,
  who: MemberKey & { readonly customerId?: number; readonly madeFor?: number },
  part: number,
): Promise<{ entryId: number; values: unknown[] }> {
  const { orgId, timeZone } = caller;
  const entryId = await nextNumber(core, orgId, "transaction");
  const occurredAt = draft.occurredAt ?? write.at;
  const due = dueAfter(campaign, draft, today(core, timeZone), dayIn(timeZone, occurredAt));
  const values = [
    ...[orgId, entryId, write.writeId, write.at, who.customerId ?? who.loyaltyCode ?? who.cardNumber],
    ...[who.madeFor ?? null, campaign.campaignId, campaign.version, draft.itemId, draft.kind, draft.amount, creditOf(draft)],
    ...[draft.money, draft.promotionId, draft.rewardId, draft.description, draft.customFields, occurredAt, draft.undoes],
    ...[draft.rule?.ruleId ?? null, draft.rule?.dueOn ?? null, randomSlice(16), part, due],
    ...[caller.keyId, caller.userName, caller.protocol, caller.call, caller.requestId],
  ];
  return { entryId, values };
}

/**
 * Makes an entry for a customer who has joined the campaign; undefined, and nothing is done, when the balance would fall below zero, the campaign has changed
 * since it was read, or the customer has not joined it.
 */
export async function post(ledger: Ledger, campaign: Campaign, draft: Draft, who: Bearer): Promise<Posted | undefined> {
  const { core, caller, tx, write } = ledger;
  const { entryId, values } = await valuesOf(core, caller, write, campaign, draft, who, firstPart + ++ledger.made);
  const [row] = await tx.query(postEntry, values);
  return row && postedOf(entryId, draft, row);
}

/** What was made. */
export function postedOf(
  entryId: number,
  { amount, money }: Pick<Draft, "amount" | "money">,
  row: { customer_id: number; balance: number; cumulative: number },
): Posted {
  return { entryId, customerId: row.customer_id, amount, money, balance: row.balance, cumulative: row.cumulative };
}

/** Lets a held customer join a campaign, with the entry that says so, unless they have (loyalty.md, section 2); of a campaign that counts items, with a balance of the item. */
export async function enrol(ledger: Ledger, campaign: Campaign, who: Bearer, itemId = 0): Promise<void> {
  const { core, caller, tx, write } = ledger;
  const due = nextDue(campaign, today(core, caller.timeZone));
  const row = (item: number) => [caller.orgId, who.customerId, campaign.campaignId, item, write.at, due];
  const [joined] = await tx.query(insertBalance, row(0));
  if (joined) await post(ledger, campaign, enrolment, who);
  if (itemId !== 0) tx.send(insertBalance, row(itemId));
}
