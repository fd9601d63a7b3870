import type { Caller, Core } from "../../core.ts";
import { takeBlock } from "../../organisations/queries.ts";
import { refuse } from "../../refusal.ts";
import type { Campaign, Depreciation, Fee, Item, Promotion, Reward } from "./campaign.ts";
import { changeCampaign } from "./change.ts";
import { given } from "./edit.ts";
import type { CampaignKey } from "./key.ts";
import { feeAmountOf, refuseWrong } from "./part-rules.ts";
import { isSame, type PartKind, type Parts, partId, shapes } from "./parts.ts";

type OfTime = "ruleId" | "kind" | "effectiveAfter";

/** What a part is made of, as a caller tells it. */
export interface PartInputs {
  readonly rewards: Omit<Reward, "rewardId">;
  readonly promotions: Omit<Promotion, "promotionId">;
  readonly items: Omit<Item, "itemId">;
  readonly depreciations: Omit<Depreciation, OfTime>;
  /** The amount is text: whether it is money depends on the campaign. */
  readonly fees: Omit<Fee, OfTime | "amount"> & { readonly amount: string };
}

/**
 * Adds a part to a campaign, active or not; gives its number. Refuses with campaign-not-found, part-unfit (a campaign of that type has no such parts), part-identifier-in-use,
 * depreciation-exists, days-out-of-order, value-not-whole, amount-invalid and amount-too-small.
 */
export async function addPart<K extends PartKind>(
  core: Core,
  caller: Caller,
  key: CampaignKey,
  kind: K,
  input: PartInputs[K],
): Promise<number> {
  const [taken] = await core.db.run(takeBlock, [caller.orgId, "campaign-part", 1]);
  const id = taken!.last;
  await changeCampaign(core, caller, key, `${shapes[kind].name}-added`, (held, day) => {
    const part = { [shapes[kind].id]: id, ...fixedOf(kind, day), ...valuesOf(held, kind, input) } as unknown as Parts[K];
    return withPart(held, kind, part);
  });
  return id;
}

/** Changes what is told of a part. Refuses as addPart does, and with campaign-part-not-found. */
export async function changePart<K extends PartKind>(
  core: Core,
  caller: Caller,
  key: CampaignKey,
  kind: K,
  id: number,
  input: Partial<PartInputs[K]>,
): Promise<void> {
  await changeCampaign(core, caller, key, `${shapes[kind].name}-changed`, (held, day) => {
    const before = partOf(held, kind, id);
    const part = { ...before, ...valuesOf(held, kind, given(input) as Partial<PartInputs[K]>) } as Parts[K];
    return isSame(kind, before, part) ? held : withPart(held, kind, { ...part, ...fixedOf(kind, day) });
  });
}

/** Takes a part away; what was recorded by it stays as it is. Refuses with campaign-not-found and campaign-part-not-found. */
export async function removePart(core: Core, caller: Caller, key: CampaignKey, kind: PartKind, id: number): Promise<void> {
  await changeCampaign(core, caller, key, `${shapes[kind].name}-deleted`, (held) => {
    const gone = partOf(held, kind, id);
    return { ...held, [kind]: (held[kind] as Parts[PartKind][]).filter((one) => one !== gone) };
  });
}

/** What a part has that nobody tells: a rule counts from the day on which it was made or changed. */
function fixedOf(kind: PartKind, effectiveAfter: string): object {
  if (kind === "depreciations") return { kind: "depreciation", effectiveAfter };
  return kind === "fees" ? { kind: "fee", effectiveAfter } : {};
}

/** What was told, as the part has it. */
function valuesOf<K extends PartKind>({ type }: Campaign, kind: K, input: Partial<PartInputs[K]>): object {
  const { amount } = input as Partial<PartInputs["fees"]>;
  return kind === "fees" && amount !== undefined ? { ...input, amount: feeAmountOf(type, amount) } : input;
}

function partOf<K extends PartKind>(held: Campaign, kind: K, id: number): Parts[K] {
  const found = (held[kind] as readonly Parts[K][]).find((one) => partId(kind, one) === id);
  return found ?? refuse("campaign-part-not-found", { field: `${shapes[kind].name}Id` });
}

/** The campaign with a part in its place, or as the last of its list. */
function withPart<K extends PartKind>(held: Campaign, kind: K, part: Parts[K]): Campaign {
  const id = partId(kind, part);
  const parts = held[kind] as readonly Parts[K][];
  const others = parts.filter((one) => partId(kind, one) !== id);
  refuseWrong(held, kind, part, others);
  const isNew = others.length === parts.length;
  return { ...held, [kind]: isNew ? [...parts, part] : parts.map((one) => (partId(kind, one) === id ? part : one)) };
}
