import { alsoNamed, choice, key, secret, text } from "./fields.ts";
import { seenText } from "./output.ts";
import { languageWords } from "./user-mapping.ts";

/** What can be set of the account; what is sent empty is taken away. */
export const accountInput = {
  agency: text("The agency that looks after the account"),
  biz_name: text("Name of the business; empty: the organisation's"),
  biz_address1: text("First line of its address"),
  biz_address2: text("Second line of its address"),
  biz_city: text("Its town"),
  biz_state: text("Its state or county"),
  biz_zip: text("Its postal code"),
  biz_country: text("Its country"),
  contact_first_name: text("First name of whom to ask"),
  contact_last_name: text("Last name of whom to ask"),
  contact_phone: text("Telephone of whom to ask"),
  contact_email: text("E-mail of the owner, to whom mail about new customers goes; empty: nobody", 250),
  client_email: text("E-mail of the agency's client", 250),
  referrer_name: text("Who recommended Willcall"),
  account_password: alsoNamed(
    secret("The calling user's new password, of at least 8 characters; empty: as it is"),
    "new_account_password",
  ),
  language_selector: choice(languageWords, "The language of the account's texts"),
  symbol_selector: key("The currency's code or symbol: belongs to the organisation, and must be what it is"),
  timezone_selector: key("The offset from UTC in hours: belongs to the organisation, and must be what it is"),
} as const;

/** The account. */
export const accountOutput = {
  account_id: seenText("The account's name, as it was sent"),
  biz_name: seenText("Name of the business"),
  biz_address1: seenText("First line of its address"),
  biz_address2: seenText("Second line of its address"),
  biz_city: seenText("Its town"),
  biz_state: seenText("Its state or county"),
  biz_zip: seenText("Its postal code"),
  biz_country: seenText("Its country"),
  contact_first_name: seenText("First name of whom to ask"),
  contact_last_name: seenText("Last name of whom to ask"),
  contact_phone: seenText("Telephone of whom to ask"),
  contact_email: seenText("E-mail of the owner"),
  language: seenText("English, Spanish or French"),
  symbol: seenText("The currency's code, as in USD"),
  glyph: seenText("Its symbol, as in $"),
  timezone: seenText("The organisation's offset from UTC now, in hours"),
  coalition: seenText("Yes or No: whether the account is in a coalition; No"),
  created: seenText("When the account was made, in the organisation's time zone: YYYY-MM-DD HH:MM:SS"),
} as const;
