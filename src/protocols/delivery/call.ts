import type { ReadLog } from "../../core/audit/read-log.ts";
import type { Caller, Core } from "../../core/core.ts";
import type { ApiKey, Organisation } from "../../core/organisations/organisation.ts";
import { type Answer, type Fields, int, marked, required, text, type Values } from "./fields.ts";
import type { StatusCode } from "./status.ts";

/** What a call works with, once its caller has been judged. */
export interface CallContext {
  readonly core: Core;
  readonly caller: Caller;
  readonly organisation: Organisation;
  readonly key: ApiKey;
  /** As the directory has it. */
  readonly company: string;
  readonly branch: number;
  readonly reads: ReadLog;
  /** How long a session lives, in milliseconds. */
  readonly sessionMs: number;
}

/** The company and the session that every call but the first carries in its body. */
export const sessionInput = {
  company_id: required(int("The company")),
  session_token: required(text("The session's token, from GetSessionToken")),
} as const;

/** How the document says that it is the first call's input that opens the session. */
export const keyInput = {
  key: marked("documented", required(text("The branch's API key"))),
  company_id: required(int("The company")),
} as const;

/** One call, declared once: decoding, its faults, encoding and its documents follow from this. */
export interface DeliveryCall<I extends Fields = Fields, O extends Fields = Fields> {
  readonly name: string;
  readonly purpose: string;
  readonly input: I;
  /** Sets of fields of which one is needed; when all of a set are missing, all of it is named. */
  readonly oneOf: readonly (readonly string[])[];
  /** What stands beside `status` on success. */
  readonly output: O;
  readonly codes: readonly StatusCode[];
  /** Paths of fields out of bounds that take the organisation to judge: its day, for one. */
  readonly outOfBounds?: (context: CallContext, values: Values<I>) => string[];
  /** Gives the answer. Throws the core's refusals and Failure. */
  readonly handle: (context: CallContext, values: Values<I>) => Promise<Answer<O>>;
}

/** Declares a call. */
export function defineCall<const I extends Fields, const O extends Fields>(call: DeliveryCall<I, O>): DeliveryCall {
  return call as unknown as DeliveryCall;
}
