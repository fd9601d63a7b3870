import type { Refusal, RefusalFacts, RefusalName } from "../core/refusal.ts";

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
  "event-not-published": "the event's status does not allow it",
  "event-not-draft": "the event is no draft any more",
  "event-without-seats": "the event has no manifest, or one without seats; set manifest_id, or import seats into the manifest",
  "seats-in-use": "somebody is inside on a ticket of these seats, or there is value on it",
  "still-in-use": "something else refers to it, or it came with the system",
};

/** Refusals that name a field of what is set up. */
const ofFields: Partial<Record<RefusalName, (facts: RefusalFacts) => string>> = {
  "value-invalid": ({ field, fault }) => `${field}: ${fault}`,
  "not-there": ({ field, id }) => `${field}: ${id === undefined ? "what it refers to is not there" : `there is no ${id}`}`,
  "name-in-use": ({ field, fault }) => `${field}: ${fault ?? "another bears it"}`,
};

/** A refusal of the core as a plain sentence. */
export function sentenceFor({ refusal, facts }: Refusal): string {
  return ofFields[refusal]?.(facts) ?? sentences[refusal] ?? `refused: ${refusal.replaceAll("-", " ")}`;
}
