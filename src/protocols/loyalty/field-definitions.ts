import { type FieldInput, longestChoices, mostChoices, type StandardInput } from "../../core/loyalty/fields/define.ts";
import type { StandardField, StandardFieldName } from "../../core/loyalty/fields/standard.ts";
import { type CustomField, type FieldType, fieldTypes } from "../../core/loyalty/fields.ts";
import { fail } from "./failures.ts";
import { alsoNamed, type FamilyField, family, type KeyField, key, marked, type Values } from "./fields.ts";
import { element, list, outText, seenText } from "./output.ts";

/** How the wire calls the fields that every customer has, what it calls them to people, and their types. */
const standardNames = {
  cardNumber: ["card_number", "Card number"],
  givenName: ["first_name", "First name"],
  familyName: ["last_name", "Last name"],
  phoneDay: ["phone", "Phone"],
  email: ["email", "E-mail"],
  address1: ["street1", "Street"],
  address2: ["street2", "Street, second line"],
  city: ["city", "City"],
  region: ["state", "State"],
  postalCode: ["postal_code", "Postal code"],
  country: ["country", "Country"],
  customDate: ["custom_date", "Date"],
  customText: ["custom_field_1", "Text"],
  userName: ["customer_username", "User name"],
  password: ["customer_password", "Password"],
  cardPin: ["customer_PIN", "PIN"],
} as const satisfies Record<StandardFieldName, readonly [name: string, label: string]>;

type WireName = (typeof standardNames)[StandardFieldName][0];
type StandardParameter = "card_number_label" | `${WireName}_show`;

const show = (name: string) => marked("observed", key(`Yes or No: whether forms show ${name}`));
/** Everything that update takes of the fields that every customer has; of the first text as of a field of the account's own. */
export const standardInput = {
  card_number_label: marked("observed", key("What card_number is called", 255)),
  ...Object.fromEntries(
    Object.values(standardNames)
      .filter(([name]) => name !== "custom_field_1")
      .map(([name]) => [`${name}_show`, name === "postal_code" ? alsoNamed(show(name), "zip_show") : show(name)]),
  ),
} as Readonly<Record<StandardParameter, KeyField>>;

const parts = {
  label: ["What it is called; required of a new field", 255],
  type: [
    "Text, Date, List (any of some choices), Pick (one of them), Number or Money; Text unless it is sent. Not looked at for a field that is there",
    20,
  ],
  show: ["Yes or No: whether forms show it; No unless it is sent", 20],
  choices: [
    `What a List or Pick field may hold, separated by commas: at most ${mostChoices}; required of a new one`,
    longestChoices,
  ],
  searchable: ["Yes or No: whether it is an id of the customer's; Text only", 20],
  unique: ["Yes or No: whether no two customers may have the same value; Text only. Not looked at for a field that is there", 20],
  required: ["Yes or No: whether every new customer must have it", 20],
} as const;
type Part = keyof typeof parts;

/** What is said of fields, by number; the vendor's page of update prints some names with two underscores. */
export const definitionInput = Object.fromEntries(
  Object.entries(parts).flatMap(([part, [meaning, max]]) => [
    [`custom_field_#_${part}`, family(meaning, max)],
    [`custom_field_#__${part}`, family(`The same as custom_field_#_${part}`, max)],
  ]),
) as Readonly<Record<`custom_field_#_${Part}` | `custom_field_#__${Part}`, FamilyField>>;

/** What all actions answer. */
export const fieldsOutput = {
  account: element("The account", {
    account_id: outText("As it was sent"),
    fields: list("The fields: those that every customer has, then the account's own by number", "field", {
      name: outText("The parameter that the field is"),
      label: outText("What it is called"),
      show: outText("Y or N: whether forms show it"),
      required: outText("Y or N: whether every new customer must have it"),
      type: outText("Text, Date, List, Pick, Number or Money"),
      choices: list("What it may hold, of a List or Pick field", "choice", null),
      searchable: seenText("Y or N, of the account's own fields"),
      unique: seenText("Y or N, of the account's own fields"),
    }),
  }),
} as const;

/** Fails for what is neither: a misspelt Yes would be a No that nobody meant. */
function isYes(field: string, text: string): boolean {
  if (/^(yes|y|true|1)$/i.test(text)) return true;
  return /^(no|n|false|0)$/i.test(text) ? false : fail("not-one-of", { field, values: ["Yes", "No"] });
}

