import type { Role } from "./roles.ts";

/** The languages in which an account is spoken to. */
export const languages = ["en", "es", "fr"] as const;
export type Language = (typeof languages)[number];

/** What an organisation says of itself as the account of a loyalty programme. */
export interface LoyaltyAccount {
  readonly language: Language;
  /** Whom mail about new customers goes to; null: nobody. */
  readonly ownerEmail: string | null;
  /** Whether calls may carry their secrets in a URL. */
  readonly getAllowed: boolean;
  readonly suspended: boolean;
  /** Of the business and its contact, by the names of accountDetails; what is not known is not there. */
  readonly details: Readonly<Record<string, string>>;
  readonly version: number;
  readonly createdAt: Date;
  /** How many accounts the organisation has: with several it is an agency, and its campaigns may be a coalition. */
  readonly accounts: number;
}

/** What can be told of the business and its contact, in the order in which it is told. */
export const accountDetails = [
  "businessName",
  "businessAddress1",
  "businessAddress2",
  "businessCity",
  "businessRegion",
  "businessPostalCode",
  "businessCountry",
  "contactGivenName",
  "contactFamilyName",
  "contactPhone",
  "agency",
  "clientEmail",
  "referrer",
] as const;

/** Who calls for an account. */
export interface LoyaltyUser {
  /** Lower case. */
  readonly userName: string;
  /** Stands for the user wherever a key would: limits, use, the audit trail. */
  readonly userKeyId: string;
  readonly role: Role;
  /** The account's names that the user may call under; null: all. */
  readonly names: readonly string[] | null;
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly additionalInfo: string | null;
  readonly language: Language | null;
  readonly timeZone: string | null;
  /** Ids; null: all. */
  readonly allowedCampaigns: readonly string[] | null;
  /** Permissions of the role that were taken away. */
  readonly suppressed: readonly string[];
  readonly callsPerMinute: number | null;
  /** The last day of one who is there for a time, YYYY-MM-DD. */
  readonly endsOn: string | null;
  readonly hasPassword: boolean;
  readonly hasPin: boolean;
}

/** A user with what their keys are known by. */
export interface UserWithKeys extends LoyaltyUser {
  /** SHA-256 of each. */
  readonly keyHashes: readonly Buffer[];
}
