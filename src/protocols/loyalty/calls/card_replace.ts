import { readFields } from "../../../core/loyalty/fields.ts";
import { replaceNumbers } from "../../../core/loyalty/replace.ts";
import { type Candidate, findTargets, mostMatches, type Sought } from "../../../core/loyalty/replace-target.ts";
import { type Criteria, mostWithSecrets } from "../../../core/loyalty/search/criteria.ts";
import { refuse } from "../../../core/refusal.ts";
import { type CallContext, defineCall } from "../call.ts";
import { customerOutput, generateInput, profileInput, secretInput } from "../customer-fields.ts";
import { customerToWire, profileNames, shapeFromWire } from "../customer-mapping.ts";
import { fail } from "../failures.ts";
import { choice, type Field, int, key, type Values, yes } from "../fields.ts";
import { element, list, outText } from "../output.ts";
import type { Parameters } from "../parameters.ts";
import { say } from "../texts/text.ts";

const { customer_username: _, ...profile } = profileInput;
const input = {
  previous_code: key("The code of the old card; retired ones lead to the customer, too"),
  previous_card: key("The card number of the old card; not looked at beside previous_code"),
  new_code: key("The code that the customer is to have"),
  new_card_number: key("The card number that the customer is to have"),
  card_number_generate: generateInput.card_number_generate,
  profile_uid: int(
    "One of the customers of an earlier answer; everything else by which one is looked for is not looked at",
    1,
    2_147_483_647,
  ),
  check_override: yes("Y: numbers that are on file may be given all the same"),
  keep_which: choice(
    ["matched", "duplicate"],
    "Which customer is kept when new_code is another's: the one who was looked for, or the one who has the code",
  ),
  ...profile,
  ...secretInput,
  customer_username: profileInput.customer_username,
} as const;

const { code, card_number, first_name, last_name, phone, email, street1, street2, city, state } = customerOutput;
const { postal_code, country, custom_date, custom_field } = customerOutput;
const matchOutput = {
  profile_uid: outText("The number by which the customer can be chosen"),
  ...{ code, card_number, first_name, last_name, phone, email, street1, street2, city, state },
  ...{ postal_code, country, custom_date, custom_field },
} as const;

/** The fields that are compared as texts. */
const textNames = (({ custom_date: __, ...names }) => ({ ...names, email: "email", customer_username: "userName" }) as const)(
  profileNames,
);

/** What is looked at only when nothing before it was sent (seed 004, notes; decisions.md, section 3). */
const lookedForBy = [
  ["profile_uid"],
  ["previous_code"],
  ["previous_card"],
  Object.entries({ ...profileInput, ...secretInput }).flatMap(([name, { aliases = [] }]: [string, Field]) => [name, ...aliases]),
] as const;

function ignoredBeside(parameters: Parameters): readonly string[] {
  const first = lookedForBy.findIndex((names) => names.some((name) => parameters.get(name)?.trim()));
  return first < 0 ? [] : lookedForBy.slice(first + 1).flat();
}

export const cardReplace = defineCall({
  type: "card_replace",
  purpose: "Gives a customer a new code, a new card number or both, and retires what they had.",
  permission: "edit-customer-card-number",
  input,
  ignored: ignoredBeside,
  output: {
    customer: element("The customer, when the numbers have been replaced", {
      code: outText("The code"),
      card_number: outText("Only when card_number_generate was sent: the number that was made"),
    }),
    customers: list(`When several match: the customers, at most ${mostMatches}`, "customer", matchOutput),
    message: outText("When nobody matches"),
  },
  statuses: ["multiple_matches", "no_match"],
  names: {
    loyaltyCode: "new_code",
    cardNumber: "new_card_number",
    kept: "keep_which",
    password: "customer_password",
    cardPin: "customer_PIN",
  },
  notes: `The customer is looked for by profile_uid, else by previous_code, else by previous_card, else by all of the other fields that are sent, whose texts are compared whole and
in any case; customer_password and customer_PIN only beside another one that leaves at most ${mostWithSecrets} customers. Numbers that are on file are an error unless check_override is Y. A new_code that is another customer's then makes the two
one: keep_which says whose record is kept. A customer who is on an Archtics account is merged away only by who may also delete customers. What either had moves to it, and the merge can be undone through the native API. Codes and cards that were replaced lead to their customer, and are never given out again, check_override or not.`,
  async handle(context, values) {
    const { core, caller, account, reads } = context;
    const { new_code: newCode, new_card_number: card } = values;
    const generate = shapeFromWire({ ...values, card_number_prefix: undefined, card_number_suffix: undefined });
    if (newCode === undefined && card === undefined && generate === undefined)
      fail("one-of-missing", { values: ["new_code", "new_card_number", "card_number_generate"] });
    if (card !== undefined && generate !== undefined) fail("both-given", { values: ["new_card_number", "card_number_generate"] });
    const found = await findTargets(core, caller, await readFields(core, caller.orgId, "customer"), soughtBy(context, values));
    if (found.length > 1) return { status: "multiple_matches" as const, customers: told(context, found) };
    const [only] = found;
    const replaced =
      only &&
      (await replaceNumbers(
        core,
        caller,
        { customerId: only.askedFor, cardNumber: only.customer.identifiers.cardNumber },
        {
          code: newCode,
          card,
          generate,
          override: values.check_override,
          kept: values.keep_which,
          mayTakeAccounts: context.may("delete-customer"),
        },
      ));
    if (!replaced) return { status: "no_match" as const, message: say(account.language, "no-match") };
    reads.note(caller, replaced.customerId);
    return { customer: { code: replaced.code, card_number: replaced.generatedCard ?? undefined } };
  },
});

/** How the customer is looked for. Fails when nothing says who it is. */
function soughtBy({ may }: CallContext, values: Values<typeof input>): Sought {
  const { profile_uid: customerId, previous_code: previousCode, previous_card: previousCard } = values;
  const criteria = criteriaFromWire(values);
  const { texts, customDate, password, cardPin } = criteria;
  if (customerId === undefined && previousCode === undefined && previousCard === undefined) {
    const given = [...Object.values(texts), customDate, password, cardPin].some((one) => one !== undefined);
    if (!given) fail("one-of-missing", { values: ["previous_code", "previous_card", "profile_uid", "first_name", "last_name"] });
    if (!may("look-up-customer")) refuse("not-permitted", { field: "look-up-customer" });
  }
  return { customerId, previousCode, previousCard, criteria };
}

/** The criteria that were sent; what is empty was not. */
function criteriaFromWire(values: Values<typeof input>): Criteria {
  const sent = Object.entries(textNames).flatMap(([wire, field]) => {
    const value = values[wire as keyof typeof textNames];
    return value ? [[field, value] as const] : [];
  });
  return {
    comparison: "insensitive",
    texts: Object.fromEntries(sent),
    customDate: values.custom_date ?? undefined,
    customFields: {},
    password: values.customer_password || undefined,
    cardPin: values.customer_PIN || undefined,
  };
}

/** The customers of whom one must be chosen; recorded as read. */
function told({ caller, organisation, reads }: CallContext, found: readonly Candidate[]) {
  return found.map(({ customer }) => {
    reads.note(caller, customer.customerId);
    const wire = customerToWire(customer, [], organisation.timeZone);
    return { ...wire, "custom_field_#": undefined, profile_uid: customer.customerId };
  });
}
