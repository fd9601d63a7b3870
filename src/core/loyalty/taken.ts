import type { Caller, Core } from "../core.ts";
import { refuseEmailInUse, valueKey } from "../identity/identifiers.ts";
import type { IdentifierKind } from "../identity/queries.ts";
import { refuse } from "../refusal.ts";
import { findBearers } from "./cards.ts";
import type { CustomerInput } from "./input.ts";
import { whoIsMeant } from "./match.ts";
import { exclusiveBearer } from "./queries.ts";

/**
 * Says what of `input` is somebody else's, after the database has said that something is. Comes back when nothing is: then a code that was made was
 * somebody's, or somebody took the code that was sent just now, and the write may be tried again.
 */
export async function refuseTaken(
  core: Core,
  caller: Caller,
  input: CustomerInput,
  values: Readonly<Record<string, string | null>>,
  isNew: boolean,
): Promise<void> {
  const { loyaltyCode: code, cardNumber: card, userName, email } = input;
  const rows = await findBearers(core, caller, { code, card });
  const self = isNew ? undefined : whoIsMeant(rows, code, card)?.customerId;
  const isElses = async (kind: IdentifierKind, type: string, value: string): Promise<boolean> => {
    const [bearer] = await core.db.read(exclusiveBearer, [caller.orgId, kind, valueKey(kind, type, value)]);
    return bearer !== undefined && bearer.customer_id !== self;
  };
  if (email) await refuseEmailInUse(core, caller, email, self);
  if (userName && (await isElses("user-name", "", userName))) refuse("user-name-in-use", { field: "userName" });
  for (const [number, value] of Object.entries(values))
    if (value !== null && (await isElses("custom-field", number, value)))
      refuse("value-not-unique", { fieldNumber: Number(number) });
  if (!isNew) return;
  const ownCode = code ?? card;
  if (ownCode !== undefined && (await isElses("loyalty-code", "", ownCode)))
    refuse("code-in-use", { field: code === undefined ? "cardNumber" : "loyaltyCode" });
}
