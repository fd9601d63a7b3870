import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/database/database.ts";
import type { Ids } from "../platform/ids.ts";
import type { Hasher } from "../platform/secrets/hashing.ts";
import type { Protocol } from "./organisations/organisation.ts";

/** What the core's functions work with, passed in as one. */
export interface Core {
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly hasher: Hasher;
  /** Wrong PINs in a row that lock an account. */
  readonly pinAttempts: number;
}

/** Who asks, for which organisation, and through what: bound to every statement and recorded with every write. */
export interface Caller {
  readonly orgId: number;
  readonly timeZone: string;
  /** Null for an own network, the command line and the server itself. */
  readonly keyId: string | null;
  readonly userName: string | null;
  readonly protocol: Protocol | "command-line" | "server";
  readonly call: string;
  readonly requestId: string;
}
