import type { Caller, Core } from "../core.ts";
import { type CustomerRecord, findRecord, toRecord } from "../customers/record.ts";
import { findBearers } from "./cards.ts";
import type { CustomField } from "./fields.ts";
import { type Criteria, searchMembers } from "./search/criteria.ts";
import { recordsOfNumbers } from "./search/queries.ts";

/** How a customer is looked for whose numbers are to be replaced; the first that is given counts (decisions.md, section 3, card_replace). */
export interface Sought {
  /** Any number that leads to them. */
  readonly customerId?: number;
  readonly previousCode?: string;
  readonly previousCard?: string;
  readonly criteria: Criteria;
}

/** A customer who was found, and the number that a write to them is meant for. */
export interface Candidate {
  readonly customer: CustomerRecord;
  readonly askedFor: number;
}

/** The most that are told of. */
export const mostMatches = 100;

/**
 * Who may be meant, at most mostMatches. A code and a card that have been retired lead on; a card's current bearers come before those. Refuses with secret-too-wide for
 * a secret beside which no other criterion leaves few enough.
 */
export async function findTargets(
  core: Core,
  caller: Caller,
  fields: readonly CustomField[],
  sought: Sought,
): Promise<Candidate[]> {
  const { customerId, previousCode: code, previousCard } = sought;
  if (customerId !== undefined) {
    const found = await findRecord(core, caller, { customerId });
    return found && isMember(found) ? [{ customer: found, askedFor: found.askedFor }] : [];
  }
  const card = code === undefined ? previousCard : undefined;
  if (code === undefined && card === undefined) {
    const { first, rest } = await searchMembers(core, caller, fields, sought.criteria);
    const found = [...first];
    for await (const page of rest ?? []) {
      if (found.length >= mostMatches) break;
      found.push(...page);
    }
    return found.slice(0, mostMatches).map((customer) => ({ customer, askedFor: customer.customerId }));
  }
  const rows = (await findBearers(core, caller, { code, card })).filter(
    (row) => row.kind === (code === undefined ? "card-number" : "loyalty-code"),
  );
  const current = rows.filter((row) => !row.retired);
  const numbers = new Map((current.length > 0 ? current : rows).map((row) => [row.customer_id, row.came_from]));
  const records = (await core.db.read(recordsOfNumbers, [caller.orgId, caller.timeZone, [...numbers.keys()]])).map(toRecord);
  return records
    .filter(isMember)
    .map((customer) => ({ customer, askedFor: numbers.get(customer.customerId) ?? customer.customerId }));
}

/** Whose loyalty side has been ended is not seen. */
const isMember = ({ identifiers }: CustomerRecord): boolean => identifiers.loyaltyCode !== null;
