import { Type } from "typebox";
import type { Campaign } from "../../../core/loyalty/campaigns/campaign.ts";
import { deleteCampaign } from "../../../core/loyalty/campaigns/delete.ts";
import { deactivateCampaign, editCampaign, given, reactivateCampaign } from "../../../core/loyalty/campaigns/edit.ts";
import { createCampaign, plainCampaign } from "../../../core/loyalty/campaigns/make.ts";
import { readCampaigns, readOpenCampaign } from "../../../core/loyalty/campaigns/read.ts";
import { readAccount } from "../../../core/loyalty/details.ts";
import { defineCall, type NativeContext } from "../call.ts";
import { campaignFromWire } from "../campaign-input.ts";
import { campaignFields, campaignId, campaignShape, campaignToWire, typeShape } from "../campaign-shape.ts";
import { listAnswer, listQuery, pageOf, placeOf } from "../paging.ts";
import { Problem, refuseField } from "../problems.ts";

/** The parameter of calls about one campaign. */
export const campaignParams = Type.Object({ campaign_id: campaignId });

const closed = { additionalProperties: false } as const;

/** A campaign as callers of the native API may use it: theirs are all of the organisation's. */
export const keyOf = (id: number, ifVersion?: number) => ({ campaignId: id, account: null, allowed: null, ifVersion });

/** The campaign as it is now, active or not. Refuses with campaign-not-found. */
export function openCampaign({ core, caller }: NativeContext, id: number): Promise<Campaign> {
  return readOpenCampaign(core, caller.orgId, keyOf(id));
}

async function shown(context: NativeContext, id: number) {
  return campaignToWire(await openCampaign(context, id));
}

type Place = readonly [createdAt: string, campaignId: number];

export const listCampaigns = defineCall({
  method: "GET",
  path: "/campaigns",
  scope: "campaigns:read",
  summary: "Campaigns in the order in which they were made, with what belongs to them; active or not, unless active is sent",
  shapes: {
    query: listQuery({ active: Type.Optional(Type.Boolean()), type: Type.Optional(typeShape) }),
    answer: listAnswer(campaignShape),
  },
  async handle(context, { query }) {
    const { active, type } = query;
    const after = placeOf<Place>(context, query);
    const all = await readCampaigns(context.core, context.caller.orgId);
    const rows = all.filter(
      (one) =>
        (active === undefined || one.active === active) &&
        (type === undefined || one.type === type) &&
        (after === undefined || isBehind(placeIn(one), after)),
    );
    return pageOf(context, query, rows, campaignToWire, placeIn);
  },
});

const placeIn = ({ createdAt, campaignId: id }: Campaign): Place => [createdAt.toISOString(), id];
const isBehind = (one: Place, other: Place) => one[0] > other[0] || (one[0] === other[0] && one[1] > other[1]);

export const getCampaign = defineCall({
  method: "GET",
  path: "/campaigns/{campaign_id}",
  scope: "campaigns:read",
  summary: "One campaign, with what belongs to it",
  shapes: { params: campaignParams, answer: campaignShape },
  versioned: true,
  handle: (context, { params }) => shown(context, params.campaign_id),
});

export const postCampaign = defineCall({
  method: "POST",
  path: "/campaigns",
  scope: "campaigns:write",
  summary: "Makes a campaign, which is active at once",
  shapes: {
    body: Type.Object(
      {
        type: typeShape,
        ...Type.Partial(Type.Object(campaignFields)).properties,
        name: campaignFields.name,
        account: Type.Optional(
          Type.Integer({
            minimum: 1,
            maximum: 2_147_483_647,
            description: "The loyalty account that it is to belong to; the first",
          }),
        ),
      },
      closed,
    ),
    answer: campaignShape,
  },
  versioned: true,
  location: ({ campaign_id: id }) => `/campaigns/${id}`,
  replay: (context, done: number) => shown(context, done),
  async handle(context, { body }) {
    const { core, caller } = context;
    const { type, account = 1 } = body;
    if (account > 1 && account > (await readAccount(core, caller.orgId)).accounts)
      refuseField("body.account", "is none of the organisation's loyalty accounts");
    if (type === "earned" && body.event_amount === undefined) refuseField("body.event_amount", "is required");
    const { name } = body;
    const made = { ...plainCampaign, ...given(campaignFromWire(body, type)), name, type, account };
    return shown(context, await createCampaign(core, caller, made));
  },
});

export const patchCampaign = defineCall({
  method: "PATCH",
  path: "/campaigns/{campaign_id}",
  scope: "campaigns:write",
  summary: "Changes what is sent of a campaign; null clears. Its type stays",
  shapes: {
    params: campaignParams,
    body: Type.Object(Type.Partial(Type.Object(campaignFields)).properties, { ...closed, minProperties: 1 }),
    answer: campaignShape,
  },
  versioned: true,
  guarded: true,
  async handle(context, { params, body }) {
    const { core, caller, ifVersion } = context;
    const key = keyOf(params.campaign_id, ifVersion);
    return campaignToWire(await editCampaign(core, caller, key, ({ type }) => campaignFromWire(body, type)));
  },
});

export const removeCampaign = defineCall({
  method: "DELETE",
  path: "/campaigns/{campaign_id}",
  scope: "campaigns:write",
  summary: "Deletes a campaign with all that was ever recorded in it",
  shapes: { params: campaignParams },
  async handle({ core, caller }, { params }) {
    await deleteCampaign(core, caller, keyOf(params.campaign_id));
    return undefined;
  },
});

export const postActivate = defineCall({
  method: "POST",
  path: "/campaigns/{campaign_id}/activate",
  scope: "campaigns:write",
  summary: "Takes a campaign up again; for the time in which it was not active depreciations and fees take nothing",
  shapes: { params: campaignParams, answer: campaignShape },
  versioned: true,
  async handle({ core, caller }, { params }) {
    return campaignToWire(await reactivateCampaign(core, caller, keyOf(params.campaign_id)));
  },
});

export const postDeactivate = defineCall({
  method: "POST",
  path: "/campaigns/{campaign_id}/deactivate",
  scope: "campaigns:write",
  summary: "Lets nothing more be recorded in a campaign; what was recorded stays",
  shapes: { params: campaignParams, answer: campaignShape },
  versioned: true,
  async handle(context, { params }) {
    const { active } = await openCampaign(context, params.campaign_id);
    if (!active) throw new Problem(409, "The campaign is not active");
    return campaignToWire(await deactivateCampaign(context.core, context.caller, keyOf(params.campaign_id)));
  },
});
