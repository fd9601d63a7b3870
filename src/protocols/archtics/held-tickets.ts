import { hasTicketIn } from "../../core/ticketing/accounts/has-ticket.ts";
import { whichAccount } from "../../core/ticketing/accounts/which-account.ts";
import { type CommandContext, type ResultCode, refuseCommand } from "./command.ts";
import { char, type DecodedFields, integer } from "./fields.ts";

/** The inputs of the commands that ask whether an account has a ticket. */
export const heldInput = {
  acct_id: integer("The account", "willcall"),
  email: char(100, "The e-mail address of somebody on it: their main account, or the first. Ignored beside acct_id", "willcall"),
  item_set: char(20, "The item set", "willcall"),
} as const;

/** The result codes of them. */
export const heldResults: Readonly<Record<number, ResultCode>> = {
  5081: { meaning: "A required field is missing", mark: "willcall" },
  5089: { meaning: "No such account, item set or event. To have no ticket is result 0", mark: "willcall", sqlCode: 100 },
};

/** Whether the account that is asked about has such a ticket. Refuses with 5081 and 5089. */
export async function readHeld(
  { core, caller, reads }: CommandContext,
  { acct_id, email, item_set: itemSet }: DecodedFields<typeof heldInput>,
  which: { readonly inPlan: boolean; readonly eventName?: string | null },
): Promise<{ accountId: number; has: boolean }> {
  if (acct_id == null && !email) refuseCommand(5081, "acct_id: required, unless email is sent");
  if (!itemSet) return refuseCommand(5081, "item_set: required");
  const account = await whichAccount(core, caller.orgId, { accountId: acct_id, email });
  if (!account) return refuseCommand(5089, acct_id == null ? "email: no such e-mail address" : "acct_id: no such account");
  const { accountId, customerId } = account;
  const has = await hasTicketIn(core, caller.orgId, { accountId, itemSet, ...which });
  if (has === undefined)
    return refuseCommand(5089, which.eventName ? "item_set or event_name: there is no such one" : "item_set: no such item set");
  reads.note(caller, customerId);
  return { accountId, has };
}
