import { readAccount } from "../../../core/loyalty/details.ts";
import { accountOutput } from "../account-fields.ts";
import { accountToWire } from "../account-mapping.ts";
import { defineCall } from "../call.ts";
import { element } from "../output.ts";

export const accountInfo = defineCall({
  type: "account_info",
  purpose: "Tells about the account.",
  permission: null,
  input: {},
  output: { account: element("The account", accountOutput) },
  async handle(context) {
    const account = await readAccount(context.core, context.caller.orgId);
    return { account: accountToWire({ ...context, account }) };
  },
});
