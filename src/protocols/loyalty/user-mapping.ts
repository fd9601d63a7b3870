import type { Language, LoyaltyUser } from "../../core/loyalty/account.ts";
import { isPermitted, type Permission, permissions, type Role } from "../../core/loyalty/roles.ts";
import type { UserInput } from "../../core/loyalty/users/change.ts";
import type { CallContext } from "./call.ts";
import { fail } from "./failures.ts";
import type { Values } from "./fields.ts";
import type { Answer } from "./output.ts";
import { wirePermission } from "./permissions.ts";
import { type RoleLetter, roleLetters } from "./roles.ts";
import type { renewInput, userInput, userOutput } from "./user-fields.ts";

const letters = Object.fromEntries(Object.entries(roleLetters).map(([letter, { role }]) => [role, letter])) as Record<
  Role,
  string
>;

/** What a language is called on this wire. */
export const languageNames = { en: "English", es: "Spanish", fr: "French" } as const satisfies Record<Language, string>;

/** All words for languages that are understood. */
export const languageWords: readonly string[] = Object.entries(languageNames).flat();

/** The core's names of a user's fields to the wire's. */
export const userNames = {
  userName: "user_name",
  password: "user_new_password",
  pin: "user_PIN",
  role: "user_role",
  endsOn: "user_end_date",
  allowedCampaigns: "allowed_campaigns",
} as const;

/** The language that a word means, be it a name or a code. */
export function languageOf(word: string | undefined): Language | undefined {
  return (Object.keys(languageNames) as Language[]).find((one) => word === one || word === languageNames[one]);
}

/** What was sent of a user, as the core's input. Fails with what can't be a campaign, a permission or a time zone. */
export function userFromWire(values: Values<typeof userInput> & Partial<Values<typeof renewInput>>): UserInput {
  const { user_role: letter, user_new_password: password, new_user_api_key: importedKey } = values;
  return {
    role: letter === undefined ? undefined : roleLetters[letter as RoleLetter].role,
    givenName: values.user_first_name,
    familyName: values.user_last_name,
    additionalInfo: values.user_custom1,
    language: languageOf(values.language_selector),
    timeZone: offsetFromWire(values.timezone_selector),
    allowedCampaigns: campaignsFromWire(values.allowed_campaigns),
    suppressed: suppressedFromWire(values.suppress_permissions),
    endsOn: values.user_end_date,
    password: password ?? undefined,
    pin: values.user_PIN,
    importedKey: keyFromWire(importedKey),
    renewsKeys: values.renew_api_key,
  };
}

const shortestKey = 8;

function keyFromWire(sent: string | null | undefined): string | undefined {
  if (sent && sent.length < shortestKey) fail("password-too-short", { field: "new_user_api_key", least: shortestKey });
  return sent ?? undefined;
}

const entries = (sent: string): string[] => [...new Set(sent.split(",").map((one) => one.trim()))].filter(Boolean);

/** Null: all. */
function campaignsFromWire(sent: string | null | undefined): readonly string[] | null | undefined {
  if (!sent) return undefined;
  if (/^all$/i.test(sent)) return null;
  if (/^none$/i.test(sent)) return [];
  const ids = entries(sent);
  if (!ids.every((one) => /^\d{1,20}$/.test(one)))
    fail("not-one-of", { field: "allowed_campaigns", values: ["all", "none", "ids"] });
  return ids;
}

function suppressedFromWire(sent: string | null | undefined): readonly Permission[] | undefined {
  if (sent === undefined) return undefined;
  const wanted = entries(sent ?? "").map((one) => one.toLowerCase().replaceAll("_", "-"));
  const known = permissions.filter((one) => wanted.includes(one));
  if (known.length < new Set(wanted).size)
    fail("not-one-of", { field: "suppress_permissions", values: permissions.map((one) => wirePermission(one)) });
  return known;
}

/** An offset as it is shown; null for the account's. */
function offsetFromWire(sent: string | null | undefined): string | null | undefined {
  if (!sent) return sent;
  const hours = /^[+-]?\d{1,2}(\.\d{1,2})?$/.test(sent) ? Number(sent) : Number.NaN;
  return hours >= -12 && hours <= 14 && hours % 0.25 === 0 ? String(hours) : fail("no-number", { field: "timezone_selector" });
}

/** How far a time zone is from UTC at an instant, in hours, as in -5 or 5.5. */
export function offsetOf(timeZone: string, instant: Date): string {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" }).formatToParts(instant);
  const [, sign, hours, minutes = "0"] =
    /GMT([+-])(\d\d):(\d\d)/.exec(parts.find(({ type }) => type === "timeZoneName")?.value ?? "") ?? [];
  if (hours === undefined) return "0";
  return String((sign === "-" ? -1 : 1) * (Number(hours) + Number(minutes) / 60));
}

/** The core's user as the wire's. */
export function userToWire(user: LoyaltyUser, { core, account, organisation }: CallContext): Answer<typeof userOutput> {
  const { allowedCampaigns: campaigns } = user;
  return {
    user_id: user.userName,
    user_first_name: user.givenName,
    user_last_name: user.familyName,
    user_api_key: null,
    user_PIN: null,
    user_addtl_info: user.additionalInfo,
    user_language: languageNames[user.language ?? account.language],
    user_language_custom: null,
    user_timezone: user.timeZone ?? offsetOf(organisation.timeZone, core.clock.now()),
    user_role: letters[user.role],
    user_level: null,
    user_end_date: user.endsOn,
    user_allowed_campaigns: {
      status: campaigns === null ? "all" : campaigns.length === 0 ? "none" : "some",
      campaign_ids: campaigns ?? [],
    },
    user_permissions: Object.fromEntries(permissions.map((one) => [wirePermission(one), isPermitted(user, one) ? "Yes" : "No"])),
  };
}
