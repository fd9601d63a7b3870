import { newWrite, runWrite } from "../audit/write.ts";
import type { Caller, Core } from "../core.ts";
import { isIdentifierTaken } from "../identity/identifiers.ts";
import { takeFreeNumbers, withFreeNumbers } from "../organisations/numbers.ts";
import { refuse } from "../refusal.ts";
import { type CustomerInput, hashSecrets, isNothing } from "./input.ts";
import { CampaignChanged } from "./ledger/record.ts";
import { refuseTaken } from "./taken.ts";
import { checkedValues } from "./values.ts";
import { type CustomerAction, decide, NumberNeeded, type Recorded, type Recording, type Wanted } from "./writing.ts";

/** How often a customer who comes and goes while it is looked for is looked for. */
const attempts = 5;

/**
 * Adds a customer, fills in a card that is loaded, or edits whom code and card mean (seed 002; decisions.md, section 3,
 * record_customer), in one write. Refuses with nothing-given, field-value, value-not-unique, code-in-use, card-in-use, number-retired,
 * no-free-number, several-customers, not-registrable, user-name-in-use, email-in-use, email-malformed, family-name-missing and company-name-missing (of one on an account), what readJoining refuses and
 * not-permitted; changes and creates nothing then.
 */
export async function recordCustomer(
  core: Core,
  caller: Caller,
  recording: Recording,
  action: CustomerAction,
  input: CustomerInput,
): Promise<Recorded> {
  if (action === "edit" && isNothing(input) && !recording.joining) refuse("nothing-given");
  const { may } = recording;
  const needed = action === "new" ? "add-customer" : "edit-customer-info";
  if (!may(needed)) refuse("not-permitted", { field: needed });
  const values = checkedValues(recording.fields, input.customFields);
  const joined = (await recording.joining?.()) ?? [];
  if (joined.some(({ draft }) => draft) && !may("record-transaction")) refuse("not-permitted", { field: "record-transaction" });
  let wanted: Wanted = { action, input, values, secrets: await hashSecrets(core, input), recording, joined };
  // Most edits find somebody, so no number is taken for one until the transaction, which decides who is meant, asks for it.
  let creates = action === "new" || (action === "edit" && input.loyaltyCode === undefined && input.cardNumber === undefined);
  const write = newWrite(core);
  const mailId = core.ids.uuid();
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(creates);
    } catch (error) {
      if (error instanceof NumberNeeded) creates = true;
      else if (error instanceof CampaignChanged) wanted = { ...wanted, joined: (await recording.joining?.()) ?? [] };
      else if (!isIdentifierTaken(error)) throw error;
      else await refuseTaken(core, caller, input, values, action === "new");
      if (attempt === attempts) throw error;
    }
  }

  async function once(creating: boolean): Promise<Recorded> {
    const run = (customerId: number | undefined) =>
      runWrite(core, caller, write, (tx, record) => decide({ core, caller, tx, record, write, mailId }, wanted, customerId));
    if (!creating) return run(undefined);
    const taken = (await takeFreeNumbers(core.db, caller.orgId, ["customer"]))!;
    return withFreeNumbers(core.db, caller.orgId, taken, ({ customer }) => run(customer));
  }
}
