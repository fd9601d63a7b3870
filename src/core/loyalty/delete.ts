import { newWrite, runWrite } from "../audit/write.ts";
import type { Caller, Core } from "../core.ts";
import { holdCustomer, writeCustomer } from "../customers/change.ts";
import { eraseHeld, holdErasable } from "../customers/erase.ts";
import { eraseJournals, eraseTokens } from "../customers/erasing/queries.ts";
import type { Identifiers } from "../identity/identifiers.ts";
import { refuse } from "../refusal.ts";
import { eraseBalances, eraseEntries } from "./ledger/merging/queries.ts";
import { matchMember } from "./members.ts";

/**
 * Ends the loyalty side of the customer with a code, when they are on an account or held by the delivery protocol, and otherwise erases them
 * (decisions.md, section 3, the rest). What has been ended is not brought back: merges that the customer survives can't be undone then. Refuses with customer-not-found, for a retired code too: nobody is deleted by a number that was somebody else's.
 */
export async function deleteMember(core: Core, caller: Caller, code: string): Promise<"ended" | "erased"> {
  const match = await matchMember(core, caller, { loyaltyCode: code });
  if (!match) refuse("customer-not-found", { field: "loyaltyCode" });
  const write = newWrite(core);
  return runWrite(core, caller, write, async (tx, record) => {
    const held = await holdCustomer(tx, caller.orgId, match.customerId);
    // A retired code finds its customer, and is not theirs.
    if (held?.identifiers.loyaltyCode !== code) return refuse("customer-not-found", { field: "loyaltyCode" });
    const erasable = await holdErasable(tx, caller.orgId, held);
    if (!held.onAccount && !erasable.ofDelivery) {
      eraseHeld(tx, record, caller.orgId, erasable);
      return "erased";
    }
    const data = { ...held.data, customDate: null, customText: null, customFields: null, registered: null };
    const next = {
      data,
      identifiers: withoutLoyalty(held.identifiers),
      passwordHash: null,
      cardPinHash: null,
      nameOptional: true,
    };
    writeCustomer(tx, record, caller, write.at, held, next, "loyalty-ended");
    const numbers = [held.row.customer_id, ...erasable.led.map((one) => one.customer_id)];
    for (const one of [eraseBalances, eraseEntries]) tx.send(one, [caller.orgId, numbers]);
    tx.send(eraseTokens, [caller.orgId, [held.row.customer_id]]);
    // Those of who was merged into them, too: they never come back.
    tx.send(eraseJournals, [caller.orgId, numbers]);
    return "ended";
  });
}

function withoutLoyalty(identifiers: Identifiers): Identifiers {
  const retired = identifiers.retired.filter((one) => one.kind !== "loyalty-code" && one.kind !== "card-number");
  return { ...identifiers, loyaltyCode: null, cardNumber: null, userName: null, uniqueValues: [], retired };
}
