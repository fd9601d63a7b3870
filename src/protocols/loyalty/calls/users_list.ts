import { covers } from "../../../core/loyalty/users/rules.ts";
import { listUsersOf } from "../../../core/loyalty/users.ts";
import { defineCall } from "../call.ts";
import { list } from "../output.ts";
import { userOutput } from "../user-fields.ts";
import { userToWire } from "../user-mapping.ts";

export const usersList = defineCall({
  type: "users_list",
  purpose: "Tells about all users of the account, by name.",
  permission: "manage-users",
  input: {},
  output: { users: list("The users, the caller too", "user", userOutput) },
  async handle(context) {
    const users = await listUsersOf(context.core, context.caller.orgId);
    return { users: users.filter((one) => covers(context.user, one)).map((one) => userToWire(one, context)) };
  },
});
