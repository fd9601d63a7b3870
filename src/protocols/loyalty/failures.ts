import { Refusal, type RefusalFacts, type RefusalName } from "../../core/refusal.ts";
import { BadBehaviour } from "../../core/sandbox/behaviour.ts";
import { Told } from "../../core/sandbox/staged.ts";
import { DatabaseUnavailable } from "../../platform/database/errors.ts";
import { HashingOverloaded } from "../../platform/secrets/hashing.ts";
import { bodyLimit, Unreadable } from "./parameters.ts";
import { wirePermission } from "./permissions.ts";
import type { About, TextName } from "./texts/text.ts";

/** An outcome that is an error to the caller. */
export class Fault extends Error {
  readonly text: TextName;
  readonly about: About;
  /** HTTP's: 200 but for what decisions.md, section 3, transport, names. */
  readonly http: number;

  constructor(text: TextName, about: About = {}, http = 200) {
    super(text);
    this.text = text;
    this.about = about;
    this.http = http;
  }
}

/** Ends a call with an error. */
export function fail(text: TextName, about: About = {}, http = 200): never {
  throw new Fault(text, about, http);
}

/** The wire's names of the core's fields; a call may have others. */
const wireNames: Readonly<Record<string, string>> = {
  loyaltyCode: "code",
  cardNumber: "card_number",
  generate: "card_number_generate",
  userName: "customer_username",
  familyName: "last_name",
  companyName: "last_name",
  campaignId: "campaign_id",
  credit: "auto_add",
  money: "amount",
  promotion: "promo_id",
  item: "service_product",
  reward: "reward_to_redeem",
  points: "custom_points_redeem",
  redeemedMoney: "custom_dollars_redeem",
  transactionId: "transaction_id",
};

/** From the core's refusals to this protocol's words. Without an entry the protocol can't meet the refusal. */
const refusals: Partial<Record<RefusalName, TextName>> = {
  "customer-not-found": "no-customer",
  "email-in-use": "email-in-use",
  "email-malformed": "no-email",
  "reference-in-use": "reference-in-use",
  "family-name-missing": "name-missing",
  "company-name-missing": "name-missing",
  "nothing-given": "nothing-given",
  "code-in-use": "code-in-use",
  "card-in-use": "card-in-use",
  "number-retired": "number-retired",
  "no-free-number": "no-free-number",
  "several-customers": "several-customers",
  "not-registrable": "not-registrable",
  "user-name-in-use": "user-name-in-use",
  "value-not-unique": "not-unique",
  "bad-user-name": "user-unusable",
  "loyalty-user-in-use": "user-in-use",
  "loyalty-user-not-found": "no-user",
  "own-user": "own-user",
  "last-administrator": "last-administrator",
  "pin-in-use": "pin-in-use",
  "password-too-short": "password-too-short",
  "end-date-missing": "end-date-missing",
  "end-date-foreign": "end-date-foreign",
  "attempts-locked": "attempts-locked",
  "secret-mismatch": "secret-mismatch",
  "token-invalid": "token-invalid",
  "not-permitted": "not-permitted",
  "secret-too-wide": "secret-too-wide",
  "field-defined": "already-defined",
  "field-part-missing": "missing",
  "choice-missing": "missing",
  "field-not-text": "only-text",
  "field-too-many": "too-many-defined",
  "choices-too-many": "too-many-choices",
  "campaign-not-found": "campaign-invalid",
  "campaign-part-not-found": "no-such-part",
  "campaign-active": "campaign-active",
  "part-unfit": "part-unfit",
  "part-identifier-in-use": "part-identifier-in-use",
  "depreciation-exists": "depreciation-exists",
  "days-out-of-order": "days-out-of-order",
  "value-not-whole": "not-whole",
  "amount-missing": "missing",
  "credit-without-campaign": "auto-add-without-campaign",
  "amount-too-small": "amount-too-small",
  "amount-too-large": "amount-too-large",
  "amount-invalid": "no-money",
  "amount-not-whole": "no-whole",
  "promotion-not-found": "no-promotion",
  "item-missing": "missing",
  "item-not-found": "no-item",
  "reward-not-found": "no-reward",
  "nothing-to-redeem": "nothing-to-redeem",
  "redemption-over-limit": "over-limit",
  "balance-too-low": "balance-too-low",
  "transaction-not-found": "no-transaction",
  "transaction-not-deletable": "not-deletable",
};

/** What was wrong with a value of an organisation's own field. */
const valueFaults: Readonly<Record<string, TextName>> = {
  "too-long": "too-long",
  "no-date": "no-date",
  "entries-not-in-list": "entries-not-in-list",
  "entry-not-in-list": "entry-not-in-list",
  "no-number": "no-number",
  "no-money": "no-money",
  required: "required",
  "not-defined": "not-defined",
};

/** What a call that went wrong answers; undefined for what should not happen. `names`: the call's own names of the core's fields. */
export function faultOf(error: unknown, names: Readonly<Record<string, string>> = {}): Fault | undefined {
  if (error instanceof Fault) return error;
  if (error instanceof Unreadable) return new Fault(error.reason);
  if (error instanceof DatabaseUnavailable || error instanceof HashingOverloaded) return new Fault("unavailable", {}, 503);
  if (error instanceof Told) return new Fault("told", {}, error.httpStatus ?? 200);
  if (error instanceof BadBehaviour) return new Fault("bad-sandbox-header", { id: error.message }, 400);
  if (error instanceof Refusal) return faultOfRefusal(error.refusal, error.facts, names);
  const { code, statusCode = 500 } = error as { code?: string; statusCode?: number };
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE") return new Fault("too-large", { max: bodyLimit }, 413);
  return statusCode >= 400 && statusCode < 500 ? new Fault("form-unreadable", {}, statusCode) : undefined;
}

function faultOfRefusal(refusal: RefusalName, facts: RefusalFacts, names: Readonly<Record<string, string>>): Fault | undefined {
  const number = facts.fieldNumber;
  const field =
    number !== undefined
      ? `custom_field_${number}${facts.field ? `_${facts.field}` : ""}`
      : facts.field && (names[facts.field] ?? wireNames[facts.field] ?? facts.field);
  if (refusal === "field-value") return new Fault(valueFaults[facts.fault ?? ""] ?? "not-defined", { field, max: facts.most });
  const text = refusals[refusal];
  return (
    text &&
    new Fault(text, {
      field: refusal === "not-permitted" ? wirePermission(field ?? "") : field,
      max: facts.most,
      most: facts.most,
      least: facts.least,
      id: facts.id,
    })
  );
}
