import { removeUser } from "../../../core/loyalty/users/change.ts";
import { defineCall } from "../call.ts";
import { element, seenText } from "../output.ts";
import { userKey } from "../user-fields.ts";
import { userNames } from "../user-mapping.ts";

export const userDelete = defineCall({
  type: "user_delete",
  purpose: "Removes a user with all keys; nobody removes themselves, or the last administrator.",
  permission: "manage-users",
  input: userKey,
  output: { user: element("The user", { user_id: seenText("The user's name") }, { status: "deleted" }) },
  names: userNames,
  async handle({ core, caller, user, directory }, { user_name: name }) {
    const removed = await removeUser(core, caller, user, name);
    await directory.refresh();
    return { user: { status: "deleted", user_id: removed } };
  },
});
