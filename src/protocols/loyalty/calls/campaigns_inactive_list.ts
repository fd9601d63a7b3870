import { defineCall } from "../call.ts";
import { listCampaigns, listInput, listOutput } from "../campaign-list.ts";

export const campaignsInactiveList = defineCall({
  type: "campaigns_inactive_list",
  purpose: "Tells about the account's campaigns that the user may use and that are not active.",
  permission: null,
  input: listInput,
  output: listOutput,
  handle: (context, values) => listCampaigns(context, values, false),
});
