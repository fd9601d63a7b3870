import { readOpenCampaign } from "../../core/loyalty/campaigns/read.ts";
import type { Permission } from "../../core/loyalty/roles.ts";
import type { CallContext } from "./call.ts";
import { fail } from "./failures.ts";
import { wirePermission } from "./permissions.ts";
import { campaignKeyOf } from "./transacting.ts";

const subjects = { campaign: "campaign", reward: "rewards", promo: "promotions", item: "items" } as const;
const actions = Object.keys(subjects) as (keyof typeof subjects)[];

/** What a call is about, by its `action`, which the user must be allowed. Fails with action-undefined and not-permitted. */
export function actionOf({ may }: CallContext, what: "add" | "edit" | "delete", sent: string | undefined) {
  const action =
    actions.find((one) => one === sent?.toLowerCase()) ?? fail("action-undefined", { field: "action", values: actions });
  const permission: Permission = `${what}-${subjects[action]}`;
  if (!may(permission)) fail("not-permitted", { field: wirePermission(permission) });
  return action;
}

/** The campaign that was sent. Fails with missing and campaign-invalid. */
export function sentCampaign(context: CallContext, id: string | undefined) {
  return campaignKeyOf(context, id ?? fail("missing", { field: "campaign_id" }));
}

/** The campaign that was sent, active or not, as it is. Fails with campaign-invalid. */
export function readSentCampaign(context: CallContext, id: string) {
  return readOpenCampaign(context.core, context.caller.orgId, campaignKeyOf(context, id));
}
