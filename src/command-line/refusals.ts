import type { Refusal, RefusalName } from "../core/refusal.ts";

/** The refusals that commands meet, in words that name the option. */
const sentences: Partial<Record<RefusalName, string>> = {
  "account-not-found": "--account: the organisation has no account of that number",
  "customer-not-found": "--customer: the organisation has no customer of that number",
  "name-already-on-account": "--customer: the customer is on that account already",
  "email-in-use": "--customer: another customer who is on an account has the same e-mail address; change one of the two first",
  "bad-user-name": "--user: a user's name has 1 to 64 characters and no spaces",
  "loyalty-user-in-use": "--user: the organisation has a user of that name",
  "password-too-short": "--password-stdin: the password must have at least 8 characters",
  "end-date-missing": "--ends-on: required for the temporary roles",
  "end-date-foreign": "--ends-on: only for the temporary roles",
  "no-email": "--customer: the customer has no e-mail address",
};

/** A refusal of the core as a plain sentence. */
export function sentenceFor({ refusal }: Refusal): string {
  return sentences[refusal] ?? `refused: ${refusal.replaceAll("-", " ")}`;
}
