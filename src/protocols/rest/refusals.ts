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
  "status-not-allowed": { status: 409, detail: "The delivery's status does not allow this", field: "body.status" },
};

/** The problem that a refusal of a call becomes; undefined for one that the native API has no words for. It names no field that the call has not. */
export function problemOfRefusal({ refusal }: Refusal, { shapes }: Pick<NativeCall, "shapes">): Problem | undefined {
  const wire = refusals[refusal];
  if (!wire) return undefined;
  const { properties = {} } = (shapes.body ?? {}) as { properties?: Record<string, unknown> };
  const has = wire.field !== undefined && wire.field.replace("body.", "") in properties;
  return new Problem(wire.status, wire.detail, has ? [{ field: wire.field!, message: wire.detail }] : []);
}
