import type { Transaction } from "../../platform/database/transaction.ts";
import { auditedAccount } from "../accounts/account.ts";
import { type AccountRow, lockAccountRow, namesOnAccount, updateAccountRow } from "../accounts/queries.ts";
import { differences } from "../audit/change.ts";
import { newWrite, type Record as RecordChange, runWrite } from "../audit/write.ts";
import type { Caller, Core } from "../core.ts";
import { type AlternateIdAction, applyActions, knownType } from "../identity/alternate-ids.ts";
import { emailKey } from "../identity/email.ts";
import {
  auditedIdentifiers,
  type Identifiers,
  isIdentifierTaken,
  readIdentifiers,
  refuseEmailInUse,
  writeIdentifiers,
} from "../identity/identifiers.ts";
import { refuse } from "../refusal.ts";
import { type CustomerData, customerFields, pinState } from "./customer.ts";
import { type CustomerRow, lockCustomer, updateCustomerRow } from "./queries.ts";
import { refuseMissingName } from "./rules.ts";

/** Everything that a replacement sets; what is left undefined stays as it is. */
export interface Replacement {
  readonly accountId: number;
  /** A name on the account; without it the primary one. */
  readonly customerId?: number;
  readonly data: Omit<CustomerData, "kind">;
  readonly kind?: CustomerData["kind"];
  /** Null clears it. */
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
  let target = input.customerId;
  try {
    await runWrite(core, caller, write, async (tx, record) => {
      const account = await lockAccount(tx, caller, input.accountId);
      target = input.customerId ?? account.primary_customer_id;
      const names = await tx.query(namesOnAccount, [caller.orgId, input.accountId]);
      if (!names.some((name) => name.customer_id === target)) refuse("name-not-on-account", { field: "customerId" });
      // The identifiers are read behind the lock: a statement that waited for it would see them as they were before.
      const [[customer], held] = await Promise.all([
        tx.query(lockCustomer, [caller.orgId, target]),
        readIdentifiers(tx, caller.orgId, target),
      ]);
      const email = nextEmail(held.email, input.email);
      const identifiers = { ...held, email, alternateIds: applyActions(held.alternateIds, actions) };
      replaceRow(tx, record, caller, write.at, customer!, { input, pinHash, held, identifiers });
      if (target === account.primary_customer_id) replaceAccount(tx, record, caller, write.at, account, input);
    });
  } catch (error) {
    if (isIdentifierTaken(error) && input.email) {
      await refuseEmailInUse(core, caller, input.email, target);
      refuse("email-in-use", { field: "email" });
    }
    throw error;
  }
}

async function lockAccount(tx: Transaction, caller: Caller, accountId: number): Promise<AccountRow> {
  const [account] = await tx.query(lockAccountRow, [caller.orgId, accountId]);
  return account ?? refuse("account-not-found", { field: "accountId" });
}

/** An e-mail that only changes its spelling is still known to be valid or not. */
function nextEmail(held: Identifiers["email"], wanted: string | null): Identifiers["email"] {
  if (wanted === null) return null;
  return { value: wanted.trim(), valid: held && emailKey(held.value) === emailKey(wanted) ? held.valid : true };
}

interface RowChange {
  readonly input: Replacement;
  readonly pinHash: string | undefined;
  readonly held: Identifiers;
  readonly identifiers: Identifiers;
}

function replaceRow(tx: Transaction, record: RecordChange, caller: Caller, at: Date, row: CustomerRow, change: RowChange): void {
  const { input, pinHash, held, identifiers } = change;
  const data: CustomerData = { ...input.data, kind: input.kind ?? row.kind };
  refuseMissingName(data);
  const before = { ...pick(row), ...auditedIdentifiers(held) };
  const values = { ...differences(before, { ...data, ...auditedIdentifiers(identifiers) }) };
  // Two PINs can't be compared, so a new one is always a change.
  if (pinHash !== undefined) values.pin = [pinState(row.pin_hash, row.pin_temporary), "set"];
  if (Object.keys(values).length === 0) return;
  const version = row.version + 1;
  tx.send(updateCustomerRow, [
    caller.orgId,
    row.customer_id,
    pinHash ?? row.pin_hash,
    pinHash === undefined && row.pin_temporary,
    version,
    at,
    ...customerFields.map((field) => data[field]),
  ]);
  writeIdentifiers(tx, caller.orgId, row.customer_id, held, identifiers, true, at);
  record({ entity: "customer", entityId: row.customer_id, version, action: "replaced", values });
}

function pick(row: CustomerRow): CustomerData {
  return Object.fromEntries(customerFields.map((field) => [field, row[field]])) as unknown as CustomerData;
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
