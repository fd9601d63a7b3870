import type { Transaction } from "../../platform/database/transaction.ts";
import { isOnAccount } from "../accounts/queries.ts";
import { differences } from "../audit/change.ts";
import { newWrite, type Record as RecordChange, runWrite } from "../audit/write.ts";
import type { Caller, Core } from "../core.ts";
import { emailKey } from "../identity/email.ts";
import {
  auditedIdentifiers,
  type Identifiers,
  isIdentifierTaken,
  readIdentifiers,
  refuseEmailInUse,
  refuseReferenceInUse,
  settled,
  writeIdentifiers,
} from "../identity/identifiers.ts";
import { refuse } from "../refusal.ts";
import { type CustomerData, customerFields, pinState } from "./customer.ts";
import { type CustomerRow, lockCustomer, updateCustomerRow } from "./queries.ts";
import { lacksName, refuseMissingName } from "./rules.ts";
import { gramsOf } from "./search-grams.ts";

/** A customer as it is, in a transaction that has locked it. */
export interface HeldCustomer {
  readonly row: CustomerRow;
  readonly data: CustomerData;
  readonly identifiers: Identifiers;
  /** Then the e-mail is theirs alone. */
  readonly onAccount: boolean;
  /** The number that was asked for, when that customer has been merged into this one. */
  readonly meantFor?: number;
}

/** A customer as it is to be. */
export interface NextCustomer {
  readonly data: CustomerData;
  readonly identifiers: Identifiers;
  /** A PIN that replaces the one on file; undefined: it stays. */
  readonly pinHash?: string;
  /** What the loyalty protocol's customers prove themselves with; null: taken away, undefined: it stays. */
  readonly passwordHash?: string | null;
  readonly cardPinHash?: string | null;
  /** Whether the protocol knows customers without a name. Those on an account need one all the same. */
  readonly nameOptional?: boolean;
}

/** Locks a customer and reads it, or whoever it has been merged into; undefined when there is none. */
export async function holdCustomer(tx: Transaction, orgId: number, customerId: number): Promise<HeldCustomer | undefined> {
  const held = await holdRow(tx, orgId, customerId);
  if (!held?.row.merged_into) return held;
  const survivor = await holdCustomer(tx, orgId, held.row.merged_into);
  return survivor && { ...survivor, meantFor: customerId };
}

/** Locks a customer's row, or that of whoever it has been merged into; undefined when there is none. */
export async function lockCurrent(tx: Transaction, orgId: number, customerId: number): Promise<CustomerRow | undefined> {
  const [row] = await tx.query(lockCustomer, [orgId, customerId]);
  return row?.merged_into ? lockCurrent(tx, orgId, row.merged_into) : row;
}

/** The number that was asked for, when it is not the row's own: that customer has been merged into this one. */
export function meantFor(row: CustomerRow, askedFor: number): number | undefined {
  return row.customer_id === askedFor ? undefined : askedFor;
}

async function holdRow(tx: Transaction, orgId: number, customerId: number): Promise<HeldCustomer | undefined> {
  // The identifiers are read behind the lock: a statement that waited for it would see them as they were before.
  const [[row], identifiers, accounts] = await Promise.all([
    tx.query(lockCustomer, [orgId, customerId]),
    readIdentifiers(tx, orgId, customerId),
    tx.query(isOnAccount, [orgId, customerId]),
  ]);
  return row && { row, data: pick(row), identifiers, onAccount: accounts.length > 0 };
}

/**
 * Makes a held customer what `next` says and records it; gives the version that it then has. Where nothing differs nothing is written. An
 * identifier that is somebody else's shows as isIdentifierTaken. Refuses with family-name-missing and company-name-missing.
 */
