import { STATUS_CODES } from "node:http";

/** A field of the request that can't be taken. */
export interface FieldFault {
  /** As in body.delay_ms, query.limit or params.key_id. */
  readonly field: string;
  readonly message: string;
}

/** Why a call of the native API is refused; becomes application/problem+json (RFC 9457). */
export class Problem extends Error {
  readonly status: number;
  readonly detail: string;
  readonly errors: readonly FieldFault[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, detail: string, errors: readonly FieldFault[] = [], headers: Record<string, string> = {}) {
    super(detail);
    this.status = status;
    this.detail = detail;
    this.errors = errors;
    this.headers = headers;
  }
}

/** Refuses a request for one of its fields. */
export function refuseField(field: string, message: string): never {
  throw new Problem(400, "The request can't be taken", [{ field, message }]);
}

/** The body of a problem. */
export function problemBody({ status, detail, errors }: Problem, requestId: string): object {
  return {
    title: STATUS_CODES[status] ?? "Error",
    status,
    detail,
    request_id: requestId,
    ...(errors.length ? { errors } : {}),
  };
}

/** What a call is answered with 503 before anything is known of it. */
export const problemUnavailable = JSON.stringify({
  title: "Service Unavailable",
  status: 503,
  detail: "The server is currently unavailable",
});
