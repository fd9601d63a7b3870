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
  "value-invalid": { status: 400, detail: "The request can't be taken" },
  "not-there": { status: 404, detail: "There is no such thing" },
  "name-in-use": { status: 409, detail: "Another bears the name" },
  "still-in-use": { status: 409, detail: "Something else refers to it, or it came with the system" },
  "no-order-numbers": { status: 409, detail: "No more numbers are available" },
  "event-not-published": { status: 409, detail: "The event's status does not allow it" },
  "event-not-draft": { status: 409, detail: "The event is no draft any more" },
  "event-without-seats": { status: 409, detail: "The event has no manifest, or one without seats" },
  "seats-in-use": { status: 409, detail: "Somebody is inside on a ticket of these seats, or there is value on it" },
  "seats-held-otherwise": { status: 409, detail: "There is no such cart, or its time is over", field: "body.order_id" },
  "class-fixed": {
    status: 409,
    detail: "Seats can't be put into that class, or not be taken out of theirs",
    field: "body.hold_class",
  },
  "status-not-allowed": { status: 409, detail: "The delivery's status does not allow this", field: "body.status" },
};

const told = new WeakMap<Refusal, Problem>();

/** Says as which problem a refusal is told, where the call knows more of it than the refusal does. It stays a refusal, as whoever repeats a call must see one. */
export function tellAs(refusal: Refusal, problem: Problem): void {
  told.set(refusal, problem);
}

/** The problem that a refusal of a call becomes; undefined for one that the native API has no words for. It names no field that the call has not. */
export function problemOfRefusal(error: Refusal, { shapes }: Pick<NativeCall, "shapes">): Problem | undefined {
  if (told.has(error)) return told.get(error);
  const { refusal, facts } = error;
  const wire = refusals[refusal];
  if (!wire) return undefined;
  const { properties = {} } = (shapes.body ?? {}) as { properties?: Record<string, unknown> };
  // Things of the catalogue have too many fields to name them above: the core's names of them are the wire's, and it says what is wrong.
  const named = wire.field === undefined && facts.field !== undefined;
  const field = named ? `body.${facts.field}` : wire.field;
  const has = field !== undefined && field.replace("body.", "") in properties;
  // Of what was not sent the fault is in what there is.
  if (named && facts.fault !== undefined && !has) return new Problem(409, `${facts.field} ${facts.fault}`);
  if (!has) return new Problem(wire.status, wire.detail);
  const message = named ? (facts.fault ?? (facts.id === undefined ? wire.detail : `${wire.detail}: ${facts.id}`)) : wire.detail;
  const path = facts.fieldNumber === undefined ? field! : `${field}.${facts.fieldNumber}`;
  return new Problem(wire.status, wire.detail, [{ field: path, message }]);
}
