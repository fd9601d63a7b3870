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
