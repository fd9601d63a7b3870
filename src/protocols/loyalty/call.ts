import type { ReadLog } from "../../core/audit/read-log.ts";
import type { Caller, Core } from "../../core/core.ts";
import type { LoyaltyAccount, LoyaltyUser } from "../../core/loyalty/account.ts";
import type { Permission } from "../../core/loyalty/roles.ts";
import type { Directory } from "../../core/organisations/directory.ts";
import type { Organisation } from "../../core/organisations/organisation.ts";
import { type Fields, key, marked, secret, text, type Values } from "./fields.ts";
import type { Answer, Outputs } from "./output.ts";
import type { Parameters } from "./parameters.ts";
import type { Envelope } from "./write.ts";

/** What a call works with, once its caller has been judged. */
export interface CallContext {
  readonly core: Core;
  readonly caller: Caller;
  readonly organisation: Organisation;
  readonly account: LoyaltyAccount;
  /** As the caller wrote it. */
  readonly accountId: string;
  /** Which of the organisation's accounts that is. */
  readonly accountNumber: number;
  readonly user: LoyaltyUser;
  readonly may: (permission: Permission) => boolean;
  readonly reads: ReadLog;
  readonly directory: Directory;
  readonly log: { warn(facts: object, text: string): void };
}

/** What every call takes besides its own fields (loyalty.md, section 1). */
export const commonInput = {
  user_id: text("Who calls"),
  user_password: secret(
    "The user's API key; or user_api_key, or the header api_access_key, which then is the only one that counts",
  ),
  user_api_key: secret("The same"),
  account_id: text("The account"),
  type: text("The call"),
  API: marked("documented", text("1.5 or 1.6; not looked at")),
  output: text("JSON or XML, in any case; XML unless it is sent"),
  callback: text("The function that the answer is to be passed to: JSONP"),
  condensed: text("yes: JSON without white space"),
} as const;

/** An answer: its status, success unless it says otherwise, and the members of the call's output. */
export type Answered<O extends Outputs> = Answer<O> & { readonly status?: Envelope["status"] };

/** One call, declared once: decoding, its errors, encoding and its documents follow from this. */
export interface LoyaltyCall<I extends Fields = Fields, O extends Outputs = Outputs> {
  /** The value of `type`, and others that mean the same. */
  readonly type: string;
  readonly aliases?: readonly string[];
  readonly purpose: string;
  /** What the user must be allowed to; null: every user may, or the call judges by itself. */
  readonly permission: Permission | null;
  /** The caller proves themselves by their password instead of a key. */
  readonly byPassword?: boolean;
  readonly input: I;
  /** Names of fields that are not looked at, because of what else was sent: they can't be wrong. */
  readonly ignored?: (parameters: Parameters) => readonly string[];
  readonly output: O;
  /** The statuses beside success and error. */
  readonly statuses?: readonly Envelope["status"][];
  /** Names of the core's fields, where they are not those of failures.ts. */
  readonly names?: Readonly<Record<string, string>>;
  /** What stands in the page of docs/ besides the tables. */
  readonly notes?: string;
  /** Gives the answer. Throws the core's refusals and Fault. */
  readonly handle: (context: CallContext, values: Values<I>) => Promise<Answered<O>>;
}

/** Declares a call. */
export function defineCall<const I extends Fields, const O extends Outputs>(call: LoyaltyCall<I, O>): LoyaltyCall {
  return call as unknown as LoyaltyCall;
}

/** How most calls name a customer. */
export const customerKeys = {
  code: key("The customer's code; retired ones lead to the customer, too"),
  card_number: key("The customer's card number; not looked at beside code"),
} as const;
