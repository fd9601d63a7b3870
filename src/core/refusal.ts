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
  | "no-delivery-numbers"
  | "same-customer"
  | "merge-not-found"
  | "merge-undone"
  | "merge-not-last"
  | "merge-erased"
  | "identifier-in-use"
  | "choice-missing"
  | "email-malformed"
  | "nothing-given"
  | "code-in-use"
  | "card-in-use"
  | "number-retired"
  | "no-free-number"
  | "several-customers"
  | "not-registrable"
  | "user-name-in-use"
  | "field-value"
  | "value-not-unique"
  | "bad-user-name"
  | "loyalty-user-in-use"
  | "loyalty-user-not-found"
  | "own-user"
  | "last-administrator"
  | "pin-in-use"
  | "password-too-short"
  | "end-date-missing"
  | "end-date-foreign"
  | "attempts-locked"
  | "secret-mismatch"
  | "token-invalid"
  | "not-permitted"
  | "secret-too-wide"
  | "field-defined"
  | "field-part-missing"
  | "field-not-text"
  | "field-too-many"
  | "choices-too-many"
  | "campaign-not-found"
  | "campaign-part-not-found"
  | "campaign-active"
  | "part-unfit"
  | "part-identifier-in-use"
  | "depreciation-exists"
  | "days-out-of-order"
  | "value-not-whole"
  | "amount-missing"
  | "amount-too-small"
  | "amount-too-large"
  | "amount-invalid"
  | "amount-not-whole"
  | "promotion-not-found"
  | "item-missing"
  | "item-not-found"
  | "reward-not-found"
  | "nothing-to-redeem"
  | "redemption-over-limit"
  | "balance-too-low"
  | "credit-without-campaign"
  | "transaction-not-found"
  | "transaction-not-deletable"
  | "no-order-numbers"
  | "value-invalid"
  | "not-there"
  | "name-in-use"
  | "still-in-use"
  | "seats-not-there"
  | "seats-not-open"
  | "seats-not-owned"
  | "seats-in-use"
  | "seats-held-otherwise"
  | "event-not-published"
  | "event-not-draft"
  | "event-without-seats"
  | "price-not-there"
  | "class-fixed";

/** Facts that go with some refusals, for protocols that report them. */
export interface RefusalFacts {
  readonly accountId?: number;
  readonly customerId?: number;
  /** Wrong PINs in a row, this one included. */
  readonly pinFailures?: number;
  readonly accountIds?: readonly number[];
  /** The input at fault, by the core's name for it. */
  readonly field?: string;
  /** Which of the lines that were sent is at fault, from 0. */
  readonly index?: number;
  /** What was asked for, as the caller named it. */
  readonly id?: string;
  /** One of the organisation's own fields, and what is wrong with its value. */
  readonly fieldNumber?: number;
  readonly fault?: string;
  /** Seats at fault. */
  readonly seats?: readonly { readonly eventId: number; readonly rowId: number; readonly seat: number }[];
  /** The least that is allowed of it. */
  readonly least?: number;
  /** The most that is allowed of it. */
  readonly most?: number;
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
