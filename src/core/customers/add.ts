import { violates } from "../../platform/database/errors.ts";
import type { Transaction } from "../../platform/database/transaction.ts";
import { auditedAccount, auditedNames } from "../accounts/account.ts";
import {
  type AccountNameRow,
  type AccountRow,
  accountExists,
  insertAccount,
  insertAccountName,
  lockAccountRow,
  namesOnAccount,
  touchAccount,
} from "../accounts/queries.ts";
import { differences } from "../audit/change.ts";
import { newWrite, type Record as RecordChange, runWrite, type Write } from "../audit/write.ts";
import type { Caller, Core } from "../core.ts";
import { type AlternateIdAction, applyActions, knownType } from "../identity/alternate-ids.ts";
import { emailKey } from "../identity/email.ts";
import {
  auditedIdentifiers,
  type Identifiers,
  isIdentifierTaken,
  newIdentifiers,
  noIdentifiers,
  refuseEmailInUse,
  refuseReferenceInUse,
} from "../identity/identifiers.ts";
import { type Numbers, takeFreeNumbers, withFreeNumbers } from "../organisations/numbers.ts";
import { refuse } from "../refusal.ts";
import { type CustomerData, customerFields, type ExternalReference } from "./customer.ts";
import { aloneWithEmail } from "./email-gate.ts";
import { insertCustomer } from "./queries.ts";
import { refuseMissingName } from "./rules.ts";
import { gramsOf } from "./search-grams.ts";

export interface NewCustomer {
  readonly data: CustomerData;
  readonly email: string | null;
  readonly alternateIds: readonly AlternateIdAction[];
  /** Null: the customer has no PIN. */
  readonly pin: string | null;
  /** The account that the customer joins; without it one is made. */
  readonly accountId?: number;
  readonly references?: readonly ExternalReference[];
  /** Of the account that is made; an account that is there keeps its own. */
  readonly externalId1?: string | null;
  readonly externalId2?: string | null;
  readonly otherInfo?: Readonly<Record<string, string>>;
  /** Numbers and a day of adding that another system has given (imports); without it the next free ones. */
  readonly imported?: {
    readonly customerId: number;
    readonly accountId?: number;
    readonly addedAt: Date;
    /** Without it the day of adding. */
    readonly changedAt?: Date;
  };
}

/** One who is to be on no account: nobody else's e-mail stands in their way. */
export interface NewWithoutAccount extends Omit<NewCustomer, "accountId" | "pin" | "otherInfo" | "externalId1" | "externalId2"> {
  readonly accountId: "none";
  readonly pin: null;
}

interface Added {
  readonly accountId: number | null;
  readonly customerId: number;
}

/**
 * Adds a customer, with an account of their own, to one that is there, or to none. Refuses with family-name-missing, company-name-missing,
 * unknown-alternate-id-type, account-not-found, email-in-use (with the ids of who has it; never for one without an account),
 * reference-in-use, no-account-numbers and, for an import, number-in-use; nothing is left behind.
 */
export async function addCustomer(
  core: Core,
  caller: Caller,
  types: readonly string[],
  input: NewCustomer,
): Promise<{ accountId: number; customerId: number }>;
/** The same for one who is to be on no account. */
export async function addCustomer(
  core: Core,
  caller: Caller,
  types: readonly string[],
  input: NewWithoutAccount,
): Promise<{ accountId: null; customerId: number }>;
/** Both of these. */
export async function addCustomer(
  core: Core,
  caller: Caller,
  types: readonly string[],
  input: NewCustomer | NewWithoutAccount,
): Promise<Added> {
  refuseMissingName(input.data);
  const alternateIds = applyActions(
    [],
    input.alternateIds.map((id) => ({ ...id, action: "add" as const, type: knownType(types, id.type) })),
  );
  // What can't be hashed soon is refused before anything is done for it.
  if (input.pin !== null) core.hasher.slots.refuseIfFull();
  const email = input.accountId === "none" ? null : input.email;
  const addIt = () => addAlone(core, caller, alternateIds, input);
  return email ? aloneWithEmail(core, caller, email, addIt) : addIt();
}

/** Alone in this process in adding the e-mail: nobody hashes a PIN for an e-mail that somebody before them takes. */
async function addAlone(
  core: Core,
  caller: Caller,
  alternateIds: Identifiers["alternateIds"],
  input: NewCustomer | NewWithoutAccount,
): Promise<Added> {
  const { accountId, pin, imported, references = [] } = input;
  const taken = await takeNumbers(core, caller, input);
  const pinHash = pin === null ? null : await core.hasher.slots.run(() => core.hasher.hash(pin));
  const write = newWrite(core);
  for (;;) {
    const identifiers: Identifiers = {
      ...noIdentifiers,
      email: input.email ? { value: input.email.trim(), valid: true } : null,
      alternateIds,
      loyaltyCode: core.ids.digits(16),
      references,
    };
    try {
      const add = (numbers: Numbers) =>
        runWrite(core, caller, write, async (tx, record) => {
          const customerId = numbers.customer!;
          // The account is locked before the e-mail is claimed, as replaceCustomer does: never the other way round.
          const held = typeof accountId === "number" ? await lockJoined(tx, caller, accountId) : undefined;
          const addedAt = imported?.addedAt ?? write.at;
          const changedAt = imported?.changedAt ?? addedAt;
          const onAccount = accountId !== "none";
          insertNew(tx, record, caller, { customerId, data: input.data, identifiers, onAccount, pinHash, addedAt, changedAt });
          if (accountId === "none") return { accountId: null, customerId };
          if (held) joinAccount(tx, record, caller, write, held, customerId);
          else makeAccount(tx, record, caller, write, input, numbers.account!, customerId);
          return { accountId: accountId ?? numbers.account!, customerId };
        });
      return await (imported ? add(taken) : withFreeNumbers(core.db, caller.orgId, taken, add));
    } catch (error) {
      if (imported && (violates(error, "customers_pkey") || violates(error, "accounts_pkey"))) refuse("number-in-use");
      if (!isIdentifierTaken(error)) throw error;
      for (const one of references) await refuseReferenceInUse(core, caller, one);
      if (input.email && accountId !== "none") await refuseEmailInUse(core, caller, input.email);
      // Neither of these, so the random loyalty code is in use: another one.
    }
  }
}

