/** The wire protocols that Willcall speaks for vendors' integrations. */
export type Protocol = "archtics" | "loyalty" | "delivery";
/** What an API key opens: a protocol, or the native API. */
export type KeyProtocol = Protocol | "native";

/** A tenant: everything else belongs to exactly one. */
export interface Organisation {
  readonly orgId: number;
  readonly slug: string;
  readonly name: string;
  /** IANA name; wire times are in it. */
  readonly timeZone: string;
  readonly currency: string;
  /** Networks (CIDR) from which its own systems call without a key. */
  readonly ownNetworks: readonly string[];
  readonly alternateIdTypes: readonly string[];
  /** Whether it was made to try integrations out, so that its clock and answers may be told to go wrong. */
  readonly sandbox: boolean;
}

/** What an API key may do. The key itself is not kept. */
export interface ApiKey {
  readonly keyId: string;
  readonly orgId: number;
  readonly label: string;
  readonly protocol: KeyProtocol;
  /** Of the protocol; of the native API, its scopes. */
  readonly products: readonly string[];
  /** The protocol's names of the organisation that it may use (DSNs and the like); null: all. */
  readonly names: readonly string[] | null;
  /** The commands that it is narrowed to; null: all of its products. */
  readonly commands: readonly string[] | null;
  /** The branch it belongs to, of the one company in `names`; keys of the delivery protocol have one, others don't. */
  readonly branch: number | null;
  /** Networks (CIDR) from which it may be used; null: all. */
  readonly networks: readonly string[] | null;
  readonly callsPerMinute: number | null;
  readonly callsPerDay: number | null;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

/** A TLS client certificate that may call in place of a key. */
export interface ClientCertificate {
  readonly certificateId: string;
  readonly orgId: number;
  /** SHA-256 of its DER. */
  readonly fingerprint: Buffer;
  readonly label: string;
  /** The DSNs that it may use; null: all of the organisation's. */
  readonly names: readonly string[] | null;
  readonly callsPerMinute: number | null;
  readonly callsPerDay: number | null;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly revokedAt: Date | null;
}

/** A session of the delivery protocol, as its token opens it, with the key that it was made by. */
export interface DeliverySession {
  readonly company: string;
  readonly branch: number;
  readonly expiresAt: Date;
  readonly key: ApiKey;
}

/** A name that calls are made under. */
export interface User {
  readonly userName: string;
  readonly names: readonly string[] | null;
  readonly passwordHash: string | null;
  readonly passwordRequired: boolean;
}

/** The limits of a key for which nobody names others (decisions.md, sections 2 and 4); null: none. */
export const defaultLimits = {
  archtics: { perMinute: 80, perDay: 5_000 },
  native: { perMinute: 80, perDay: 5_000 },
  delivery: { perMinute: 120, perDay: null },
} as const;
