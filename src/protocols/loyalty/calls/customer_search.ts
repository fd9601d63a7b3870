import { readFields } from "../../../core/loyalty/fields.ts";
import { type Criteria, mostWithSecrets, type SearchableField, searchMembers } from "../../../core/loyalty/search/criteria.ts";
import { defineCall } from "../call.ts";
import { profileInput, secretInput } from "../customer-fields.ts";
import { profileNames } from "../customer-mapping.ts";
import { choice, family, key, type Values, yes } from "../fields.ts";
import { answerFound, foundOutput } from "../found-customers.ts";

const { first_name, last_name, phone, email, city, state, postal_code, custom_date, custom_field, customer_username } =
  profileInput;
const input = {
  exact_match: choice(
    ["insensitive", "sensitive"],
    "How texts compare; without it a part is enough, in any case; insensitive: whole, in any case; sensitive: whole, as written",
  ),
  card_number: key("The card number"),
  first_name,
  last_name,
  phone,
  email,
  city,
  state,
  postal_code,
  custom_date,
  custom_field,
  customer_username,
  ...secretInput,
  "custom_field_#": family("A field that manage_fields has defined", 255),
  include_balances: yes("Y: with balances"),
} as const;

/** Wire name to the core's, of what is compared as text. */
const textNames = {
  card_number: "cardNumber",
  first_name: profileNames.first_name,
  last_name: profileNames.last_name,
  phone: profileNames.phone,
  email: "email",
  city: profileNames.city,
  state: profileNames.state,
  postal_code: profileNames.postal_code,
  custom_field: profileNames.custom_field,
  customer_username: "userName",
} as const satisfies Record<string, SearchableField>;

export const customerSearch = defineCall({
  type: "customer_search",
  purpose: "Finds customers by some of their fields.",
  permission: "look-up-customer",
  input,
  output: foundOutput,
  names: { password: "customer_password", cardPin: "customer_PIN" },
  notes: `All criteria must hold; one that is sent empty counts as not sent, and without any all customers are told. custom_date is compared whole.
customer_password and customer_PIN are compared whole, and only beside another criterion that leaves at most ${mostWithSecrets} customers. When nobody is found the status
is error.`,
  async handle(context, values) {
    const { core, caller } = context;
    const fields = await readFields(core, caller.orgId, "customer");
    return answerFound(
      context,
      fields,
      await searchMembers(core, caller, fields, criteriaFromWire(values)),
      values.include_balances,
    );
  },
});

/** The criteria that were sent. */
function criteriaFromWire(values: Values<typeof input>): Criteria {
  const texts: Partial<Record<SearchableField, string>> = {};
  for (const [wire, field] of Object.entries(textNames)) {
    const value = values[wire as keyof typeof textNames];
    if (value) texts[field] = value;
  }
  const { "1": _, ...own } = values["custom_field_#"];
  return {
    comparison: values.exact_match ?? "partial",
    texts,
    customDate: values.custom_date ?? undefined,
    customFields: Object.fromEntries(Object.entries(own).flatMap(([number, value]) => (value === null ? [] : [[number, value]]))),
    password: values.customer_password ?? undefined,
    cardPin: values.customer_PIN ?? undefined,
  };
}
