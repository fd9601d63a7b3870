import { covers } from "../../../core/loyalty/users/rules.ts";
import { listUsersOf } from "../../../core/loyalty/users.ts";
import { defineCall } from "../call.ts";
import { readSentCampaign } from "../campaign-actions.ts";
import { campaignKey } from "../campaign-fields.ts";
import { list } from "../output.ts";
import { userOutput } from "../user-fields.ts";
import { userToWire } from "../user-mapping.ts";

export const campaignUsers = defineCall({
  type: "campaign_users",
  purpose: "Tells about the users who may use a campaign, by name.",
  permission: "manage-users",
  input: campaignKey,
  output: { users: list("The users", "user", userOutput) },
  async handle(context, values) {
    const { campaignId } = await readSentCampaign(context, values.campaign_id);
    const users = await listUsersOf(context.core, context.caller.orgId);
    const mayUse = users.filter((one) => one.allowedCampaigns?.includes(String(campaignId)) ?? true);
    return { users: mayUse.filter((one) => covers(context.user, one)).map((one) => userToWire(one, context)) };
  },
});
