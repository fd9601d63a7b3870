import { permissions } from "../../core/loyalty/roles.ts";
import { alsoNamed, choice, day, key, marked, required, secret, text, yes } from "./fields.ts";
import { element, list, outText, seenText } from "./output.ts";
import { wirePermission } from "./permissions.ts";
import { roleLetters } from "./roles.ts";
import { languageWords } from "./user-mapping.ts";

/** Who is meant. */
export const userKey = {
  user_name: marked("observed", required(key("The user's name, without regard to case", 64))),
} as const;

/** What is set of a user. */
export const userInput = {
  user_first_name: text("First name"),
  user_last_name: text("Last name"),
  user_new_password: secret("The password, of at least 8 characters, that user_login takes; empty: as it is"),
  user_PIN: secret("A PIN that no other user of the account has; empty: none", 32),
  user_role: choice(Object.keys(roleLetters), "The role, by its letter"),
  user_custom1: alsoNamed(text("What else there is to say about the user"), "user_addtl_info"),
  allowed_campaigns: text("all, none, or the campaigns' ids, separated by commas", 4_000),
  language_selector: choice(languageWords, "The user's language"),
  timezone_selector: text("The user's offset from UTC in hours, as in -5; empty: the account's", 6),
  suppress_permissions: text(
    "Permissions of the role that the user is not to have, separated by commas, as user_info names them; empty: none",
    2_000,
  ),
  user_end_date: marked("willcall", day("The last day of a user with the role P or Q, who must have one")),
  new_user_api_key: marked("willcall", secret("A key that the user's calls are made with already: it is taken over", 128)),
} as const;

/** What only a user who is there can be told to do. */
export const renewInput = {
  renew_api_key: marked("willcall", yes("Yes: all of the user's keys end, and a new one is answered")),
} as const;

/** A user with a key, as the calls that change users answer. */
export const keyOutput = element("The user", {
  user_id: seenText("The user's name"),
  user_api_key: seenText("A key that was made or taken over: told this once"),
});

/** Everything about a user. */
export const userOutput = {
  user_id: seenText("The user's name"),
  user_first_name: seenText("First name"),
  user_last_name: seenText("Last name"),
  user_api_key: seenText("Always empty: only hashes of keys are kept"),
  user_PIN: seenText("Always empty"),
  user_addtl_info: seenText("What else there is to say about the user"),
  user_language: seenText("English, Spanish or French; the account's, unless the user has one"),
  user_language_custom: seenText("Always empty"),
  user_timezone: seenText("The offset from UTC in hours; the account's, unless the user has one"),
  user_role: seenText("The role's letter"),
  user_level: seenText("Always empty"),
  user_end_date: { ...outText("The last day, of one who is there for a time: YYYY-MM-DD"), mark: "willcall" } as const,
  user_allowed_campaigns: element("The campaigns that the user may work with", {
    status: seenText("all, none or some"),
    campaign_ids: list("Their ids, when it is some", "campaign_id", null),
  }),
  user_permissions: element(
    "Yes or No for each permission",
    Object.fromEntries(permissions.map((one) => [wirePermission(one), seenText(`May ${one.replaceAll("-", " ")}`)])),
  ),
} as const;
