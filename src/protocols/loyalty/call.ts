import type { ReadLog } from "../../core/audit/read-log.ts";
import type { Caller, Core } from "../../core/core.ts";
import type { LoyaltyAccount, LoyaltyUser } from "../../core/loyalty/account.ts";
import type { Permission } from "../../core/loyalty/roles.ts";
import type { Directory } from "../../core/organisations/directory.ts";
import type { Organisation } from "../../core/organisations/organisation.ts";
import { type Fields, key, marked, secret, text, type Values } from "./fields.ts";
import type { Answer, Outputs } from "./output.ts";
import type { Parameters } from "./parameters.ts";
import type { Envelope, Table } from "./write.ts";

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
  output: text("JSON or XML, of reports CSV too, in any case; XML unless it is sent"),
  callback: text("The function that the answer is to be passed to: JSONP"),
  condensed: text("yes: JSON without white space"),
} as const;

/** An answer: its status, success unless it says otherwise, and the members of the call's output. */
export type Answered<O extends Outputs> = Answer<O> & { readonly status?: Envelope["status"]; readonly table?: Table };

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
  /** One of its lists can be had as a table (CSV); the answer says which. */
  readonly hasTable?: boolean;
  /** Names of the core's fields, where they are not those of failures.ts. */
  readonly names?: Readonly<Record<string, string>>;
  /** What stands in the page of docs/ besides the tables. */
  readonly notes?: string;
  /** Gives the answer. Throws the core's refusals and Fault. */
  readonly handle: (context: CallContext, values: Values<I>) => Promise<Answered<O>>;
  /**
   * Of a call that takes an idempotency_key: the answer to one that is sent again, from what the first one's write gave, as JSON keeps it. The call must make one write, by
   * the caller's receipt.
   */
  readonly again?: (context: CallContext, values: Values<I>, done: never) => Promise<Answered<O>>;
}

/** Declares a call. */
export function defineCall<const I extends Fields, const O extends Outputs>(call: LoyaltyCall<I, O>): LoyaltyCall {
  return call as unknown as LoyaltyCall;
}

/** What calls take besides that a caller may send twice and must not be done twice. */
export const onceInput = {
  idempotency_key: marked(
    "willcall",
    key(
      "Of the caller's choosing, 1 to 255 visible ASCII characters: the call is done once, and within 24 hours the same call under the same key gets the first one's answer",
      255,
    ),
  ),
} as const;

/** How most calls name a customer. */
export const customerKeys = {
  code: key("The customer's code; retired ones lead to the customer, too"),
  card_number: key("The customer's card number; not looked at beside code"),
} as const;
