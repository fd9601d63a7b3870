import { type TObject, type TProperties, type TSchema, Type } from "typebox";
import type { Campaign } from "../../../core/loyalty/campaigns/campaign.ts";
import { addPart, changePart, type PartInputs, removePart } from "../../../core/loyalty/campaigns/part-changes.ts";
import { type PartKind, type Parts, partId } from "../../../core/loyalty/campaigns/parts.ts";
import { refuse } from "../../../core/refusal.ts";
import { defineCall, type NativeCall, type NativeContext } from "../call.ts";
import { partFromWire } from "../campaign-input.ts";
import { campaignId, partFields, partShapes, partsToWire } from "../campaign-shape.ts";
import { number } from "../shapes.ts";
import { campaignParams, keyOf, openCampaign } from "./campaigns.ts";

const closed = { additionalProperties: false } as const;

interface PartNames {
  readonly kind: PartKind;
  readonly id: string;
  readonly one: string;
  readonly types: string;
}

const parts: readonly PartNames[] = [
  { kind: "rewards", id: "reward_id", one: "a reward", types: "points and events" },
  { kind: "promotions", id: "promotion_id", one: "a promotion", types: "points" },
  { kind: "items", id: "item_id", one: "an item", types: "buyx" },
  { kind: "depreciations", id: "depreciation_id", one: "a depreciation", types: "points, giftcard, events and earned" },
  { kind: "fees", id: "fee_id", one: "a fee", types: "points, giftcard, events and earned" },
];

type Sent = Readonly<Record<string, unknown>>;
type Ids = Readonly<Record<string, number>>;
type Shown = Sent & { readonly campaign_id: number; readonly version: number };

/** A part as calls answer it, by its number. Refuses with campaign-not-found and campaign-part-not-found. */
async function shown<K extends PartKind>(context: NativeContext, kind: K, campaign: number, id: number): Promise<Shown> {
  const found = await openCampaign(context, campaign);
  const part = (found[kind] as readonly Parts[K][]).find((one) => partId(kind, one) === id);
  const wire = partsToWire[kind] as (one: Parts[K]) => object;
  return { campaign_id: campaign, version: found.version, ...wire(part ?? refuse("campaign-part-not-found")) };
}

/** What must be said of a new one: all but what may be null. */
function newBody(fields: TProperties): TObject {
  const members = Object.entries(fields).map(([name, schema]): [string, TSchema] => {
    const { type } = schema as { readonly type?: unknown };
    return [name, Array.isArray(type) ? Type.Optional(schema) : schema];
  });
  return Type.Object(Object.fromEntries(members), closed);
}

/** The calls that add a part of a kind to a campaign, change it, and take it away. */
function callsOf({ kind, id, one, types }: PartNames): NativeCall[] {
  const path = `/campaigns/{campaign_id}/${kind}`;
  const fields: TProperties = partFields[kind];
  const params = Type.Unsafe<Ids>(Type.Object({ ...campaignParams.properties, [id]: number() }));
  const idsOf = (sent: Ids) => [sent.campaign_id!, sent[id]!] as const;
  const answer = Type.Unsafe<Shown>(
    Type.Object({
      campaign_id: campaignId,
      version: Type.Integer({ description: "The campaign's version, which counts the changes of its parts, too; also the ETag" }),
      ...partShapes[kind].properties,
    }),
  );
  const added = defineCall({
    method: "POST",
    path,
    scope: "campaigns:write",
    summary: `Adds ${one} to a campaign, active or not, of the type ${types}`,
    shapes: { params: campaignParams, body: newBody(fields), answer },
    versioned: true,
    location: ({ campaign_id }) => `/campaigns/${campaign_id}`,
    replay: (context, done: Campaign) =>
      shown(context, kind, done.campaignId, partId(kind, (done[kind] as readonly Parts[typeof kind][]).at(-1)!)),
    async handle(context, { params: { campaign_id }, body }) {
      const { core, caller } = context;
      // Whether a fee is money depends on the type, which no change can change.
      const { type } = await openCampaign(context, campaign_id);
      const sent = Object.fromEntries(Object.keys(fields).map((name) => [name, (body as Sent)[name] ?? null]));
      const input = partFromWire(kind, sent, type) as PartInputs[typeof kind];
      return shown(context, kind, campaign_id, await addPart(core, caller, keyOf(campaign_id), kind, input));
    },
  });
  const changed = defineCall({
    method: "PATCH",
    path: `${path}/{${id}}`,
    scope: "campaigns:write",
    summary: `Changes what is sent of ${one}; null clears. If-Match takes the campaign's ETag`,
    shapes: {
      params,
      body: Type.Object(Type.Partial(Type.Object(fields)).properties, { ...closed, minProperties: 1 }),
      answer,
    },
    versioned: true,
    guarded: true,
    async handle(context, { params: sent, body }) {
      const { core, caller, ifVersion } = context;
      const [campaign, part] = idsOf(sent);
      const { type } = await openCampaign(context, campaign);
      await changePart(core, caller, keyOf(campaign, ifVersion), kind, part, partFromWire(kind, body as Sent, type));
      return shown(context, kind, campaign, part);
    },
  });
  const removed = defineCall({
    method: "DELETE",
    path: `${path}/{${id}}`,
    scope: "campaigns:write",
    summary: `Takes ${one} away from a campaign; what was recorded by it stays`,
    shapes: { params },
    async handle({ core, caller }, { params: sent }) {
      const [campaign, part] = idsOf(sent);
      await removePart(core, caller, keyOf(campaign), kind, part);
      return undefined;
    },
  });
  return [added, changed, removed];
}

/** The calls about what belongs to campaigns. */
export const partCalls: readonly NativeCall[] = parts.flatMap(callsOf);
