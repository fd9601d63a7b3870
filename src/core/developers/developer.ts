import { isAddress } from "../../platform/mail/mail.ts";
import { emailKey, isEmail } from "../identity/email.ts";

/** Someone who made themselves a key: their e-mail is proven. */
export interface Developer {
  readonly developerId: string;
  readonly email: string;
  readonly name: string;
  /** Their app's name, which their keys bear as their label. */
  readonly app: string;
}

/** One of a developer's keys that works. */
export interface DeveloperKey {
  readonly keyId: string;
  readonly createdAt: Date;
  /** Set when it was rotated away. */
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
}

/** What a developer's key may do: the starter calls. */
export interface StarterRights {
  readonly protocol: "archtics";
  readonly products: readonly string[];
  readonly names: readonly string[];
  readonly commands: readonly string[];
  readonly callsPerMinute: number;
  readonly callsPerDay: number;
}

/** What is wrong with a field of the sign-up. */
export type FieldProblem = "missing" | "too-long" | "malformed";

export const longestName = 100;
export const longestEmail = 254;

/** What is wrong with a name, if anything. */
export function nameProblem(text: string): FieldProblem | undefined {
  const name = text.trim();
  if (name === "") return "missing";
  if (name.length > longestName) return "too-long";
  return /[\p{Cc}\u2028\u2029]/u.test(name) || !name.isWellFormed() ? "malformed" : undefined;
}

/** What is wrong with an e-mail address, if anything. */
export function emailProblem(text: string): FieldProblem | undefined {
  const email = text.trim();
  if (email === "") return "missing";
  if (email.length > longestEmail) return "too-long";
  return isEmail(email) && isAddress(emailKey(email)) ? undefined : "malformed";
}

/** The name of the app of whoever is called `name`: letters and digits of it, with -app at the end. `attempt` 1 and more make other ones. */
export function appName(name: string, email: string, attempt: number, digits: string): string {
  const words = (text: string) =>
    text
      .normalize("NFKD")
      .toLowerCase()
      .replaceAll(/\p{M}/gu, "")
      .replaceAll(/[^a-z0-9]+/g, "-")
      .slice(0, 40)
      .replaceAll(/^-+|-+$/g, "");
  const user = words(name) || words(email.split("@")[0]!) || "developer";
  return `${user}${attempt === 0 ? "" : `-${digits}`}-app`;
}
