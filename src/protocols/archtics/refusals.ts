import type { RefusalName } from "../../core/refusal.ts";

/** Commands whose codes for the same refusal differ. */
export type Family = "add" | "query" | "update" | "plain";

interface Wire {
  readonly detail: string;
  readonly codes: Partial<Record<Family, number>>;
}

/** From the core's refusals to this protocol's codes and words. A family without a code can't meet the refusal. */
export const refusals: Record<RefusalName, Wire> = {
  "email-in-use": { detail: "customer.email: the e-mail address is already on file", codes: { add: 11408, update: 5037 } },
  "account-not-found": { detail: "acct_id: no such account", codes: { add: 5014, query: 5024, update: 5034 } },
  "name-not-on-account": { detail: "cust_name_id: the name is not on the account", codes: { query: 10681, update: 9999 } },
  "name-already-on-account": { detail: "cust_name_id: the name is on the account", codes: {} },
  "customer-not-found": { detail: "cust_name_id: no such name", codes: { query: 5024 } },
  "no-account-numbers": { detail: "acct_id: no more account numbers are available", codes: { add: 5012 } },
  "number-in-use": { detail: "acct_id: the number is in use", codes: {} },
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
  "reference-in-use": { detail: "the reference is another customer's", codes: {} },
  "version-differs": { detail: "the record has changed", codes: {} },
  "delivery-not-found": { detail: "no such delivery", codes: {} },
  "delivery-reference-in-use": { detail: "the reference is another delivery's", codes: {} },
  "delivery-on-that-day": { detail: "there is a delivery on that day", codes: {} },
  "date-past": { detail: "the day is past", codes: {} },
  "status-not-allowed": { detail: "the status can't follow the one that is", codes: {} },
  "no-delivery-numbers": { detail: "no more delivery numbers are available", codes: {} },
  "no-email": { detail: "email: there is none", codes: {} },
};
