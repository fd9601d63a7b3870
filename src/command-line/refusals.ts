import type { Refusal, RefusalName } from "../core/refusal.ts";

/** The refusals that commands meet, in words that name the option. */
const sentences: Partial<Record<RefusalName, string>> = {
  "account-not-found": "--account: the organisation has no account of that number",
  "customer-not-found": "--customer: the organisation has no customer of that number",
  "name-already-on-account": "--customer: the customer is on that account already",
  "email-in-use": "--customer: another customer who is on an account has the same e-mail address; change one of the two first",
  "no-email": "--customer: the customer has no e-mail address",
};

/** A refusal of the core as a plain sentence. */
export function sentenceFor({ refusal }: Refusal): string {
  return sentences[refusal] ?? `refused: ${refusal.replaceAll("-", " ")}`;
}
