import { changeUser } from "../../../core/loyalty/users/change.ts";
import { defineCall } from "../call.ts";
import { keyOutput, renewInput, userInput, userKey } from "../user-fields.ts";
import { userFromWire, userNames } from "../user-mapping.ts";

export const userUpdate = defineCall({
  type: "user_update",
  purpose: "Changes what is sent of a user.",
  permission: "manage-users",
  input: { ...userKey, ...userInput, ...renewInput },
  output: { user: keyOutput },
  names: userNames,
  notes:
    "The last administrator stays one. A new password ends no key; renew_api_key does. Who gets a role other than P and Q has no end date any more.",
  async handle({ core, caller, user, directory }, values) {
    const { userName, key } = await changeUser(core, caller, user, values.user_name, userFromWire(values));
    await directory.refresh();
    return { user: { user_id: userName, user_api_key: key } };
  },
});
