import { Refusal } from "../../core/refusal.ts";
import { BadBehaviour } from "../../core/sandbox/behaviour.ts";
import { Told } from "../../core/sandbox/staged.ts";
import { DatabaseUnavailable } from "../../platform/database/errors.ts";
import { HashingOverloaded } from "../../platform/secrets/hashing.ts";
import { Failure, refusals, type StatusCode, statuses } from "./status.ts";

export const bodyLimit = 1_048_576;

/** What a call that went wrong answers: the HTTP status, 200 for every outcome of the application, and the status in the body. */
export function failureOf(error: unknown, requestId: string): { http: number; failure: Failure } {
  if (error instanceof Failure) return { http: 200, failure: error };
  if (error instanceof Told) {
    const code = error.httpStatus === undefined ? (error.result as StatusCode) : 500;
    return { http: error.httpStatus ?? 200, failure: new Failure(code, "Told so by the sandbox") };
  }
  if (error instanceof BadBehaviour) return { http: 400, failure: new Failure(500, error.message) };
  if (error instanceof DatabaseUnavailable || error instanceof HashingOverloaded)
    return { http: 503, failure: new Failure(500, "The service is currently unavailable") };
  const wire = error instanceof Refusal ? refusals[error.refusal] : undefined;
  if (wire) {
    const { details } = statuses[wire.code];
    return { http: 200, failure: new Failure(wire.code, wire.field ? `${details}: ${wire.field}` : details) };
  }
  const { code, statusCode = 500 } = error as { code?: string; statusCode?: number };
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE")
    return { http: 413, failure: new Failure(500, `The body is over ${bodyLimit} bytes`) };
  if (statusCode >= 400 && statusCode < 500) return { http: statusCode, failure: new Failure(500, "The request cannot be read") };
  return { http: 200, failure: new Failure(500, `${statuses[500].details}, request ${requestId}`) };
}
