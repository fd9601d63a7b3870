import type { Caller, Core } from "../core.ts";
import { emailKey } from "../identity/email.ts";
import { alternateIdBearers } from "../identity/queries.ts";
import { refuse } from "../refusal.ts";
import { type AlternateId, type CustomerData, customerFields } from "./customer.ts";
import { profileByAccount, profileByCustomer, profileByEmail } from "./queries.ts";

/** A customer as seen through one of their accounts. */
export interface Profile {
  readonly customerId: number;
  readonly data: CustomerData;
  /** The day it was added, in the organisation's time zone. */
  readonly addedOn: string;
  readonly email: string | null;
  readonly emailValid: boolean;
  readonly alternateIds: readonly AlternateId[];
  readonly pin: StoredPin;
  readonly account: {
    readonly accountId: number;
    readonly type: "personal" | "business";
    readonly status: "active" | "inactive";
    readonly externalId1: string | null;
    readonly externalId2: string | null;
    readonly otherInfo: Readonly<Record<string, string>>;
    readonly locked: boolean;
    readonly pinFailures: number;
    readonly groups: readonly number[];
    readonly nickname: string | null;
    readonly owner: Pick<CustomerData, "kind" | "givenName" | "middleName" | "familyName" | "companyName">;
    /** The PIN of the account's primary name. */
    readonly pin: StoredPin;
  };
  /** All accounts of the customer, the main one first, then in nickname order. Known when not found by account. */
  readonly accounts:
    | readonly { readonly accountId: number; readonly status: "active" | "inactive"; readonly nickname: string | null }[]
    | null;
}

export interface StoredPin {
  readonly hash: string | null;
  readonly temporary: boolean;
}

/** The order of the columns is that of queries.ts, profileColumns. */
function toProfile(row: readonly unknown[]): Profile {
  let at = 0;
  const next = <T>(): T => row[at++] as T;
  const customerId = next<number>();
  const pin = { hash: next<string | null>(), temporary: next<boolean>() };
  const addedOn = next<string>();
  const data: Record<string, unknown> = {};
  for (const field of customerFields) data[field] = next();
  const identifiers = next<[kind: string, type: string, value: string, comment: string | null, valid: boolean][] | null>() ?? [];
  const email = identifiers.find(([kind]) => kind === "email");
  const alternateIds: AlternateId[] = [];
  for (const [kind, type, value, comment] of identifiers)
    if (kind === "alternate-id") alternateIds.push({ type, value, comment });
  const account = {
    accountId: next<number>(),
    type: next<"personal" | "business">(),
    status: next<"active" | "inactive">(),
    externalId1: next<string | null>(),
    externalId2: next<string | null>(),
    otherInfo: next<Record<string, string>>(),
    locked: next<boolean>(),
    pinFailures: next<number>(),
    groups: next<number[] | null>() ?? [],
    owner: {
      kind: next<CustomerData["kind"]>(),
      givenName: next<string | null>(),
      middleName: next<string | null>(),
      familyName: next<string | null>(),
      companyName: next<string | null>(),
    },
    pin: { hash: next<string | null>(), temporary: next<boolean>() },
    nickname: next<string | null>(),
  };
  const accounts = next<[number, "active" | "inactive", string | null][] | null>();
  return {
    customerId,
    data: data as unknown as CustomerData,
    addedOn,
    email: email?.[2] ?? null,
    emailValid: email?.[4] ?? true,
    alternateIds,
    pin,
    account,
    accounts: accounts?.map(([accountId, status, nickname]) => ({ accountId, status, nickname })) ?? null,
  };
}

/**
 * The primary name of an account, or the customer `customerId` on it: one round trip.
 * Undefined when there is no such account, "not-on-account" when that customer is not on it.
 */
export async function findByAccount(
  core: Core,
  caller: Caller,
  accountId: number,
  customerId?: number,
): Promise<Profile | "not-on-account" | undefined> {
  const [row] = await core.db.read(profileByAccount, [caller.orgId, accountId, caller.timeZone, customerId ?? null]);
  if (!row) return undefined;
  return row[0] === null ? "not-on-account" : toProfile(row);
}

/** The customer on an account who has the e-mail: one round trip. */
export async function findByEmail(core: Core, caller: Caller, email: string): Promise<Profile | undefined> {
  const [row] = await core.db.read(profileByEmail, [caller.orgId, emailKey(email), caller.timeZone]);
  return row && toProfile(row);
}

/** The customer on an account who bears an alternate id, of any type unless one is named. Refuses with alternate-id-ambiguous when several do. */
export async function findByAlternateId(core: Core, caller: Caller, value: string, type?: string): Promise<Profile | undefined> {
  const bearers = await core.db.read(alternateIdBearers, [caller.orgId, value, type ?? null]);
  if (bearers.length > 1)
    refuse("alternate-id-ambiguous", { accountIds: [...new Set(bearers.flatMap((one) => one.account_ids))] });
  if (!bearers[0]) return undefined;
  const [row] = await core.db.read(profileByCustomer, [caller.orgId, bearers[0].customer_id, caller.timeZone]);
  return row && toProfile(row);
}
