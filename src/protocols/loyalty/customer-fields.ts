import { alsoNamed, choice, day, digits, family, int, key, marked, present, secret, text, yes } from "./fields.ts";
import { outFamily, outText, seenText } from "./output.ts";

/** A customer's profile, as calls take it; a field that is not sent stays as it is. */
export const profileInput = {
  first_name: text("First name"),
  last_name: text("Last name"),
  phone: text("Telephone, kept as it is sent"),
  email: text("E-mail address, kept as it is sent; of a customer on an Archtics account it must be one", 250),
  street1: text("First line of the address"),
  street2: text("Second line of the address"),
  city: text("Town"),
  state: text("State or county"),
  postal_code: text("Postal code"),
  country: text("Country, kept as it is sent"),
  custom_date: day(
    "A day of the account's own, such as the birthday: YYYY-MM-DD. Empty or with parts that are zero it is taken away",
  ),
  custom_field: alsoNamed(text("A text of the account's own", 64_000), "custom_field_1", "custom1"),
  customer_username: text("A name of the customer's own, in an application; no two customers have the same"),
} as const;

/** What a customer proves themselves with; neither is the PIN of an Archtics account. */
export const secretInput = {
  customer_password: secret("The customer's password; never told"),
  customer_PIN: secret("The customer's PIN; never told", 32),
} as const;

/** How a card number is made. */
export const generateInput = {
  card_number_generate: int("A card number of so many digits is made that was never given out; 4 to 32", 4, 32),
  card_number_prefix: digits("What it begins with; counts among its digits", 31),
  card_number_suffix: digits("What it ends with; counts among its digits", 31),
} as const;

/** Everything that record_customer takes. */
export const recordInput = {
  customer_action: choice(["new", "register", "edit"], "What is to be done; a client that sends `action` means this"),
  action: marked("observed", choice(["new", "register", "edit"], "Looked at when customer_action is not sent")),
  code: key("The customer's own id in the caller's system, or the code that was answered before"),
  new_code: yes("Yes: the customer gets a fresh code of 16 digits"),
  card_number: key("The number of the customer's card; digits or text, and others may bear the same"),
  ...generateInput,
  ...profileInput,
  ...secretInput,
  "custom_field_#": family("A field that manage_fields has defined; the value must fit its type", 64_000),
  campaign_id: key("Campaigns to enrol in, by id, separated by commas", 400),
  auto_add: text("What is credited in each of these campaigns: points, visits or money; in a buyx campaign the name of an item"),
  send_no_email: present("When it is sent, the account's owner gets no mail about a new customer"),
} as const;

/** A customer as calls tell them. */
export const customerOutput = {
  code: outText("The code"),
  card_number: outText("The card number"),
  first_name: outText("First name"),
  last_name: outText("Last name"),
  phone: outText("Telephone"),
  email: outText("E-mail address"),
  street1: outText("First line of the address"),
  street2: outText("Second line of the address"),
  city: outText("Town"),
  state: outText("State or county"),
  postal_code: outText("Postal code"),
  country: outText("Country"),
  custom_date: outText("The day of the account's own: YYYY-MM-DD"),
  custom_field: outText("The text of the account's own"),
  customer_username: seenText("The name of the customer's own"),
  username: seenText("The same"),
  registered: seenText("Y when the card has been made theirs by who holds it, else N"),
  enrollment_stamp: seenText("When the customer was added, in the organisation's time zone: YYYY-MM-DD HH:MM:SS"),
  record_timestamp: seenText("When the customer was last changed, likewise"),
  "custom_field_#": outFamily("Each field that is defined", {
    label: seenText("What the field is called"),
    data: seenText("Its value"),
  }),
} as const;
