/** Every way the core says no. Each protocol has one table from these to its own codes. */
export type RefusalName =
  | "email-in-use"
  | "account-not-found"
  | "name-not-on-account"
  | "name-already-on-account"
  | "customer-not-found"
  | "no-account-numbers"
  | "number-in-use"
  | "family-name-missing"
  | "company-name-missing"
  | "unknown-alternate-id-type"
  | "no-pin"
  | "wrong-pin"
  | "pin-temporary"
  | "account-locked"
  | "alternate-id-ambiguous"
  | "email-not-of-customer"
  | "email-invalid"
  | "no-email"
  | "reference-in-use"
  | "version-differs"
  | "delivery-not-found"
  | "delivery-reference-in-use"
  | "delivery-on-that-day"
  | "date-past"
  | "status-not-allowed"
  | "no-delivery-numbers";

/** Facts that go with some refusals, for protocols that report them. */
export interface RefusalFacts {
  readonly accountId?: number;
  readonly customerId?: number;
  /** Wrong PINs in a row, this one included. */
  readonly pinFailures?: number;
  readonly accountIds?: readonly number[];
  /** The input at fault, by the core's name for it. */
  readonly field?: string;
}

/** Thrown inside a transaction it rolls it back: what was refused leaves nothing behind. */
export class Refusal extends Error {
  readonly refusal: RefusalName;
  readonly facts: RefusalFacts;

  constructor(refusal: RefusalName, facts: RefusalFacts = {}) {
    super(refusal);
    this.refusal = refusal;
    this.facts = facts;
  }
}

/** Refuses what is being done; never returns. */
export function refuse(refusal: RefusalName, facts: RefusalFacts = {}): never {
  throw new Refusal(refusal, facts);
}
