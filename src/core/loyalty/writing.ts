import type { Transaction } from "../../platform/database/transaction.ts";
import type { Record as RecordChange, Write } from "../audit/write.ts";
import type { Caller, Core } from "../core.ts";
import { insertNew } from "../customers/add.ts";
import { holdCustomer, nextEmail, writeCustomer } from "../customers/change.ts";
import { blankCustomer } from "../customers/customer.ts";
import { isEmail } from "../identity/email.ts";
import { type Identifiers, noIdentifiers } from "../identity/identifiers.ts";
import { refuse } from "../refusal.ts";
import type { LoyaltyAccount } from "./account.ts";
import { claimFreeCard, codeDigits, holdBearers, refuseRetiredCard } from "./cards.ts";
import type { CustomField } from "./fields.ts";
import { type CustomerInput, isBlank, type Secrets } from "./input.ts";
import { type Joined, join } from "./ledger/joining.ts";
import { openLedger } from "./ledger/post.ts";
import { type Match, whoIsMeant } from "./match.ts";
import { mailOwner } from "./new-customer-mail.ts";
import type { BearerRow } from "./queries.ts";
import type { Permission } from "./roles.ts";
import { nextValues, refuseMissingValues, uniqueValuesOf, valuesOf } from "./values.ts";

/** For whom a customer is recorded, and by whom. */
export interface Recording {
  readonly account: LoyaltyAccount;
  /** The organisation's name, as its owner is told of new customers. */
  readonly organisation: string;
  readonly fields: readonly CustomField[];
  readonly may: (permission: Permission) => boolean;
  /** Campaigns that the customer is to join, as they now are; undefined: none. */
  readonly joining?: () => Promise<Joined[]>;
}

export type CustomerAction = "new" | "register" | "edit";

export interface Recorded {
  readonly customerId: number;
  readonly status: "new" | "update";
  readonly code: string;
  /** One that was made. */
  readonly generatedCard: string | null;
}

/** Thrown when a customer must be made and no number has been taken for one yet. */
export class NumberNeeded extends Error {}

/** What a write is to do. */
export interface Wanted {
  readonly action: CustomerAction;
  readonly input: CustomerInput;
  /** Of the organisation's own fields, as they are kept; null: taken away. */
  readonly values: Readonly<Record<string, string | null>>;
  readonly secrets: Secrets;
  readonly recording: Recording;
  readonly joined: readonly Joined[];
}

/** What a write is done with. */
export interface Running {
  readonly core: Core;
  readonly caller: Caller;
  readonly tx: Transaction;
  readonly record: RecordChange;
  readonly write: Write;
  readonly mailId: string;
}

/** Decides who is meant and does it, in the write's transaction. `customerId`: the number for a customer who must be made. Throws NumberNeeded; refuses as recordCustomer does. */
export async function decide(running: Running, wanted: Wanted, customerId: number | undefined): Promise<Recorded> {
  const { caller, tx } = running;
  const { action, input } = wanted;
  const { loyaltyCode: code, cardNumber: card } = input;
  const rows = await holdBearers(tx, caller, { code, card });
  if (action === "new") {
    if (code !== undefined && whoIsMeant(rows, code, undefined)) refuse("code-in-use", { field: "loyaltyCode" });
    if (card !== undefined) refuseKnownCard(rows, card);
    return create(running, wanted, customerId);
  }
  const match = whoIsMeant(rows, code, card);
  if (action === "register" && (!match || match.retired)) refuse("not-registrable", { field: "cardNumber" });
  if (match) return edit(running, wanted, match, rows);
  if (card !== undefined) refuseRetiredCard(rows, card);
  return create(running, wanted, customerId);
}

function refuseKnownCard(rows: readonly BearerRow[], card: string): void {
  refuseRetiredCard(rows, card);
  if (rows.some((row) => row.kind === "card-number" && row.value === card)) refuse("card-in-use", { field: "cardNumber" });
}

