import type { Caller, Core } from "../core.ts";
import { type CustomerRecord, findRecord } from "../customers/record.ts";
import { findBearers } from "./cards.ts";
import { type Match, whoIsMeant } from "./match.ts";

/** How the loyalty protocol names a customer: the code counts where both are given. */
export interface MemberKey {
  readonly loyaltyCode?: string;
  readonly cardNumber?: string;
}

/** Whom a code or a card means, and how; retired ones lead on. Refuses with several-customers. */
export async function matchMember(core: Pick<Core, "db">, caller: Caller, key: MemberKey): Promise<Match | undefined> {
  const { loyaltyCode: code, cardNumber: card } = key;
  if (code === undefined && card === undefined) return undefined;
  const rows = await findBearers(core, caller, { code, card });
  // A look-up by card knows cards; only an edit takes one for a code.
  const known = code === undefined ? rows.filter((row) => row.kind === "card-number") : rows;
  return whoIsMeant(known, code, card);
}

/** The customer whom a code or a card means; undefined for nobody. Refuses with several-customers. */
export async function findMember(core: Pick<Core, "db">, caller: Caller, key: MemberKey): Promise<CustomerRecord | undefined> {
  const match = await matchMember(core, caller, key);
  if (!match) return undefined;
  const found = await findRecord(core, caller, { customerId: match.customerId });
  return found?.identifiers.loyaltyCode ? found : undefined;
}
