import { covers } from "../../../core/loyalty/users/rules.ts";
import { readUser } from "../../../core/loyalty/users.ts";
import { defineCall } from "../call.ts";
import { fail } from "../failures.ts";
import { key, marked } from "../fields.ts";
import { element } from "../output.ts";
import { userOutput } from "../user-fields.ts";
import { userToWire } from "../user-mapping.ts";

export const userInfo = defineCall({
  type: "user_info",
  purpose: "Tells about a user: the caller, or another of the account.",
  permission: null,
  input: { user_name: marked("willcall", key("Whom to tell about, which needs manage_users; the caller, unless it is sent")) },
  output: { user: element("The user", userOutput) },
  async handle(context, { user_name: wanted }) {
    const { core, caller, user: self, may } = context;
    const own = wanted === undefined || wanted.toLowerCase() === self.userName;
    if (!own && !may("manage-users")) fail("not-permitted", { field: "manage_users" });
    const user = await readUser(core, caller.orgId, own ? self.userName : wanted);
    if (!user || !covers(self, user)) fail("no-user", { field: "user_name" });
    return { user: userToWire(user, context) };
  },
});
