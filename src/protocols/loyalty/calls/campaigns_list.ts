import { defineCall } from "../call.ts";
import { listCampaigns, listInput, listOutput } from "../campaign-list.ts";

export const campaignsList = defineCall({
  type: "campaigns_list",
  purpose: "Tells about the account's active campaigns that the user may use.",
  permission: null,
  input: listInput,
  output: listOutput,
  handle: (context, values) => listCampaigns(context, values, true),
});
