import type { Transaction } from "../../../platform/database/transaction.ts";
import { differences, type FieldChanges } from "../../audit/change.ts";
import { newWrite, type Record as RecordChange, runWrite } from "../../audit/write.ts";
import type { Caller, Core } from "../../core.ts";
import { type HeldCustomer, holdCustomer } from "../../customers/change.ts";
import { customerFields, pinState } from "../../customers/customer.ts";
import { updateCustomerRow } from "../../customers/queries.ts";
import { refuseMissingName } from "../../customers/rules.ts";
import { gramsOf } from "../../customers/search-grams.ts";
import { foldBalances, lockBalancesOf } from "../../loyalty/ledger/merging/queries.ts";
import { refuse } from "../../refusal.ts";
import {
  auditedIdentifiers,
  exclusiveKeys,
  type Identifiers,
  isIdentifierTaken,
  noIdentifiers,
  settled,
  writeIdentifiers,
} from "../identifiers.ts";
import { holdAccounts, takePlace } from "./accounts.ts";
import { withCards } from "./cards.ts";
import { carried } from "./carry.ts";
import type { Journal } from "./journal.ts";
import { sideOf } from "./journal.ts";
import {
  accountsOfCustomer,
  deleteIdentifiersOf,
  insertMerge,
  leadTo,
  lockAround,
  lockLeading,
  markMergedAway,
  othersWith,
  type StampedIdentifier,
} from "./queries.ts";
import { stamp } from "./stamps.ts";

export interface MergeOptions {
  /** What the survivor is to be found by, from what it has with the loser's; without it just that. */
  readonly survivorNext?: (joined: Identifiers) => Identifiers;
}

/**
 * Merges the loser into the survivor, in one write; gives the merge's id. Both are named by any number that leads to them. Refuses with
 * customer-not-found (field customerId or loserId), same-customer, and what mergeHeld refuses; changes nothing then.
 */
export async function mergeCustomers(
  core: Core,
  caller: Caller,
  survivorId: number,
  loserId: number,
): Promise<{ mergeId: string }> {
  const write = newWrite(core);
  try {
    return await runWrite(core, caller, write, async (tx, record) => {
      const { survivor, loser } = await holdBoth(tx, caller.orgId, survivorId, loserId);
      if (!survivor) refuse("customer-not-found", { field: "customerId" });
      if (!loser) refuse("customer-not-found", { field: "loserId" });
      return { mergeId: await mergeHeld(tx, record, core, caller, write.at, survivor, loser) };
    });
  } catch (error) {
    if (isIdentifierTaken(error)) refuse("email-in-use", { field: "email" });
    throw error;
  }
}

/**
 * Holds the cards of two customers, one of which will be retired, then locks their accounts and then the two, with all who lead to them; each
 * undefined when there is none.
 */
export async function holdBoth(
  tx: Transaction,
  orgId: number,
  survivorId: number,
  loserId: number,
): Promise<{ survivor: HeldCustomer | undefined; loser: HeldCustomer | undefined }> {
  const both = [survivorId, loserId];
  await withCards(tx, orgId, both, async () => {
    const accounts = await Promise.all(both.map((id) => tx.query(accountsOfCustomer, [orgId, id, null])));
    await holdAccounts(
      tx,
      orgId,
      accounts.flat().map((one) => one.account_id),
    );
    await tx.query(lockAround, [orgId, both]);
  });
  return { survivor: await holdCustomer(tx, orgId, survivorId), loser: await holdCustomer(tx, orgId, loserId) };
}

/**
 * Merges two customers that are held, best by holdBoth; gives the merge's id. The survivor's own data stay as they are; what the loser is
 * found by, its accounts and its number lead to the survivor from then on, and undoMerge parts the two again. Refuses with same-customer,
 * and, when the survivor comes onto an account by it, with email-in-use, family-name-missing and company-name-missing.
 */
