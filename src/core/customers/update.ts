import type { Transaction } from "../../platform/database/transaction.ts";
import { auditedAccount } from "../accounts/account.ts";
import { type AccountRow, lockAccountRow, namesOnAccount, updateAccountRow } from "../accounts/queries.ts";
import { differences } from "../audit/change.ts";
import { newWrite, type Record as RecordChange, runWrite } from "../audit/write.ts";
import type { Caller, Core } from "../core.ts";
import { type AlternateIdAction, applyActions, knownType } from "../identity/alternate-ids.ts";
import { isIdentifierTaken } from "../identity/identifiers.ts";
import { refuse } from "../refusal.ts";
import { type HeldCustomer, holdCustomer, type NextCustomer, nextEmail, writeCustomer } from "./change.ts";
import type { CustomerData } from "./customer.ts";

/** Everything that a replacement sets; what is left undefined stays as it is. */
export interface Replacement {
  readonly accountId: number;
  /** A name on the account; without it the primary one. */
  readonly customerId?: number;
  /** From the data and e-mail as they are; the kind is not its affair. */
  readonly replace: (held: CustomerData, email: string | null) => { data: CustomerData; email: string | null };
  readonly kind?: CustomerData["kind"];
  /** The e-mail that was asked for, to say whose it is. */
  readonly email: string | null;
  readonly alternateIds: readonly AlternateIdAction[];
  /** A PIN that replaces the customer's, temporary or not. */
  readonly newPin?: string;
  /** Of the account; they count only when the primary name is replaced. */
  readonly externalId1: string | null;
  readonly externalId2: string | null;
  /** By number; null clears one, those not named stay. */
  readonly otherInfo: Readonly<Record<string, string | null>>;
}

/**
 * Replaces a customer's data through an account (decisions.md, section 2, customer_update). Refuses with account-not-found,
 * name-not-on-account, family-name-missing, company-name-missing, unknown-alternate-id-type and email-in-use; changes nothing then.
 */
export async function replaceCustomer(core: Core, caller: Caller, types: readonly string[], input: Replacement): Promise<void> {
  const actions = input.alternateIds.map((id) => ({ ...id, type: knownType(types, id.type) }));
  const pinHash = input.newPin === undefined ? undefined : await core.hasher.slots.run(() => core.hasher.hash(input.newPin!));
  const write = newWrite(core);
  try {
    await runWrite(core, caller, write, async (tx, record) => {
      const account = await lockAccount(tx, caller, input.accountId);
      const names = await tx.query(namesOnAccount, [caller.orgId, input.accountId]);
      const wanted = await holdCustomer(tx, caller.orgId, input.customerId ?? account.primary_customer_id);
      const name = names.find((one) => one.customer_id === wanted?.row.customer_id);
      if (!name || !wanted) refuse("name-not-on-account", { field: "customerId" });
      const held = { ...wanted, meantFor: wanted.meantFor ?? name.came_from ?? undefined };
      writeCustomer(tx, record, caller, write.at, held, { ...next(held, input, actions), pinHash });
      if (name.customer_id === account.primary_customer_id) replaceAccount(tx, record, caller, write.at, account, input);
    });
  } catch (error) {
    // Whose it is, customer_update does not tell.
    if (isIdentifierTaken(error) && input.email) refuse("email-in-use", { field: "email" });
    throw error;
  }
}

function next(held: HeldCustomer, input: Replacement, actions: readonly AlternateIdAction[]): NextCustomer {
  const { data, email } = input.replace(held.data, held.identifiers.email?.value ?? null);
  const identifiers = {
    ...held.identifiers,
    email: nextEmail(held.identifiers.email, email),
    alternateIds: applyActions(held.identifiers.alternateIds, actions),
  };
  return { data: { ...data, kind: input.kind ?? held.data.kind }, identifiers };
}

async function lockAccount(tx: Transaction, caller: Caller, accountId: number): Promise<AccountRow> {
  const [account] = await tx.query(lockAccountRow, [caller.orgId, accountId]);
  return account ?? refuse("account-not-found", { field: "accountId" });
}

function replaceAccount(
  tx: Transaction,
  record: RecordChange,
  caller: Caller,
  at: Date,
  account: AccountRow,
  input: Replacement,
): void {
  const otherInfo = { ...account.other_info };
  for (const [number, text] of Object.entries(input.otherInfo)) {
    if (text === null) delete otherInfo[number];
    else otherInfo[number] = text;
  }
  const before = auditedAccount({
    externalId1: account.external_id_1,
    externalId2: account.external_id_2,
    otherInfo: account.other_info,
  });
  const { externalId1, externalId2 } = input;
  const values = differences(before, auditedAccount({ externalId1, externalId2, otherInfo }));
  if (Object.keys(values).length === 0) return;
  const version = account.version + 1;
  tx.send(updateAccountRow, [caller.orgId, account.account_id, externalId1, externalId2, JSON.stringify(otherInfo), version, at]);
  record({ entity: "account", entityId: account.account_id, version, action: "replaced", values });
}
