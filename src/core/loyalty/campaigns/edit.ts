import type { Caller, Core } from "../../core.ts";
import { refuse } from "../../refusal.ts";
import type { Campaign } from "./campaign.ts";
import { changeCampaign } from "./change.ts";
import type { CampaignKey } from "./key.ts";
import type { NewCampaign } from "./make.ts";

/** What can be changed of a campaign itself; what is left undefined stays as it is. */
export type CampaignInput = Partial<Omit<NewCampaign, "account" | "type">>;

/** Changes a campaign, active or not, by what its type allows. Refuses with campaign-not-found. */
export function editCampaign(
  core: Core,
  caller: Caller,
  key: CampaignKey,
  input: (held: Campaign) => CampaignInput,
): Promise<Campaign> {
  return changeCampaign(core, caller, key, "changed", (held) => ({ ...held, ...given(input(held)) }));
}

/** Without what is undefined: a spread would put it over what is there. */
export function given<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

/** Lets nothing more be recorded in a campaign, and time take nothing from it. Refuses with campaign-not-found, also when it is not active. */
export function deactivateCampaign(core: Core, caller: Caller, key: CampaignKey): Promise<Campaign> {
  return changeCampaign(core, caller, key, "deactivated", (held) => {
    if (!held.active) refuse("campaign-not-found", { field: "campaignId", id: String(held.campaignId) });
    return { ...held, active: false };
  });
}

/**
 * Takes a campaign up again. For the time in which it was not active nothing is taken: its rules count from today. Refuses with campaign-not-found and
 * campaign-active.
 */
export function reactivateCampaign(core: Core, caller: Caller, key: CampaignKey): Promise<Campaign> {
  return changeCampaign(core, caller, key, "reactivated", (held, day) => {
    if (held.active) refuse("campaign-active", { field: "campaignId", id: String(held.campaignId) });
    const fromToday = <R extends { readonly effectiveAfter: string }>(rules: readonly R[]) =>
      rules.map((one) => ({ ...one, effectiveAfter: day }));
    return { ...held, active: true, depreciations: fromToday(held.depreciations), fees: fromToday(held.fees) };
  });
}
