import { setLock } from "../../../core/accounts/lock.ts";
import { checkNobodysPin, checkPin } from "../../../core/accounts/pin-check.ts";
import { findByAccount, type Profile } from "../../../core/customers/profile.ts";
import { replaceCustomer } from "../../../core/customers/update.ts";
import { refuse } from "../../../core/refusal.ts";
import { isSystemCall } from "../call-reason.ts";
import { type CommandContext, commonInput, commonOutput, commonResults, defineCommand, refuseCommand } from "../command.ts";
import { refuseBadPin, refuseFutureBirth, refuseMissingAltIds } from "../customer-checks.ts";
import { customerInput, otherInfoFields, otherInfoFromWire, updatedCustomerInput } from "../customer-fields.ts";
import { alternateIdsFromWire, kindFromWire, replacedOverWire } from "../customer-mapping.ts";
import { decode } from "../decode.ts";
import { choice, integer, secret, struct } from "../fields.ts";

const codes = { missing: 5031, invalid: 9999 };

const lockInput = {
  lock_account: choice(
    ["N", "L", "U"],
    "L locks the account, U unlocks it, N (the default) neither. With L and U only acct_id, pin and call_reason are read",
  ),
} as const;

const pins = { pin: secret(250, "The PIN of the account's primary name; required unless call_reason is S") } as const;

const input = {
  ...commonInput,
  customer: struct(updatedCustomerInput, "The customer as it is to be: a base field that is left out is cleared"),
  ...pins,
  new_pin: secret(250, "A PIN that replaces the name's"),
  ...lockInput,
  name_type: customerInput.name_type,
  ...otherInfoFields,
};

export const customerUpdate = defineCommand({
  name: "customer_update",
  product: "sth-customer",
  purpose:
    "Replaces the primary name of an account, or another name on it. Base fields that are left out are cleared; the PIN, name_type, alternate ids and other_info stay.",
  family: "update",
  input,
  narrowed: (source) =>
    ["L", "U"].includes(decode(lockInput, source).lock_account ?? "N")
      ? { ...commonInput, ...pins, ...lockInput, customer: struct({ acct_id: integer("Account") }, "The account") }
      : input,
  required: [],
  output: commonOutput,
  results: {
    ...commonResults,
    5020: { meaning: "The account is locked", mark: "willcall" },
    5021: { meaning: "acct_id is missing", mark: "documented" },
    5031: { meaning: "A required field is missing", mark: "documented" },
    5032: { meaning: "The account has no PIN", mark: "documented" },
    5033: { meaning: "The PIN does not match", mark: "documented" },
    5034: { meaning: "No such account", mark: "documented", sqlCode: 100 },
    5036: { meaning: "Not an e-mail address", mark: "documented" },
    5037: { meaning: "The e-mail address is another customer's", mark: "documented" },
    5038: { meaning: "A control character in a PIN", mark: "documented" },
    10729: { meaning: "Unknown alt_id_type", mark: "documented" },
  },
  codes,
  async handle(context, values) {
    const { core, caller, organisation } = context;
    const { customer = {}, pin, lock_account: lock } = values;
    const accountId = customer.acct_id ?? refuseCommand(5021, "customer.acct_id: required");
    const system = isSystemCall(values.call_reason);
    if (!system && !pin) refuseCommand(5031, "pin: required");
    refuseBadPin("pin", pin, 5038);
    if (lock === "L" || lock === "U") {
      if (!system && (await authenticate(context, accountId, pin!)).account.pin.temporary) refuse("pin-temporary");
      await setLock(core, caller, accountId, lock === "L");
      return {};
    }
    const newPin = values.new_pin ?? undefined;
    refuseBadPin("new_pin", newPin, 5038);
    refuseMissingAltIds(customer.alt_id_array, codes.missing);
    refuseFutureBirth(customer.birth_date, organisation.timeZone, core.clock, 9999);
    if (!system) {
      const profile = await authenticate(context, accountId, pin!);
      // A temporary PIN opens nothing but its own replacement, so no other name on the account either.
      const another = customer.cust_name_id != null && customer.cust_name_id !== profile.customerId;
      if (profile.account.pin.temporary && (newPin === undefined || another)) refuse("pin-temporary");
    }
    await replaceCustomer(core, caller, organisation.alternateIdTypes, {
      accountId,
      customerId: customer.cust_name_id ?? undefined,
      replace: (held, email) => replacedOverWire(customer, held, email),
      kind: values.name_type ? kindFromWire(values.name_type) : undefined,
      email: customer.email ?? null,
      alternateIds: alternateIdsFromWire(customer.alt_id_array),
      newPin,
      externalId1: customer.ext_system_id_1 ?? null,
      externalId2: customer.ext_system_id_2 ?? null,
      otherInfo: otherInfoFromWire(values),
    });
    return {};
  },
});

/** By acct_id the primary name's PIN counts, also for another name on the account (decisions.md, section 2, PINs). */
async function authenticate({ core, caller }: CommandContext, accountId: number, pin: string): Promise<Profile> {
  const profile = await findByAccount(core, caller, accountId);
  if (profile === undefined || profile === "not-on-account") {
    await checkNobodysPin(core, pin);
    refuse("account-not-found");
  }
  await checkPin(core, caller, accountId, profile.account.pin, pin);
  return profile;
}
