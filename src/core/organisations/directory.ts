import type { Database } from "../../platform/database/database.ts";
import { hashKey } from "../../platform/secrets/api-key.ts";
import type { LoyaltyAccount, UserWithKeys } from "../loyalty/account.ts";
import { loyaltyAccount, userWithKeys } from "../loyalty/queries.ts";
import type { ApiKey, ClientCertificate, DeliverySession, Organisation, Protocol, User } from "./organisation.ts";
import {
  directoryVersion,
  findApiKey,
  findCertificate,
  findDeliverySession,
  findName,
  findOrganisation,
  findUser,
  type SessionRow,
} from "./queries.ts";

/** Finds who calls and for which organisation, from memory when it can. What it says is at most a second old. */
export interface Directory {
  /** The record of a key, revoked and expired ones included; undefined for a key that never was. */
  apiKey(key: string): Promise<ApiKey | undefined>;
  /** The record of a client certificate by the SHA-256 of its DER, revoked ones included. */
  certificate(fingerprint: Buffer): Promise<ClientCertificate | undefined>;
  /** The session that a token of the delivery protocol opens, ended ones included; undefined for one that never was. */
  deliverySession(token: string): Promise<DeliverySession | undefined>;
  /** The organisation that a protocol reaches under `name` (compared without case); undefined for one that is not known or not active. */
  orgIdOf(protocol: Protocol, name: string): Promise<number | undefined>;
  /** The organisation of a loyalty account's name, and the number of the account among its own. */
  loyaltyName(name: string): Promise<{ readonly orgId: number; readonly accountNumber: number } | undefined>;
  organisation(orgId: number): Promise<Organisation | undefined>;
  user(orgId: number, userName: string): Promise<User | undefined>;
  /** What an organisation is to the loyalty protocol. */
  loyaltyAccount(orgId: number): Promise<LoyaltyAccount | undefined>;
  /** A user of the loyalty protocol; the name compares without case. */
  loyaltyUser(orgId: number, userName: string): Promise<UserWithKeys | undefined>;
  /** What it says afterwards is no older than this call, if the database can be reached: for who has just changed it and would be surprised. */
  refresh(): Promise<void>;
}

/** What can't be a name need not be looked for, and what PostgreSQL can't take must not be. */
const isName = (text: string): boolean => text !== "" && text.length <= 64 && !text.includes("\0") && text.isWellFormed();

const staleAfter = 1_000;
const refreshAfter = 400;
/** Guesses fill the cache too, so it is bounded: emptying it costs a few look-ups, an eviction order would cost every call. */
const mostEntries = 20_000;
/** A longer key than any that is given out is remembered by its hash, so that guesses can't fill the memory. */
const longestKey = 128;

/** `elapsed` counts milliseconds from any fixed moment and never goes back, whatever happens to the clock. */
export function createDirectory(db: Database, elapsed: () => number = () => performance.now()): Directory {
  const cache = new Map<string, unknown>();
  let version = -1;
  let confirmed = Number.NEGATIVE_INFINITY;
  let checking: Promise<void> | undefined;

  function check(): Promise<void> {
    checking ??= confirm().finally(() => {
      checking = undefined;
    });
    return checking;
  }

  /** What is in memory was true when the question was sent, not when the answer came. */
  async function confirm(): Promise<void> {
    const asked = elapsed();
    const [row] = await db.read(directoryVersion, []);
    if (row!.version !== version) {
      cache.clear();
      version = row!.version;
    }
    confirmed = asked;
  }

  async function find<T>(kind: string, id: string, load: () => Promise<T[]>): Promise<T | undefined> {
    const age = elapsed() - confirmed;
    if (age >= staleAfter) await check();
    else if (age >= refreshAfter) check().catch(() => {});
    const key = `${kind} ${id}`;
    if (cache.has(key)) return cache.get(key) as T | undefined;
    const loadedAt = version;
    const [found] = await load();
    // A change that came in between has emptied the cache; what was read before it must not get in.
    if (version === loadedAt) {
      if (cache.size >= mostEntries) cache.clear();
      cache.set(key, found);
    }
    return found;
  }

  async function named(protocol: Protocol, name: string) {
    const wanted = name.trim().toLowerCase();
    return isName(wanted) ? find("name", `${protocol} ${wanted}`, () => db.read(findName, [protocol, wanted])) : undefined;
  }

  return {
    apiKey(key) {
      // Known by itself in this process's memory, where every request brings it anyway: hashing it each time costs more than the look-up.
      const id = key.length <= longestKey ? key : hashKey(key).toString("base64");
      return find("key", id, () => db.read(findApiKey, [hashKey(key)]));
    },
    deliverySession(token) {
      const id = token.length <= longestKey ? token : hashKey(token).toString("base64");
      return find("session", id, async () => (await db.read(findDeliverySession, [hashKey(token)])).map(toSession));
    },
    certificate: (fingerprint) =>
      find("certificate", fingerprint.toString("base64"), () => db.read(findCertificate, [fingerprint])),
    orgIdOf: async (protocol, name) => (await named(protocol, name))?.org_id,
    async loyaltyName(name) {
      const found = await named("loyalty", name);
      return found && { orgId: found.org_id, accountNumber: found.account };
    },
    organisation: (orgId) => find("organisation", String(orgId), () => db.read(findOrganisation, [orgId])),
    user(orgId, userName) {
      const wanted = userName.trim().toLowerCase();
      if (!isName(wanted)) return Promise.resolve(undefined);
      return find("user", `${orgId} ${wanted}`, () => db.read(findUser, [orgId, wanted]));
    },
    loyaltyAccount: (orgId) => find("loyalty account", String(orgId), () => db.read(loyaltyAccount, [orgId])),
    loyaltyUser(orgId, userName) {
      const wanted = userName.trim().toLowerCase();
      if (!isName(wanted)) return Promise.resolve(undefined);
      return find("loyalty user", `${orgId} ${wanted}`, () => db.read(userWithKeys, [orgId, wanted]));
    },
    async refresh() {
      // One that is under way may have asked too early.
      await checking?.catch(() => {});
      await check().catch(() => {});
    },
  };
}

function toSession({ company, sessionBranch, sessionExpiresAt, ...key }: SessionRow): DeliverySession {
  return { company, branch: sessionBranch, expiresAt: sessionExpiresAt, key };
}