/** The numbers of a new customer, and of the account if there is to be one; before that, what can be refused at once is. */
async function takeNumbers(
  core: Core,
  caller: Caller,
  { email, accountId, imported }: NewCustomer | NewWithoutAccount,
): Promise<Numbers> {
  if (accountId === "none") return imported ? { customer: imported.customerId } : takeCustomerNumber(core, caller);
  const take = (unlessEmail?: string) =>
    takeFreeNumbers(core.db, caller.orgId, accountId === undefined ? ["customer", "account"] : ["customer"], unlessEmail);
  if (accountId === undefined && email && !imported) {
    const taken = await take(emailKey(email));
    if (taken) return taken;
  }
  // An e-mail on file is told first, with or without an account that exists.
  if (email) await refuseEmailInUse(core, caller, email);
  if (accountId !== undefined) await refuseMissingAccount(core, caller, accountId);
  return imported ? { customer: imported.customerId, account: imported.accountId } : (await take())!;
}

async function takeCustomerNumber(core: Core, caller: Caller): Promise<Numbers> {
  return (await takeFreeNumbers(core.db, caller.orgId, ["customer"]))!;
}

async function refuseMissingAccount(core: Core, caller: Caller, accountId: number): Promise<void> {
  const [found] = await core.db.read(accountExists, [caller.orgId, accountId]);
  if (!found) refuse("account-not-found", { field: "accountId" });
}

/** A customer as its rows are to be. */
export interface MadeCustomer {
  readonly customerId: number;
  readonly data: CustomerData;
  readonly identifiers: Identifiers;
  /** Then the e-mail is theirs alone. */
  readonly onAccount: boolean;
  readonly pinHash?: string | null;
  readonly passwordHash?: string | null;
  readonly cardPinHash?: string | null;
  readonly addedAt: Date;
  readonly changedAt: Date;
}

/** Inserts a customer and records it; a number in use shows as customers_pkey, an identifier as isIdentifierTaken. */
export function insertNew(tx: Transaction, record: RecordChange, caller: Caller, made: MadeCustomer): void {
  const { customerId, data, identifiers, pinHash = null, passwordHash = null, cardPinHash = null } = made;
  tx.send(insertCustomer, [
    caller.orgId,
    customerId,
    pinHash,
    made.addedAt,
    made.changedAt,
    passwordHash,
    cardPinHash,
    gramsOf(caller.orgId, data, identifiers),
    ...customerFields.map((field) => data[field]),
    ...newIdentifiers(identifiers, made.onAccount),
  ]);
  const secrets = {
    pin: pinHash === null ? "none" : "set",
    ...(passwordHash !== null && { password: "set" }),
    ...(cardPinHash !== null && { cardPin: "set" }),
  };
  const values = differences({}, { ...data, ...auditedIdentifiers(identifiers), ...secrets });
  record({ entity: "customer", entityId: customerId, version: 1, action: "added", values });
}

function makeAccount(
  tx: Transaction,
  record: RecordChange,
  caller: Caller,
  write: Write,
  input: NewCustomer,
  accountId: number,
  customerId: number,
): void {
  const { externalId1 = null, externalId2 = null, otherInfo = {} } = input;
  const type = input.data.kind === "company" ? "business" : "personal";
  tx.send(insertAccount, [
    caller.orgId,
    accountId,
    customerId,
    type,
    externalId1,
    externalId2,
    JSON.stringify(otherInfo),
    write.at,
  ]);
  const names = [{ customer_id: customerId, nickname: null, nickname_order: 0 }];
  const values = differences(
    {},
    {
      primaryCustomerId: customerId,
      type,
      status: "active",
      locked: false,
      ...auditedAccount({ externalId1, externalId2, otherInfo }),
      ...auditedNames(names),
    },
  );
  record({ entity: "account", entityId: accountId, version: 1, action: "added", values });
}

interface Joined {
  readonly account: AccountRow;
  readonly names: readonly AccountNameRow[];
}

async function lockJoined(tx: Transaction, caller: Caller, accountId: number): Promise<Joined> {
  const [[account], names] = await Promise.all([
    tx.query(lockAccountRow, [caller.orgId, accountId]),
    tx.query(namesOnAccount, [caller.orgId, accountId]),
  ]);
  return { account: account ?? refuse("account-not-found", { field: "accountId" }), names };
}

function joinAccount(
  tx: Transaction,
  record: RecordChange,
  caller: Caller,
  write: Write,
  { account, names }: Joined,
  customerId: number,
): void {
  const accountId = account.account_id;
  const joined = {
    customer_id: customerId,
    nickname: null,
    nickname_order: Math.max(0, ...names.map((name) => name.nickname_order)) + 1,
  };
  const version = account.version + 1;
  tx.send(insertAccountName, [caller.orgId, accountId, customerId, joined.nickname, joined.nickname_order, null]);
  tx.send(touchAccount, [caller.orgId, accountId, version, write.at]);
  record({
    entity: "account",
    entityId: accountId,
    version,
    action: "name-added",
    values: differences(auditedNames(names), auditedNames([...names, joined])),
  });
}
