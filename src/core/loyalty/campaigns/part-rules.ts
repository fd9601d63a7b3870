import { refuse } from "../../refusal.ts";
import { moneyOf } from "../ledger/amounts.ts";
import { type Campaign, type CampaignType, isMoney } from "./campaign.ts";
import { type PartKind, type Parts, shapes } from "./parts.ts";

/** The most of whatever a campaign counts that a reward, an item or a fee may take. */
export const mostUnits = 1_000_000_000;

/** What a fee takes, in the campaign's units: money with at most two decimals, or a whole number. Refuses with amount-invalid, value-not-whole and amount-too-small. */
export function feeAmountOf(type: CampaignType, text: string): number {
  const field = "feeAmount";
  if (isMoney(type)) {
    const amount = moneyOf(text) ?? refuse("amount-invalid", { field });
    return amount >= 1 ? amount : refuse("amount-too-small", { field, least: 0.01 });
  }
  const amount = /^\d{1,10}$/.test(text.trim()) ? Number(text) : 0;
  return amount >= 1 && amount <= mostUnits ? amount : refuse("value-not-whole", { field, least: 1, most: mostUnits });
}

/**
 * Refuses a part that can't be, beside the others of its kind in the campaign: part-unfit, part-identifier-in-use, depreciation-exists, value-not-whole (points that are added)
 * and days-out-of-order.
 */
export function refuseWrong<K extends PartKind>({ type }: Campaign, kind: K, part: Parts[K], others: readonly Parts[K][]): void {
  if (!shapes[kind].types.includes(type)) refuse("part-unfit", { field: "campaignId" });
  const { identifier = null } = part as { readonly identifier?: string | null };
  const sharing = others as readonly { readonly identifier?: string | null }[];
  if (identifier !== null && sharing.some((one) => one.identifier === identifier))
    refuse("part-identifier-in-use", { field: `${shapes[kind].name}Identifier` });
  if (kind === "promotions") refuseWrongPromotion(part as Parts["promotions"]);
  if (kind === "depreciations")
    refuseSecond(part as Parts["depreciations"], others as readonly Parts[PartKind][] as readonly Parts["depreciations"][]);
}

function refuseWrongPromotion({ operation, value, startsOn, endsOn }: Parts["promotions"]): void {
  if (operation === "add" && value.includes(".")) refuse("value-not-whole", { field: "promotionValue", least: 1, most: 999_999 });
  if (startsOn !== null && endsOn !== null && endsOn < startsOn) refuse("days-out-of-order", { field: "endsOn" });
}

/** Two depreciations of one interval would both take from the same. */
function refuseSecond(part: Parts["depreciations"], others: readonly Parts["depreciations"][]): void {
  const { intervalCount, intervalUnit } = part;
  if (others.some((one) => one.intervalCount === intervalCount && one.intervalUnit === intervalUnit))
    refuse("depreciation-exists", { field: "interval" });
}
