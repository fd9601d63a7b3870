import { changeDetails } from "../../../core/loyalty/details.ts";
import { accountInput } from "../account-fields.ts";
import { accountFromWire } from "../account-mapping.ts";
import { defineCall } from "../call.ts";
import { element, seenText } from "../output.ts";

export const accountUpdate = defineCall({
  type: "account_update",
  purpose: "Changes what is sent of the account.",
  permission: "edit-account",
  input: accountInput,
  output: { account: element("The account", { account_id: seenText("The account's name, as it was sent") }) },
  names: { password: "account_password" },
  notes: `\`account_password\`, or \`new_account_password\`, is the calling user's. Currency and time zone belong to the organisation: a value other than theirs is an
error.`,
  async handle(context, values) {
    await changeDetails(context.core, context.caller, accountFromWire(values, context));
    await context.directory.refresh();
    return { account: { account_id: context.accountId } };
  },
});
