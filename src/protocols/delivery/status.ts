import type { RefusalName } from "../../core/refusal.ts";
import type { Mark } from "./fields.ts";

/** Every status code (delivery.md, section 3), with the words that begin its details and where it is known from. */
export const statuses = {
  101: { details: "OK", mark: "documented" },
  201: { details: "Invalid / inactive company ID", mark: "documented" },
  202: { details: "Invalid / inactive API key", mark: "documented" },
  204: { details: "IP address not approved", mark: "documented" },
  205: { details: "Rate limit exceeded", mark: "documented" },
  301: { details: "Required data missing", mark: "documented" },
  302: { details: "Data exceeded parameters", mark: "documented" },
  303: { details: "Incorrect data type", mark: "documented" },
  401: { details: "No matching customer found", mark: "documented" },
  404: { details: "The customer has a delivery scheduled for that date", mark: "documented" },
  500: { details: "General service error", mark: "documented" },
} as const satisfies Record<number, { details: string; mark: Mark }>;

export type StatusCode = keyof typeof statuses;

/** An outcome that is no success; becomes the status of an answer with HTTP status 200. */
export class Failure extends Error {
  readonly code: StatusCode;
  readonly details: string;

  constructor(code: StatusCode, details: string = statuses[code].details) {
    super(details);
    this.code = code;
    this.details = details;
  }
}

/** Ends a call with a status. `fields`: those at fault, in their table's order. */
export function fail(code: StatusCode, fields: readonly string[] = []): never {
  const { details } = statuses[code];
  throw new Failure(code, fields.length ? `${details}: ${fields.join(", ")}` : details);
}

export const tokenRefused = "Session token invalid or expired";

interface Wire {
  readonly code: StatusCode;
  /** By the name of the object that the call's fields stand in. */
  readonly field?: string;
}

/** From the core's refusals to this protocol's codes. Without an entry the protocol can't meet the refusal. */
export const refusals: Partial<Record<RefusalName, Wire>> = {
  "customer-not-found": { code: 401 },
  "email-in-use": { code: 302, field: "customer.email_address" },
  "reference-in-use": { code: 302, field: "customer.external_customer_ref" },
  "family-name-missing": { code: 301, field: "customer.last_name" },
  "company-name-missing": { code: 301, field: "customer.last_name" },
  "delivery-reference-in-use": { code: 302, field: "delivery.external_delivery_ref" },
  "delivery-on-that-day": { code: 404 },
  "date-past": { code: 302, field: "delivery.delivery_date" },
  "no-account-numbers": { code: 500 },
  "no-delivery-numbers": { code: 500 },
};

/** What a call is answered with HTTP status 503. */
export const unavailableBody = JSON.stringify({ status: { code: 500, details: "The service is currently unavailable" } });
