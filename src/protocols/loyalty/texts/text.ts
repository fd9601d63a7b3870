import type { Language } from "../../../core/loyalty/account.ts";
import { english } from "./en.ts";
import { spanish } from "./es.ts";
import { french } from "./fr.ts";

/** What a text is about: the parameter at fault, and whatever else it names. */
export interface About {
  readonly field?: string;
  readonly max?: number;
  readonly least?: number;
  readonly most?: number;
  readonly values?: readonly string[];
  readonly id?: string;
}

/** Everything that callers are told in words (loyalty.md, section 11: free text, in the account's language). */
export interface Texts {
  // Of requests.
  readonly "form-unreadable": () => string;
  readonly "too-many-fields": () => string;
  readonly "files-refused": () => string;
  readonly "media-type": () => string;
  readonly "too-large": (about: About) => string;
  readonly "get-refused": () => string;
  readonly "type-unknown": () => string;
  readonly "action-undefined": (about: About) => string;
  readonly "rate-limit": () => string;
  readonly unavailable: () => string;
  readonly told: () => string;
  readonly "bad-sandbox-header": (about: About) => string;
  readonly internal: (about: About) => string;
  // Of who calls.
  readonly "wrong-credentials": () => string;
  readonly "account-suspended": () => string;
  readonly "not-permitted": (about: About) => string;
  // Of fields.
  readonly missing: (about: About) => string;
  readonly "one-of-missing": (about: About) => string;
  readonly "too-long": (about: About) => string;
  readonly unsayable: (about: About) => string;
  readonly "bad-output": () => string;
  readonly "bad-callback": () => string;
  readonly "no-day": (about: About) => string;
  readonly "day-before": (about: About) => string;
  readonly "no-date": (about: About) => string;
  readonly "no-digits": (about: About) => string;
  readonly "no-number": (about: About) => string;
  readonly "no-money": (about: About) => string;
  readonly "no-email": (about: About) => string;
  readonly "not-whole": (about: About) => string;
  readonly "not-one-of": (about: About) => string;
  readonly "entries-not-in-list": (about: About) => string;
  readonly "entry-not-in-list": (about: About) => string;
  readonly "not-defined": (about: About) => string;
  readonly required: (about: About) => string;
  readonly "not-unique": (about: About) => string;
  readonly "shape-too-long": (about: About) => string;
  readonly "both-given": (about: About) => string;
  // Of customers.
  readonly "nothing-given": () => string;
  readonly "no-customer": () => string;
  readonly "no-match": () => string;
  readonly "several-customers": (about: About) => string;
  readonly "code-in-use": (about: About) => string;
  readonly "card-in-use": (about: About) => string;
  readonly "number-retired": (about: About) => string;
  readonly "no-free-number": (about: About) => string;
  readonly "not-registrable": (about: About) => string;
  readonly "user-name-in-use": (about: About) => string;
  readonly "email-in-use": (about: About) => string;
  readonly "reference-in-use": (about: About) => string;
  readonly "name-missing": (about: About) => string;
  readonly "campaign-invalid": (about: About) => string;
  readonly "auto-add-without-campaign": () => string;
  readonly "secret-mismatch": () => string;
  readonly "attempts-locked": (about: About) => string;
  readonly "token-invalid": (about: About) => string;
  // Of users and the account.
  readonly "user-unusable": (about: About) => string;
  readonly "user-in-use": (about: About) => string;
  readonly "no-user": (about: About) => string;
  readonly "own-user": (about: About) => string;
  readonly "last-administrator": (about: About) => string;
  readonly "pin-in-use": (about: About) => string;
  readonly "password-too-short": (about: About) => string;
  readonly "end-date-missing": (about: About) => string;
  readonly "end-date-foreign": (about: About) => string;
  readonly "not-changeable": (about: About) => string;
  readonly "secret-too-wide": (about: About) => string;
  readonly "unknown-column": (about: About) => string;
  readonly "column-twice": (about: About) => string;
  readonly "too-many-lines": (about: About) => string;
  readonly "too-many-columns": (about: About) => string;
  readonly "quotes-open": (about: About) => string;
  readonly "only-text": (about: About) => string;
  readonly predefined: (about: About) => string;
  readonly "too-many-defined": (about: About) => string;
  readonly "too-many-choices": (about: About) => string;
  readonly "already-defined": (about: About) => string;
  // Of campaigns and transactions.
  readonly "unknown-transaction-column": (about: About) => string;
  readonly "date-ahead": (about: About) => string;
  readonly "bad-idempotency-key": (about: About) => string;
  readonly "idempotency-key-used": (about: About) => string;
  readonly "no-whole": (about: About) => string;
  readonly "no-promotion": (about: About) => string;
  readonly "no-item": (about: About) => string;
  readonly "no-reward": (about: About) => string;
  readonly "nothing-to-redeem": (about: About) => string;
  readonly "amount-too-small": (about: About) => string;
  readonly "amount-too-large": (about: About) => string;
  readonly "over-limit": (about: About) => string;
  readonly "balance-too-low": (about: About) => string;
  readonly "no-transaction": (about: About) => string;
  readonly "not-deletable": (about: About) => string;
  readonly "no-such-part": (about: About) => string;
  readonly "campaign-active": (about: About) => string;
  readonly "part-unfit": (about: About) => string;
  readonly "part-identifier-in-use": (about: About) => string;
  readonly "depreciation-exists": (about: About) => string;
  readonly "days-out-of-order": (about: About) => string;
  readonly "no-ratio": (about: About) => string;
  readonly "no-percentage": (about: About) => string;
  readonly "no-coordinate": (about: About) => string;
}

export type TextName = keyof Texts;

const texts: Readonly<Record<Language, Texts>> = { en: english, es: spanish, fr: french };

/** A text in a language. */
export function say(language: Language, name: TextName, about: About = {}): string {
  return texts[language][name](about);
}
