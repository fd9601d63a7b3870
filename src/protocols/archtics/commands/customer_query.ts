import { checkNobodysPin, checkPin } from "../../../core/accounts/pin-check.ts";
import { findByAccount, findByAlternateId, findByEmail, type Profile } from "../../../core/customers/profile.ts";
import { isNumberOf } from "../../../core/customers/record.ts";
import { Refusal, refuse } from "../../../core/refusal.ts";
import { isSystemCall } from "../call-reason.ts";
import { type CommandContext, commonInput, commonOutput, commonResults, defineCommand, refuseCommand } from "../command.ts";
import { altIdInput, customerOutput, nameFields, otherInfoFields, otherInfoToWire } from "../customer-fields.ts";
import { customerToWire } from "../customer-mapping.ts";
import { char, type DecodedFields, flag, integer, list, secret, struct } from "../fields.ts";

const input = {
  ...commonInput,
  acct_id: integer("Finds the account's primary name, or the name cust_name_id on it"),
  email: char(nameFields.email.max, "Finds the name that has the e-mail address; ignored beside acct_id"),
  alt_id: char(altIdInput.alt_id.max, "Finds the name that bears the alternate id; ignored beside acct_id and email"),
  alt_id_type: char(altIdInput.alt_id_type.max, "Narrows alt_id to one type"),
  pin: secret(250, "The consumer's PIN; required unless call_reason is S"),
  cust_name_id: integer("With acct_id: another name on the account. With email: must be its name"),
} as const;

export const customerQuery = defineCommand({
  name: "customer_query",
  product: "sth-customer",
  purpose: "Reads a customer by account, e-mail address or alternate id, and checks the consumer's PIN.",
  family: "query",
  input,
  required: [],
  output: {
    ...commonOutput,
    customer: struct(customerOutput, "The name that was found"),
    logon_attempts: integer("Wrong PINs in a row, this attempt included"),
    change_pin: flag("1: the PIN is temporary and must be replaced"),
    ...otherInfoFields,
    account_id_list: char(100_000, "The name's accounts, the main one first, then in nickname order; with email and alt_id"),
    rec_status_list: char(100_000, "The state of each of these accounts"),
    account_nickname: char(
      100_000,
      "The name's nickname on the account; with email and alt_id those on all of them, in the order of account_id_list",
    ),
    rec_status: char(20, "The account's state"),
    account_groups: list(
      { account_group: char(10, "Group; text on the wire, as in the samples") },
      "The groups that the account is in",
    ),
    pin: secret(250, "The PIN as it was sent, when it was right and call_reason is not S"),
  },
  results: {
    ...commonResults,
    5020: { meaning: "The account is locked", mark: "documented" },
    5021: { meaning: "A required field is missing", mark: "documented" },
    5022: { meaning: "The account has no PIN", mark: "documented" },
    5023: { meaning: "The PIN does not match", mark: "documented" },
    5024: { meaning: "No such account or e-mail address", mark: "documented", sqlCode: 100 },
    10681: { meaning: "The name is not on the account", mark: "documented", sqlCode: 100 },
    10682: { meaning: "The e-mail address is not the name's", mark: "documented" },
    10684: { meaning: "Nobody bears the alternate id", mark: "documented", sqlCode: 100 },
    10685: { meaning: "Several names bear the alternate id; only account_id_list is answered", mark: "documented" },
    10699: { meaning: "The PIN is temporary and must be replaced", mark: "documented" },
    11775: { meaning: "The e-mail address is marked as invalid", mark: "documented" },
  },
  codes: { missing: 5021, invalid: 9999 },
  async handle(context, values) {
    const { core, caller, reads } = context;
    const system = isSystemCall(values.call_reason);
    const { pin } = values;
    if (values.acct_id == null && !values.email && !values.alt_id)
      refuseCommand(5021, "acct_id: required, unless email or alt_id is sent");
    if (!system && !pin) refuseCommand(5021, "pin: required, unless call_reason is S");
    const found = await find(context, values);
    const profile = found.profile ?? (await refuseUnknown(context, values, system));
    const { account } = profile;
    if (!system) {
      // By account the primary name's PIN counts, otherwise the name's own; the counter is the account's.
      const stored = found.by === "account" ? account.pin : profile.pin;
      await checkPin(core, caller, account.accountId, stored, pin!);
      if (stored.temporary) refuse("pin-temporary");
    }
    if (found.by === "account" && found.notOnAccount) refuse("name-not-on-account");
    if (found.by === "email" && values.cust_name_id && !(await isNumberOf(core, caller, values.cust_name_id, profile.customerId)))
      refuse("email-not-of-customer");
    if (found.by === "email" && !profile.emailValid) refuse("email-invalid");
    reads.note(caller, profile.customerId);
    const nicknames = profile.accounts?.map((one) => one.nickname ?? "") ?? [account.nickname ?? ""];
    return {
      customer: customerToWire(profile),
      logon_attempts: system ? account.pinFailures : 0,
      change_pin: profile.pin.temporary,
      ...otherInfoToWire(account.otherInfo),
      account_id_list: profile.accounts?.map((one) => one.accountId).join(","),
      rec_status_list: profile.accounts?.map((one) => recStatus(one.status)).join(","),
      account_nickname: nicknames.some(Boolean) ? nicknames.join(",") : null,
      rec_status: recStatus(account.status),
      account_groups: account.groups.map((group) => ({ account_group: String(group) })),
      pin: system ? null : pin,
    };
  },
});

interface Found {
  readonly by: "account" | "email" | "alternate-id";
  readonly profile: Profile | undefined;
  /** The account is there, the name asked for is not on it; the profile is the primary name's. */
  readonly notOnAccount?: boolean;
}

async function find({ core, caller, organisation }: CommandContext, values: DecodedFields<typeof input>): Promise<Found> {
  const { acct_id: accountId, cust_name_id: customerId, email, alt_id: alternateId, alt_id_type: type } = values;
  if (accountId != null) {
    const found = await findByAccount(core, caller, accountId, customerId ?? undefined);
    if (found !== "not-on-account") return { by: "account", profile: found };
    const primary = await findByAccount(core, caller, accountId);
    return { by: "account", profile: primary === "not-on-account" ? undefined : primary, notOnAccount: true };
  }
  if (email) return { by: "email", profile: await findByEmail(core, caller, email) };
  // A type nobody knows finds nobody; the organisation's own spelling counts.
  const known =
    organisation.alternateIdTypes.find((one) => one.toLowerCase() === type?.trim().toLowerCase()) ?? type ?? undefined;
  try {
    return { by: "alternate-id", profile: await findByAlternateId(core, caller, alternateId!, known) };
  } catch (error) {
    // Whose accounts they are is for systems only: there is no single PIN that could open them.
    if (!isSystemCall(values.call_reason) && error instanceof Refusal) {
      await checkNobodysPin(core, values.pin!);
      refuseCommand(10685, "alt_id: several names bear it");
    }
    throw error;
  }
}

/** An answer must take as long for somebody unknown as for somebody known. */
async function refuseUnknown({ core }: CommandContext, values: DecodedFields<typeof input>, system: boolean): Promise<never> {
  if (!system) await checkNobodysPin(core, values.pin!);
  if (values.acct_id == null && !values.email) refuseCommand(10684, "alt_id: nobody bears it");
  if (values.acct_id == null) refuseCommand(5024, "email: no such e-mail address");
  return refuse("account-not-found");
}

function recStatus(status: "active" | "inactive"): string {
  return status === "active" ? "Active" : "Inactive";
}
