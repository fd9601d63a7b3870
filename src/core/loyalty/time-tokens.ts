import { hashKey } from "../../platform/secrets/api-key.ts";
import type { Caller, Core } from "../core.ts";
import { type CustomerRecord, findRecord } from "../customers/record.ts";
import { refuse } from "../refusal.ts";
import { matchMember } from "./members.ts";
import { insertToken, takeToken } from "./users/queries.ts";

/** Minutes that a token lives unless the caller says otherwise, and at most (decisions.md, section 3, the rest). */
export const usualMinutes = 10;
export const mostMinutes = 1_440;

/** Makes a token that stands for the customer of a code once, for some minutes. Refuses with customer-not-found, and a retired code with number-retired. */
export async function makeToken(core: Core, caller: Caller, loyaltyCode: string, minutes: number): Promise<string> {
  const match = await matchMember(core, caller, { loyaltyCode });
  if (!match) refuse("customer-not-found", { field: "loyaltyCode" });
  if (match.retired) refuse("number-retired", { field: "loyaltyCode" });
  const token = core.ids.token(32);
  const now = core.clock.now();
  const ends = new Date(now.getTime() + minutes * 60_000);
  const [made] = await core.db.run(insertToken, [caller.orgId, hashKey(token), match.customerId, ends, now]);
  return made ? token : refuse("customer-not-found", { field: "loyaltyCode" });
}

/** The customer of a token, which is then used up. Refuses with token-invalid one that is unknown, used, or over. */
export async function redeemToken(core: Core, caller: Caller, token: string): Promise<CustomerRecord> {
  const [taken] = await core.db.run(takeToken, [caller.orgId, hashKey(token)]);
  if (!taken || taken.expires_at <= core.clock.now()) return refuse("token-invalid", { field: "token" });
  const found = await findRecord(core, caller, { customerId: taken.customer_id });
  return found?.identifiers.loyaltyCode ? found : refuse("token-invalid", { field: "token" });
}
