import type { Refusal, RefusalName } from "../../core/refusal.ts";
import type { NativeCall } from "./call.ts";
import { Problem } from "./problems.ts";

interface Wire {
  readonly status: number;
  readonly detail: string;
  /** The field at fault, as problems name it. */
  readonly field?: string;
}

/** From the core's refusals to problems. Without an entry the native API can't meet the refusal. */
const refusals: Partial<Record<RefusalName, Wire>> = {
  "customer-not-found": { status: 404, detail: "There is no such customer" },
  "account-not-found": { status: 404, detail: "There is no such account" },
  "delivery-not-found": { status: 404, detail: "There is no such delivery" },
  "version-differs": { status: 412, detail: "It has changed since it was read: read it again" },
  "email-in-use": { status: 409, detail: "Another customer on an account has the e-mail address", field: "body.email" },
  "reference-in-use": { status: 409, detail: "Another customer bears the reference", field: "body.external_references" },
  "name-already-on-account": { status: 409, detail: "The customer is on the account already", field: "body.customer_id" },
  "family-name-missing": { status: 400, detail: "A person needs a family name", field: "body.family_name" },
  "company-name-missing": { status: 400, detail: "A company needs its name", field: "body.company_name" },
  "unknown-alternate-id-type": { status: 400, detail: "There is no such type of alternate id", field: "body.alternate_ids" },
  "no-email": { status: 409, detail: "The customer has no e-mail address" },
  "no-account-numbers": { status: 409, detail: "No more numbers are available" },
  "no-delivery-numbers": { status: 409, detail: "No more numbers are available" },
  "delivery-reference-in-use": { status: 409, detail: "Another delivery bears the reference", field: "body.external_reference" },
  "delivery-on-that-day": {
    status: 409,
    detail: "The customer has a delivery on that day",
    field: "body.delivery_date",
  },
  "date-past": { status: 400, detail: "The day is past", field: "body.delivery_date" },
  "same-customer": { status: 409, detail: "The two are one customer", field: "body.customer_id" },
  "merge-not-found": { status: 404, detail: "There is no such merge" },
  "merge-undone": { status: 409, detail: "The merge has been undone already" },
  "merge-not-last": {
    status: 409,
    detail: "A later merge stands: into the same customer, or of that customer into another; undo that one first",
  },
  "merge-erased": { status: 409, detail: "What the merge found has been erased: it can't be undone" },
  "identifier-in-use": { status: 409, detail: "Another customer has been given what must go back" },
  "bad-user-name": { status: 400, detail: "A user's name has 1 to 64 characters and no spaces", field: "body.user_name" },
  "loyalty-user-in-use": { status: 409, detail: "A user of that name exists", field: "body.user_name" },
  "password-too-short": { status: 400, detail: "The password is too short", field: "body.password" },
  "end-date-missing": { status: 400, detail: "A user of this role needs a last day", field: "body.ends_on" },
  "end-date-foreign": { status: 400, detail: "A user of this role has no last day", field: "body.ends_on" },
  "campaign-not-found": { status: 404, detail: "There is no such campaign, or it is not active", field: "body.campaign_id" },
  "campaign-part-not-found": { status: 404, detail: "The campaign has no such part" },
  "campaign-active": { status: 409, detail: "The campaign is active" },
  "part-unfit": { status: 409, detail: "A campaign of this type has no such parts" },
  "part-identifier-in-use": { status: 409, detail: "Another of the campaign has the identifier", field: "body.identifier" },
  "depreciation-exists": {
    status: 409,
    detail: "The campaign has a depreciation of that interval",
    field: "body.interval_count",
  },
  "days-out-of-order": { status: 400, detail: "The last day is before the first", field: "body.ends_on" },
  "value-not-whole": { status: 400, detail: "Points that are added are a whole number", field: "body.value" },
  "amount-missing": { status: 400, detail: "An amount of money is needed", field: "body.money" },
  "amount-too-small": { status: 400, detail: "The amount is too small: it comes to nothing", field: "body.money" },
  "amount-too-large": { status: 400, detail: "The amount is too large", field: "body.money" },
  "promotion-not-found": {
    status: 404,
    detail: "The campaign has no such promotion, or not on that day",
    field: "body.promotion_id",
  },
  "item-missing": { status: 400, detail: "An item is needed", field: "body.item_id" },
  "item-not-found": { status: 404, detail: "The campaign has no such item", field: "body.item_id" },
  "reward-not-found": { status: 404, detail: "The campaign has no such reward", field: "body.reward_id" },
  "nothing-to-redeem": { status: 400, detail: "It must be said what is redeemed" },
  "balance-too-low": { status: 409, detail: "The balance is not enough for it" },
  "transaction-not-found": { status: 404, detail: "There is no such transaction" },
  "transaction-not-deletable": {
    status: 409,
    detail: "It has been taken back already, takes one back itself, or is of a type that stays: an enrolment or a transfer",
  },
  "field-value": { status: 400, detail: "A value does not fit its field", field: "body.custom_fields" },
  "status-not-allowed": { status: 409, detail: "The delivery's status does not allow this", field: "body.status" },
};

/** The problem that a refusal of a call becomes; undefined for one that the native API has no words for. It names no field that the call has not. */
export function problemOfRefusal({ refusal, facts }: Refusal, { shapes }: Pick<NativeCall, "shapes">): Problem | undefined {
  const wire = refusals[refusal];
  if (!wire) return undefined;
  const { properties = {} } = (shapes.body ?? {}) as { properties?: Record<string, unknown> };
  const has = wire.field !== undefined && wire.field.replace("body.", "") in properties;
  const field = facts.fieldNumber === undefined ? wire.field : `${wire.field}.${facts.fieldNumber}`;
  return new Problem(wire.status, wire.detail, has ? [{ field: field!, message: wire.detail }] : []);
}