async function edit(running: Running, wanted: Wanted, match: Match, rows: readonly BearerRow[]): Promise<Recorded> {
  const { core, caller, tx, record, write } = running;
  const { input, secrets, recording, action } = wanted;
  const found = await holdCustomer(tx, caller.orgId, match.customerId);
  // Whoever gives a code up does it under the row's lock; what was read before it waited may be past.
  const heldCode = found?.identifiers.loyaltyCode;
  if (!found || !heldCode) throw new NumberNeeded();
  const held = { ...found, meantFor: found.meantFor ?? match.cameFrom ?? undefined };
  if (action === "register" && held.data.registered) refuse("not-registrable", { field: "cardNumber" });
  const { identifiers } = held;
  const generatedCard = input.generate ? await claimFreeCard(core, tx, caller.orgId, input.generate) : null;
  // A card by which nobody can be served any more finds its customer, by itself or as the code that it was too, and is not given out again.
  const isOld = input.loyaltyCode === undefined && isRetiredCardOf(rows, input.cardNumber, match.customerId);
  const sent = isOld ? undefined : input.cardNumber;
  const cardNumber = generatedCard ?? sent ?? identifiers.cardNumber;
  if (sent !== undefined && sent !== identifiers.cardNumber) refuseRetiredCard(rows, sent);
  const renewed = input.freshCode ? core.ids.digits(codeDigits) : heldCode;
  const changesNumbers = cardNumber !== identifiers.cardNumber || renewed !== heldCode;
  if (changesNumbers && !recording.may("edit-customer-card-number"))
    refuse("not-permitted", { field: "edit-customer-card-number" });
  const { data, email } = input.apply(held.data, identifiers.email?.value ?? null);
  // The vendor takes any text; an account's e-mail is one that mail goes to and people log in by.
  if (held.onAccount && email !== null && email !== identifiers.email?.value && !isEmail(email))
    refuse("email-malformed", { field: "email" });
  const customFields = nextValues(held.data.customFields, wanted.values);
  refuseMissingValues(recording.fields, customFields, action === "register" ? undefined : held.data.customFields);
  const next: Identifiers = {
    ...identifiers,
    email: nextEmail(identifiers.email, email),
    loyaltyCode: renewed,
    cardNumber,
    userName: input.userName === undefined ? identifiers.userName : input.userName,
    uniqueValues: uniqueValuesOf(recording.fields, customFields),
    retired: input.freshCode
      ? [...identifiers.retired, { kind: "loyalty-code", type: "", value: heldCode }]
      : identifiers.retired,
  };
  const registered = action === "register" ? true : held.data.registered;
  writeCustomer(
    tx,
    record,
    caller,
    write.at,
    held,
    { data: { ...data, customFields: valuesOf(customFields), registered }, identifiers: next, ...secrets, nameOptional: true },
    action === "register" ? "registered" : "edited",
  );
  const who = { customerId: held.row.customer_id, madeFor: held.meantFor };
  await join(openLedger(core, caller, tx, write), wanted.joined, who);
  return { customerId: held.row.customer_id, status: "update", code: renewed, generatedCard };
}

function isRetiredCardOf(rows: readonly BearerRow[], card: string | undefined, customerId: number): boolean {
  const cards = rows.filter((row) => row.kind === "card-number" && row.value === card);
  return cards.every((row) => row.retired) && cards.some((row) => row.customer_id === customerId);
}

async function create(running: Running, wanted: Wanted, customerId: number | undefined): Promise<Recorded> {
  const { core, caller, tx, record, write, mailId } = running;
  const { input, values, secrets, recording } = wanted;
  if (!recording.may("add-customer")) refuse("not-permitted", { field: "add-customer" });
  if (customerId === undefined) throw new NumberNeeded();
  const generatedCard = input.generate ? await claimFreeCard(core, tx, caller.orgId, input.generate) : null;
  const cardNumber = generatedCard ?? input.cardNumber ?? null;
  // On an edit a code that is not sent is made; a new customer's card is the code too (decisions.md, section 3).
  const ownCode = input.loyaltyCode ?? (wanted.action === "new" ? cardNumber : null);
  const code = input.freshCode || ownCode === null ? core.ids.digits(codeDigits) : ownCode;
  const customFields = nextValues(null, values);
  refuseMissingValues(recording.fields, customFields, undefined);
  const { data: given, email } = input.apply(blankCustomer, null);
  const data = { ...given, customFields: valuesOf(customFields), registered: !isBlank(input) };
  const identifiers: Identifiers = {
    ...noIdentifiers,
    email: nextEmail(null, email),
    loyaltyCode: code,
    cardNumber,
    userName: input.userName ?? null,
    uniqueValues: uniqueValuesOf(recording.fields, customFields),
  };
  const made = { customerId, data, identifiers, onAccount: false, ...secrets, addedAt: write.at, changedAt: write.at };
  insertNew(tx, record, caller, made);
  if (input.tellsOwner)
    mailOwner(tx, recording.account, { orgId: caller.orgId, mailId, at: write.at }, { ...recording, data, identifiers });
  await join(openLedger(core, caller, tx, write), wanted.joined, { customerId });
  return { customerId, status: "new", code, generatedCard };
}