export function writeCustomer(
  tx: Transaction,
  record: RecordChange,
  caller: Caller,
  at: Date,
  held: HeldCustomer,
  next: NextCustomer,
  action = "replaced",
): number {
  const { row, identifiers } = held;
  const { data, pinHash, passwordHash, cardPinHash } = next;
  if (held.onAccount || !(next.nameOptional || lacksName(held.data))) refuseMissingName(data);
  const wanted = settled(next.identifiers);
  const before = { ...held.data, ...auditedIdentifiers(identifiers) };
  const values: Values = { ...differences(before, { ...data, ...auditedIdentifiers(wanted) }) };
  // Two PINs can't be compared, so a new one is always a change.
  if (pinHash !== undefined) values.pin = [pinState(row.pin_hash, row.pin_temporary), "set"];
  noteSecret(values, "password", row.password_hash, passwordHash);
  noteSecret(values, "cardPin", row.card_pin_hash, cardPinHash);
  if (Object.keys(values).length === 0) return row.version;
  const version = row.version + 1;
  tx.send(updateCustomerRow, [
    caller.orgId,
    row.customer_id,
    pinHash ?? row.pin_hash,
    pinHash === undefined && row.pin_temporary,
    version,
    at,
    passwordHash === undefined ? row.password_hash : passwordHash,
    cardPinHash === undefined ? row.card_pin_hash : cardPinHash,
    gramsOf(caller.orgId, data, wanted),
    ...customerFields.map((field) => data[field]),
  ]);
  writeIdentifiers(tx, caller.orgId, row.customer_id, identifiers, wanted, held.onAccount, at);
  record({ entity: "customer", entityId: row.customer_id, version, action, values, meantFor: held.meantFor });
  return version;
}

type Values = { [field: string]: readonly [unknown, unknown] };

/** A secret can't be compared, so a new one is a change; none that stays none is not. */
function noteSecret(values: Values, name: string, held: string | null, next: string | null | undefined): void {
  if (next === undefined || (next === null && held === null)) return;
  values[name] = [held === null ? "none" : "set", next === null ? "none" : "set"];
}

/**
 * Changes a customer to what `change` makes of it, in one write; gives the version that it then has. Refuses with customer-not-found,
 * version-differs (when `ifVersion` is given and not the customer's), family-name-missing, company-name-missing, email-in-use and
 * reference-in-use; changes nothing then.
 */
export async function changeCustomer(
  core: Core,
  caller: Caller,
  customerId: number,
  change: (held: HeldCustomer) => NextCustomer,
  options: { readonly action?: string; readonly ifVersion?: number } = {},
): Promise<number> {
  const write = newWrite(core);
  let next: NextCustomer | undefined;
  let target = customerId;
  try {
    return await runWrite(core, caller, write, async (tx, record) => {
      const held = await holdCustomer(tx, caller.orgId, customerId);
      if (!held) refuse("customer-not-found", { field: "customerId" });
      if (options.ifVersion !== undefined && options.ifVersion !== held.row.version) refuse("version-differs");
      target = held.row.customer_id;
      next = change(held);
      return writeCustomer(tx, record, caller, write.at, held, next, options.action);
    });
  } catch (error) {
    if (isIdentifierTaken(error) && next) await refuseTaken(core, caller, next.identifiers, target);
    throw error;
  }
}

/** Says whose identifier is somebody else's. One that has been given up meanwhile was somebody else's all the same. */
async function refuseTaken(core: Core, caller: Caller, wanted: Identifiers, customerId?: number): Promise<never> {
  for (const one of wanted.references) await refuseReferenceInUse(core, caller, one, customerId);
  if (wanted.email) await refuseEmailInUse(core, caller, wanted.email.value, customerId);
  return refuse(wanted.email ? "email-in-use" : "reference-in-use", { field: wanted.email ? "email" : "reference" });
}

/** An e-mail that only changes its spelling is still known to be valid or not. */
export function nextEmail(held: Identifiers["email"], wanted: string | null): Identifiers["email"] {
  if (wanted === null) return null;
  return { value: wanted.trim(), valid: held && emailKey(held.value) === emailKey(wanted) ? held.valid : true };
}

function pick(row: CustomerRow): CustomerData {
  return Object.fromEntries(customerFields.map((field) => [field, row[field]])) as unknown as CustomerData;
}
