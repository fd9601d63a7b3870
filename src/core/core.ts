import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/database/database.ts";
import type { Transaction } from "../platform/database/transaction.ts";
import type { Ids } from "../platform/ids.ts";
import type { Hasher } from "../platform/secrets/hashing.ts";
import type { KeyProtocol } from "./organisations/organisation.ts";
import type { Refusal } from "./refusal.ts";

/** What the core's functions work with, passed in as one. */
export interface Core {
  readonly db: Database;
  /** What the organisation takes for the time; in a sandbox it may be turned. */
  readonly clock: Clock;
  /** The machine's, by which processes judge whether another is alive. Nobody turns it. */
  readonly machineClock: Clock;
  readonly ids: Ids;
  readonly hasher: Hasher;
  /** Wrong PINs in a row that lock an account. */
  readonly pinAttempts: number;
  /** HMAC-SHA256 under the pepper. */
  readonly mac: (text: string) => Buffer;
}

/** Who asks, for which organisation, and through what: bound to every statement and recorded with every write. */
export interface Caller {
  readonly orgId: number;
  readonly timeZone: string;
  /** Null for an own network, the command line and the server itself. */
  readonly keyId: string | null;
  readonly userName: string | null;
  readonly protocol: KeyProtocol | "command-line" | "server";
  readonly call: string;
  readonly requestId: string;
  /** For a call that may outlive its request: stores its answer with the write that decides it. */
  readonly receipt?: CallReceipt;
}

/** What a write means for the call that it belongs to. */
export type Outcome = { readonly done: unknown } | { readonly refused: Refusal };

/** The part of a receipt (core/receipts) that one call sees. */
export interface CallReceipt {
  /** In the write's transaction, last. */
  seal(tx: Transaction, outcome: Outcome): Promise<void>;
  /** When that transaction has ended. */
  settle(committed: boolean): void;
}
