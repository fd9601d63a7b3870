import { giveKey, mostLoginKeys } from "../../../core/loyalty/users/keys.ts";
import { defineCall } from "../call.ts";
import { element, seenText } from "../output.ts";
import { languageNames } from "../user-mapping.ts";

export const userLogin = defineCall({
  type: "user_login",
  purpose: "Gives a user who sends their password a key to call with.",
  permission: null,
  byPassword: true,
  input: {},
  output: {
    account: element("The account, and the key", {
      user_id: seenText("The user's name"),
      user_api_key: seenText("A further key, told this once"),
      account_id: seenText("The account that the user may call for"),
      biz_name: seenText("The name of the business"),
      language: seenText("English, Spanish or French"),
    }),
  },
  names: { userName: "user_id" },
  notes: `\`user_password\` is the user's own password here, not a key. \`account_id\` may be left out by who has a user of that name in one account only. Five wrong
passwords in a row lock the name in that account for 15 minutes, whether there is such a user or not. Of the keys that it gave out a user keeps the newest ${mostLoginKeys}; the older ones end. Keys that were made or taken over
elsewhere go on: those of user_new, user_update and the command line.`,
  async handle({ core, caller, user, account, accountId, organisation, directory }) {
    const { key, ended } = await giveKey(core, caller, user.userName);
    if (ended) await directory.refresh();
    return {
      account: {
        user_id: user.userName,
        user_api_key: key,
        account_id: accountId,
        biz_name: account.details.businessName ?? organisation.name,
        language: languageNames[user.language ?? account.language],
      },
    };
  },
});
