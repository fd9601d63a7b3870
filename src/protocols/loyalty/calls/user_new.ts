import { makeUser } from "../../../core/loyalty/users/change.ts";
import { defineCall } from "../call.ts";
import { fail } from "../failures.ts";
import { keyOutput, userInput, userKey } from "../user-fields.ts";
import { userFromWire, userNames } from "../user-mapping.ts";

export const userNew = defineCall({
  type: "user_new",
  purpose: "Adds a user to the account, with a key that is told this once.",
  permission: "manage-users",
  input: { ...userKey, ...userInput },
  output: { user: keyOutput },
  names: userNames,
  notes: `\`user_role\` is required. The user may send 300 calls a minute, and calls under the account ids that the caller may call under. Without a password the user
can call by the key and not by user_login.`,
  async handle({ core, caller, user, directory }, values) {
    const { role, ...input } = userFromWire(values);
    if (role === undefined) fail("missing", { field: "user_role" });
    const { userName, key } = await makeUser(core, caller, user, values.user_name, { ...input, role });
    await directory.refresh();
    return { user: { user_id: userName, user_api_key: key } };
  },
});
