import type { RefusalName } from "../../core/refusal.ts";

/** Commands whose codes for the same refusal differ. */
export type Family = "add" | "query" | "update" | "memo" | "plain";

interface Wire {
  readonly detail: string;
  readonly codes: Partial<Record<Family, number>>;
}

/** From the core's refusals to this protocol's codes and words. Without an entry the protocol, and without a code the family, can't meet the refusal. */
export const refusals: Partial<Record<RefusalName, Wire>> = {
  "email-in-use": { detail: "customer.email: the e-mail address is already on file", codes: { add: 11408, update: 5037 } },
  "account-not-found": { detail: "acct_id: no such account", codes: { add: 5014, query: 5024, update: 5034 } },
  "name-not-on-account": { detail: "cust_name_id: the name is not on the account", codes: { query: 10681, update: 9999 } },
  "customer-not-found": { detail: "cust_name_id: no such name", codes: { query: 5024 } },
  "no-account-numbers": { detail: "acct_id: no more account numbers are available", codes: { add: 5012 } },
  "family-name-missing": { detail: "customer.name_last: required for a person", codes: { add: 5011, update: 5031 } },
  "company-name-missing": { detail: "customer.company_name: required for a company", codes: { add: 5011, update: 5031 } },
  "unknown-alternate-id-type": {
    detail: "customer.alt_id_array.alt_id_type: no such type of alternate id",
    codes: { add: 11410, update: 10729 },
  },
  "no-pin": { detail: "pin: the account has no PIN", codes: { query: 5022, update: 5032 } },
  "wrong-pin": { detail: "pin: does not match", codes: { query: 5023, update: 5033 } },
  "pin-temporary": { detail: "new_pin: the PIN is temporary and must be replaced", codes: { query: 10699, update: 5031 } },
  "account-locked": { detail: "acct_id: the account is locked", codes: { query: 5020, update: 5020 } },
  "alternate-id-ambiguous": { detail: "alt_id: several names bear it", codes: { query: 10685 } },
  "email-not-of-customer": { detail: "cust_name_id: the e-mail address is another name's", codes: { query: 10682 } },
  "email-invalid": { detail: "email: the e-mail address is not in a valid state", codes: { query: 11775 } },
  "not-there": { detail: "note_id: no such note, or another account's", codes: { memo: 5099 } },
};
