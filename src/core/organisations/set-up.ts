import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/database/database.ts";
import { violates } from "../../platform/database/errors.ts";
import type { Transaction } from "../../platform/database/transaction.ts";
import type { Ids } from "../../platform/ids.ts";
import { networks } from "../../platform/networks.ts";
import { hashKey } from "../../platform/secrets/api-key.ts";
import type { Hasher } from "../../platform/secrets/hashing.ts";
import type { ApiKey, Protocol } from "./organisation.ts";
import {
  findBranch,
  insertApiKey,
  insertBranch,
  insertChangeCounter,
  insertCounter,
  insertLoyaltyAccount,
  insertName,
  insertOrganisation,
  insertUser,
  listApiKeys,
  listNames,
  raiseDirectoryVersion,
  revokeApiKey,
  takeOrgId,
} from "./queries.ts";

/** What the functions of this file work with. */
export interface SetUp {
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Something of the kind is there already, or the input can't be used; the message names the field and is fit for a person. */
export class CannotSetUp extends Error {
  /** True when the input is right and only what it names is somebody's already. */
  readonly taken: boolean;

  constructor(message: string, taken = false) {
    super(message);
    this.taken = taken;
  }
}

export interface NewBranch {
  readonly company: string;
  /** From 1 to 9999. */
  readonly branch: number;
  readonly name: string;
}

export interface NewOrganisation {
  readonly slug: string;
  readonly name: string;
  readonly timeZone: string;
  readonly currency: string;
  readonly ownNetworks?: readonly string[];
  readonly names: readonly { readonly protocol: Protocol; readonly name: string; readonly active?: boolean }[];
  /** Of its companies among `names`. */
  readonly branches?: readonly NewBranch[];
  readonly alternateIdTypes?: readonly string[];
  /** Whether integrations are tried out on it: for good, it can't be changed. */
  readonly sandbox?: boolean;
  /** The last numbers that count as given out; the next customer and account get the ones after. */
  readonly lastCustomer?: number;
  readonly lastAccount?: number;
  readonly keys?: readonly Omit<NewApiKey & { key: string }, "orgId">[];
  /** Fills it with data before anybody can reach it; what dies in the middle leaves no half-made organisation to be seen. */
  readonly fill?: (orgId: number) => Promise<void>;
}

/** Makes an organisation with its names and vocabularies; gives its id. Throws CannotSetUp for a taken slug or name. */
export async function createOrganisation({ db, clock, ids }: SetUp, input: NewOrganisation): Promise<number> {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(input.slug))
    throw new CannotSetUp("slug: lower-case letters, digits and dashes, at most 63");
  if (input.name.trim() === "") throw new CannotSetUp("name: must not be empty");
  if (!/^[A-Z]{3}$/.test(input.currency)) throw new CannotSetUp("currency: three capital letters, as in USD");
  if (!isTimeZone(input.timeZone))
    throw new CannotSetUp(`time zone: ${input.timeZone} is not an IANA time zone, as in America/New_York`);
  for (const { protocol, name } of input.names) if (protocol === "delivery") refuseBadCompany(name);
  for (const one of input.branches ?? []) refuseBadBranch(one);
  const orgId = await db.transaction(async (tx) => {
    const [{ org_id: taken }] = (await tx.query(takeOrgId, [])) as [{ org_id: number }];
    tx.send(insertCounter, [taken, "customer", input.lastCustomer ?? 0]);
    tx.send(insertCounter, [taken, "account", input.lastAccount ?? 0]);
    tx.send(insertCounter, [taken, "delivery", 0]);
    // Where no level of a reward is, since clients name a reward by its number or its level.
    tx.send(insertCounter, [taken, "campaign-part", 1_000_000_000]);
    for (const counter of ["transaction", "set-up", "order", "seat-move", "scan"]) tx.send(insertCounter, [taken, counter, 0]);
    tx.send(insertChangeCounter, [taken]);
    tx.send(insertLoyaltyAccount, [taken, clock.now()]);
    return taken;
  });
  await input.fill?.(orgId);
  try {
    await db.transaction(async (tx) => {
      const { slug, name, timeZone, currency, ownNetworks = [], alternateIdTypes = [] } = input;
      tx.send(insertOrganisation, [
        orgId,
        slug,
        name,
        timeZone,
        currency,
        ownNetworks,
        alternateIdTypes,
        clock.now(),
        input.sandbox ?? false,
      ]);
      for (const one of input.names) tx.send(insertName, [one.protocol, one.name.toLowerCase(), orgId, one.active ?? true, 1]);
      for (const { company, branch, name } of input.branches ?? [])
        tx.send(insertBranch, [orgId, company, branch, name, clock.now()]);
      for (const key of input.keys ?? []) sendApiKey(tx, clock, { ...key, orgId }, ids.uuid());
      tx.send(raiseDirectoryVersion, []);
    });
    return orgId;
  } catch (error) {
    if (violates(error, "organisations_slug_key")) throw new CannotSetUp(`slug: ${input.slug} is taken`, true);
    if (violates(error, "organisation_names_pkey")) throw new CannotSetUp("names: one of them is taken", true);
    throw error;
  }
}

/** Throws CannotSetUp for what can be no company: they go by numbers on their wire (delivery.md, section 4). */
export function refuseBadCompany(name: string): void {
  if (!/^[1-9]\d{0,9}$/.test(name) || Number(name) > 2_147_483_647)
    throw new CannotSetUp("company: a whole number from 1 to 2147483647");
}