export async function mergeHeld(
  tx: Transaction,
  record: RecordChange,
  core: Core,
  caller: Caller,
  at: Date,
  survivor: HeldCustomer,
  loser: HeldCustomer,
  options: MergeOptions = {},
): Promise<string> {
  const { orgId } = caller;
  const [survivorId, loserId] = [survivor.row.customer_id, loser.row.customer_id];
  if (survivorId === loserId) refuse("same-customer", { field: "loserId" });
  const own = await tx.query(accountsOfCustomer, [orgId, loserId, null]);
  const accounts = await holdAccounts(
    tx,
    orgId,
    own.map((one) => one.account_id),
  );
  const onAccount = survivor.onAccount || accounts.length > 0;
  if (onAccount && !survivor.onAccount) refuseMissingName(survivor.data);
  const joined = carried(survivor.identifiers, loser.identifiers, loser.onAccount);
  const identifiers = settled(options.survivorNext?.(joined) ?? joined);
  if (onAccount && !survivor.onAccount) await refuseTakenEmail(tx, orgId, [survivorId, loserId], identifiers);

  const mergeId = core.ids.uuid();
  const version = survivor.row.version + 1;
  const { keyId, userName, protocol } = caller;
  const [merge] = await tx.query(insertMerge, [orgId, mergeId, survivorId, loserId, version, keyId, userName, protocol, at]);
  const { before } = merge!;
  for (const account of accounts) takePlace(tx, record, orgId, at, account, survivorId, loserId);
  await leadOn(tx, record, orgId, at, before, survivorId, loserId);

  tx.send(lockBalancesOf, [orgId, [loserId, survivorId]]);
  tx.send(foldBalances, [orgId, loserId, survivorId]);
  tx.send(deleteIdentifiersOf, [orgId, loserId]);
  tx.send(markMergedAway, [orgId, loserId, survivorId, loser.row.version + 1, at]);
  const gone = differences(auditedIdentifiers(loser.identifiers), auditedIdentifiers(noIdentifiers));
  record({
    entity: "customer",
    entityId: loserId,
    version: loser.row.version + 1,
    action: "merged-away",
    values: { ...gone, mergedInto: [null, survivorId] },
  });

  const pin = takenPin(survivor, loser);
  const { row, data } = survivor;
  tx.send(updateCustomerRow, [
    orgId,
    survivorId,
    pin.hash,
    pin.temporary,
    version,
    at,
    row.password_hash,
    row.card_pin_hash,
    gramsOf(orgId, data, identifiers),
    ...customerFields.map((field) => data[field]),
  ]);
  writeIdentifiers(tx, orgId, survivorId, survivor.identifiers, identifiers, onAccount, at, survivor.onAccount);
  const had = new Set(sideOf(before, survivorId).stamps.map(keyOf));
  const came = sideOf(before, loserId).stamps.filter((one) => !had.has(keyOf(one)));
  stamp(
    tx,
    orgId,
    survivorId,
    // What the survivor was given for its own is not how the loser was known any more.
    came.map((one) => ({ ...one, came_from: isOwn(one, identifiers) ? null : (one.came_from ?? loserId) })),
  );
  const values = { ...differences(auditedIdentifiers(survivor.identifiers), auditedIdentifiers(identifiers)), ...pin.change };
  // It is about the loser: when that one has been parted from the survivor again, neither this nor the parting counts for the survivor.
  record({ entity: "customer", entityId: survivorId, version, action: "merged", values, meantFor: loserId });
  return mergeId;
}

const isOwn = ({ kind, value_key }: StampedIdentifier, { loyaltyCode, cardNumber }: Identifiers): boolean =>
  (kind === "loyalty-code" && value_key === loyaltyCode) || (kind === "card-number" && value_key === cardNumber);

const keyOf = ({ kind, type, value_key }: { kind: string; type: string; value_key: string }): string =>
  JSON.stringify([kind, type, value_key]);

async function refuseTakenEmail(tx: Transaction, orgId: number, both: readonly number[], { email }: Identifiers): Promise<void> {
  const keys = exclusiveKeys({ ...noIdentifiers, email }, true);
  const [other] = await tx.query(othersWith, [orgId, both, keys.map(([kind]) => kind), keys.map(([, key]) => key)]);
  if (other) refuse("email-in-use", { customerId: other.customer_id, field: "email" });
}

/** The numbers that led to the loser lead to the survivor, so that no number leads to one that leads on. */
async function leadOn(
  tx: Transaction,
  record: RecordChange,
  orgId: number,
  at: Date,
  { led }: Journal,
  survivorId: number,
  loserId: number,
): Promise<void> {
  if (led.length === 0) return;
  const rows = await tx.query(lockLeading, [orgId, loserId]);
  tx.send(leadTo, [orgId, led, survivorId, at]);
  for (const { customer_id: entityId, version } of rows)
    record({
      entity: "customer",
      entityId,
      version: version + 1,
      action: "merged-away",
      values: { mergedInto: [loserId, survivorId] },
    });
}

interface TakenPin {
  readonly hash: string | null;
  readonly temporary: boolean;
  readonly change: FieldChanges;
}

/** A survivor without a PIN takes the one that the loser's accounts are opened with. */
function takenPin({ row }: HeldCustomer, loser: HeldCustomer): TakenPin {
  const { pin_hash: hash, pin_temporary: temporary } = loser.row;
  if (row.pin_hash !== null || hash === null || !loser.onAccount)
    return { hash: row.pin_hash, temporary: row.pin_temporary, change: {} };
  return { hash, temporary, change: { pin: ["none", pinState(hash, temporary)] } };
}
