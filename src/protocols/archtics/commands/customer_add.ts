import { addCustomer } from "../../../core/customers/add.ts";
import { blankCustomer } from "../../../core/customers/customer.ts";
import { commonInput, commonOutput, commonResults, defineCommand } from "../command.ts";
import { refuseBadEmail, refuseBadPin, refuseFutureBirth, refuseMissingAltIds } from "../customer-checks.ts";
import { customerInput, otherInfoFields, otherInfoFromWire } from "../customer-fields.ts";
import { alternateIdsFromWire, dataFromWire, kindFromWire } from "../customer-mapping.ts";
import { integer, secret, struct } from "../fields.ts";

const codes = { missing: 5011, invalid: 5014, impossibleDay: 5004 };

export const customerAdd = defineCommand({
  name: "customer_add",
  product: "sth-customer",
  purpose:
    "Adds a customer with a new account, or a name to an account that exists. An e-mail address that is on file changes nothing and answers with its ids.",
  family: "add",
  input: {
    ...commonInput,
    customer: struct(customerInput, "The customer; with an acct_id, a further name on that account"),
    pin: secret(250, "The customer's PIN; anything but control characters"),
    ...otherInfoFields,
  },
  required: ["customer", "pin"],
  output: {
    ...commonOutput,
    acct_id: integer("The account; with 11408 that of the customer on file"),
    cust_name_id: integer("The name; with 11408 that of the customer on file"),
  },
  results: {
    ...commonResults,
    5003: { meaning: "birth_date lies in the future", mark: "documented" },
    5004: { meaning: "birth_date is not a day of the calendar", mark: "documented" },
    5011: { meaning: "A required field is missing", mark: "documented" },
    5012: { meaning: "No more account numbers", mark: "documented" },
    5014: { meaning: "A value that can't be taken, or an acct_id that does not exist", mark: "documented" },
    5017: { meaning: "A control character in the PIN", mark: "documented" },
    5019: { meaning: "Not an e-mail address", mark: "documented" },
    11408: { meaning: "The e-mail address is on file", mark: "documented" },
    11410: { meaning: "Unknown alt_id_type", mark: "documented" },
  },
  codes,
  async handle({ core, caller, organisation }, input) {
    const customer = input.customer!;
    refuseMissingAltIds(customer.alt_id_array, codes.missing);
    refuseBadPin("pin", input.pin, 5017);
    refuseBadEmail(customer.email, 5019);
    refuseFutureBirth(customer.birth_date, organisation.timeZone, core.clock, 5003);
    const added = await addCustomer(core, caller, organisation.alternateIdTypes, {
      data: { ...blankCustomer, ...dataFromWire(customer), kind: kindFromWire(customer.name_type ?? "I") },
      email: customer.email ?? null,
      alternateIds: alternateIdsFromWire(customer.alt_id_array),
      pin: input.pin!,
      accountId: customer.acct_id ?? undefined,
      externalId1: customer.ext_system_id_1 ?? null,
      externalId2: customer.ext_system_id_2 ?? null,
      otherInfo: withoutBlanks(otherInfoFromWire(input)),
    });
    return wrote(added);
  },
  wrote: (added) => wrote(added as Added),
});

interface Added {
  readonly accountId: number;
  readonly customerId: number;
}

function wrote({ accountId, customerId }: Added) {
  return { acct_id: accountId, cust_name_id: customerId };
}

function withoutBlanks(values: Record<string, string | null>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null));
}