/** Throws CannotSetUp for what can be no branch. */
export function refuseBadBranch({ branch, name }: NewBranch): void {
  if (!Number.isInteger(branch) || branch < 1 || branch > 9999) throw new CannotSetUp("branch: a whole number from 1 to 9999");
  if (name.trim() === "") throw new CannotSetUp("branch name: must not be empty");
}

export interface NewApiKey
  extends Pick<ApiKey, "orgId" | "label" | "protocol" | "products">,
    Partial<Pick<ApiKey, "names" | "commands" | "branch" | "networks" | "callsPerMinute" | "callsPerDay" | "expiresAt">> {
  /** A key that is known already (the sandbox's, an imported one); otherwise a random one of 256 bits is made. */
  readonly key?: string;
}

/**
 * Makes a key; the answer is the only time that it is shown. Throws CannotSetUp when the very key exists, and when one of the delivery
 * protocol names no branch that there is.
 */
export async function createApiKey({ db, clock, ids }: SetUp, input: NewApiKey): Promise<{ key: string; keyId: string }> {
  if (input.protocol === "delivery") await refuseMissingBranch({ db }, input);
  refuseBadNetworks(input.networks);
  const key = input.key ?? `wc_${ids.token(32)}`;
  const keyId = ids.uuid();
  try {
    await db.transaction(async (tx) => {
      sendApiKey(tx, clock, { ...input, key }, keyId);
      tx.send(raiseDirectoryVersion, []);
    });
  } catch (error) {
    if (violates(error, "api_keys_pkey")) throw new CannotSetUp("key: this key exists", true);
    throw error;
  }
  return { key, keyId };
}

/** Stores a key. Whoever does it raises the directory's version too. */
export function sendApiKey(tx: Transaction, clock: Clock, input: NewApiKey & { key: string }, keyId: string): void {
  const lower = (list: readonly string[] | null | undefined) => list?.map((one) => one.trim().toLowerCase()) ?? null;
  const {
    key,
    orgId,
    label,
    protocol,
    products,
    names,
    commands,
    branch = null,
    networks = null,
    callsPerMinute = null,
    callsPerDay = null,
    expiresAt = null,
  } = input;
  tx.send(insertApiKey, [
    hashKey(key),
    keyId,
    orgId,
    label,
    protocol,
    lower(products),
    lower(names),
    lower(commands),
    branch,
    networks,
    callsPerMinute,
    callsPerDay,
    expiresAt,
    clock.now(),
  ]);
}

/** An organisation's keys, ended ones too, in the order in which they were made. */
export function apiKeysOf({ db }: Pick<SetUp, "db">, orgId: number): Promise<ApiKey[]> {
  return db.read(listApiKeys, [orgId]);
}

/** The names by which protocols reach an organisation. */
export function namesOf(
  { db }: Pick<SetUp, "db">,
  orgId: number,
): Promise<{ protocol: Protocol; name: string; active: boolean }[]> {
  return db.read(listNames, [orgId]);
}

/** Ends a key; all servers refuse it within a second. False when the organisation has no such live key. */
export async function endApiKey({ db, clock }: SetUp, orgId: number, keyId: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [ended] = await tx.query(revokeApiKey, [orgId, keyId, clock.now()]);
    if (ended) tx.send(raiseDirectoryVersion, []);
    return ended !== undefined;
  });
}

export interface NewUser {
  readonly orgId: number;
  readonly userName: string;
  readonly names?: readonly string[] | null;
  readonly password?: string;
  readonly passwordRequired?: boolean;
}

/** Makes a user that calls are made under. Throws CannotSetUp when the name is taken. */
export async function createUser({ db, clock }: SetUp, hasher: Hasher, input: NewUser): Promise<void> {
  const userName = input.userName.trim().toLowerCase();
  if (!/^[^\s\p{Cc}]{1,12}$/u.test(userName)) throw new CannotSetUp("user name: 1 to 12 characters without spaces");
  if (input.passwordRequired && !input.password) throw new CannotSetUp("password: a user who must send one needs one");
  const passwordHash = input.password ? await hasher.slots.run(() => hasher.hash(input.password!)) : null;
  const names = input.names?.map((one) => one.trim().toLowerCase()) ?? null;
  try {
    await db.transaction(async (tx) => {
      tx.send(insertUser, [input.orgId, userName, names, passwordHash, input.passwordRequired ?? false, clock.now()]);
      tx.send(raiseDirectoryVersion, []);
    });
  } catch (error) {
    if (violates(error, "users_pkey")) throw new CannotSetUp(`user name: ${userName} is taken`, true);
    throw error;
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return name.includes("/") || name === "UTC";
  } catch {
    return false;
  }
}

function refuseBadNetworks(given: readonly string[] | null | undefined): void {
  try {
    networks([...(given ?? [])]);
  } catch (error) {
    throw new CannotSetUp(`networks: ${(error as Error).message}`);
  }
}

/** Throws CannotSetUp when a key of the delivery protocol is not for one branch that there is. */
async function refuseMissingBranch({ db }: Pick<SetUp, "db">, { orgId, names, branch }: NewApiKey): Promise<void> {
  const company = names?.length === 1 ? names[0]! : undefined;
  if (company === undefined) throw new CannotSetUp("company: a key belongs to one branch of one company");
  const [found] = await db.read(findBranch, [orgId, company, branch ?? 0]);
  if (!found) throw new CannotSetUp(`branch: ${company} has no branch ${branch ?? "without a number"}`);
}