/** What was said of the account's own fields. Fails for a type that there is not, and for what can't be said of the predefined one. */
export function definitionsFromWire(values: Values<typeof definitionInput>): {
  fields: FieldInput[];
  first: Partial<Record<Part, string>>;
} {
  const sent = new Map<number, Partial<Record<Part, string>>>();
  for (const part of Object.keys(parts) as Part[])
    for (const name of [`custom_field_#__${part}`, `custom_field_#_${part}`] as const)
      for (const [number, value] of Object.entries(values[name] ?? {}))
        sent.set(Number(number), { ...sent.get(Number(number)), ...(value !== null && { [part]: value }) });
  const first = sent.get(1) ?? {};
  sent.delete(1);
  return { fields: [...sent].map(([number, given]) => fieldFromWire(number, given)), first };
}

function fieldFromWire(number: number, given: Partial<Record<Part, string>>): FieldInput {
  const yes = (part: Part) => (given[part] === undefined ? undefined : isYes(`custom_field_${number}_${part}`, given[part]));
  const choices = given.choices?.split(",").map((one) => one.trim());
  return {
    number,
    label: given.label,
    type: given.type === undefined ? undefined : typeFromWire(number, given.type),
    shown: yes("show"),
    choices: choices && [...new Set(choices.filter(Boolean))],
    searchable: yes("searchable"),
    unique: yes("unique"),
    required: yes("required"),
  };
}

const typeToWire = (type: FieldType): string => type[0]!.toUpperCase() + type.slice(1);

function typeFromWire(number: number, text: string): FieldType {
  const type = fieldTypes.find((one) => one === text.toLowerCase());
  return type ?? fail("not-one-of", { field: `custom_field_${number}_type`, values: fieldTypes.map(typeToWire) });
}

/** What was said of the fields that every customer has. `first`: of the predefined text. Fails with predefined for what can't be said of it. */
export function standardFromWire(
  values: Partial<Values<typeof standardInput>>,
  first: Partial<Record<Part, string>>,
): StandardInput[] {
  for (const part of ["choices", "searchable", "required"] as const)
    if (first[part] !== undefined && (part === "choices" || isYes(`custom_field_1_${part}`, first[part])))
      fail("predefined", { field: `custom_field_1_${part}` });
  return Object.entries(standardNames).flatMap(([name, [wire]]) => {
    const own = wire === "custom_field_1";
    const label = own ? first.label : wire === "card_number" ? values.card_number_label : undefined;
    const shown = own ? first.show : values[`${wire}_show`];
    if (label === undefined && shown === undefined) return [];
    return [{ name: name as StandardFieldName, label, shown: shown === undefined ? undefined : isYes(`${wire}_show`, shown) }];
  });
}

/** The numbers of the fields that a list names. Fails with missing, predefined and not-defined. */
export function numbersFromWire(text: string | undefined): number[] {
  const names = (text ?? "").split(",").map((one) => one.trim());
  const numbers = names.filter(Boolean).map((name) => {
    const [, number] = /^custom_field_([1-9]\d{0,8})$/.exec(name) ?? [];
    const isStandard = name === "custom_field" || Object.values(standardNames).some(([wire]) => wire === name);
    if (isStandard) fail("predefined", { field: name });
    return number === undefined ? fail("not-defined", { field: name }) : Number(number);
  });
  return numbers.length > 0 ? [...new Set(numbers)] : fail("missing", { field: "field_list" });
}

/** Fields as the wire tells them. */
export function fieldsToWire(accountId: string, standard: readonly StandardField[], fields: readonly CustomField[]) {
  const told = standard.map(({ name, label, shown }) => {
    const [wire, ownLabel] = standardNames[name];
    return { name: wire, label: label ?? ownLabel, show: shown, required: false, type: name === "customDate" ? "Date" : "Text" };
  });
  const own = fields.map(({ number, label, shown, required, type, choices, searchable, unique }) => ({
    name: `custom_field_${number}`,
    label,
    show: shown,
    required,
    type: typeToWire(type),
    choices: type === "list" || type === "pick" ? choices : undefined,
    searchable,
    unique,
  }));
  return { account: { account_id: accountId, fields: [...told, ...own] } };
}
