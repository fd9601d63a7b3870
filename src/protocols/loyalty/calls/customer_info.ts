import { readFields } from "../../../core/loyalty/fields.ts";
import { standingsOf } from "../../../core/loyalty/ledger/history.ts";
import { usableCampaign } from "../../../core/loyalty/ledger/record.ts";
import { visibleCampaigns } from "../../../core/loyalty/ledger/visible.ts";
import { findMember } from "../../../core/loyalty/members.ts";
import { campaignBalances, campaignToWire } from "../balance-mapping.ts";
import { type CallContext, customerKeys, defineCall } from "../call.ts";
import { customerOutput } from "../customer-fields.ts";
import { customerToWire } from "../customer-mapping.ts";
import { fail } from "../failures.ts";
import { alsoNamed, key, text, yes } from "../fields.ts";
import { element, list } from "../output.ts";
import { campaignKeyOf, memberOf } from "../transacting.ts";

export const customerInfo = defineCall({
  type: "customer_info",
  purpose: "Tells all about one customer.",
  permission: "look-up-customer",
  input: {
    ...customerKeys,
    include_balances: text("N or no: the customer only, without campaigns", 16),
    campaign_id: key("Only this campaign's balance and rewards", 64),
    hide_custom_field: alsoNamed(yes("Y: custom_field is left out"), "hide_customer_field"),
    show_only_belong_to: yes(
      "Y: only campaigns in which the customer has transactions, those of the coalition's other accounts included",
    ),
  },
  output: {
    customer: element("The customer, with every field that is defined", customerOutput),
    campaigns: list("The account's active campaigns, with what the customer has in each", "campaign", campaignBalances),
  },
  async handle(context, values) {
    const { core, caller, organisation, reads } = context;
    const member = memberOf(values);
    const withBalances = !/^(n|no|false|0)$/i.test(values.include_balances ?? "");
    const [found, fields, campaigns] = await Promise.all([
      findMember(core, caller, member),
      readFields(core, caller.orgId, "customer"),
      withBalances || values.campaign_id !== undefined ? campaignsFor(context, values) : undefined,
    ]);
    if (!found) fail("no-customer");
    reads.note(caller, found.customerId);
    const customer = customerToWire(found, fields, organisation.timeZone);
    return {
      customer: values.hide_custom_field ? { ...customer, custom_field: undefined } : customer,
      campaigns: campaigns && (await told(context, found.customerId, campaigns, values.show_only_belong_to)),
    };
  },
});

type Campaigns = Awaited<ReturnType<typeof visibleCampaigns>>;

/** Those that are asked for. Fails with campaign-invalid. */
async function campaignsFor(
  context: CallContext,
  { campaign_id: id, show_only_belong_to: joined }: { campaign_id?: string; show_only_belong_to: boolean },
): Promise<Campaigns> {
  const { core, caller } = context;
  const wanted = id === undefined ? undefined : await usableCampaign(core, caller.orgId, campaignKeyOf(context, id));
  const visible = await visibleCampaigns(core, caller, context);
  if (wanted) return { ...visible, own: [wanted] };
  if (!joined) return visible;
  const foreign = visible.open.filter((one) => !visible.own.some((mine) => mine.campaignId === one.campaignId));
  return { ...visible, own: [...visible.own, ...foreign] };
}

async function told(
  { core, caller, organisation }: CallContext,
  customerId: number,
  { own, coalition }: Campaigns,
  joined: boolean,
) {
  const ids = [...new Set([...own, ...coalition].map((one) => one.campaignId))];
  const standings = await standingsOf(core, caller, [customerId], ids, true);
  const shown = joined ? own.filter((one) => standings.some(({ campaignId }) => campaignId === one.campaignId)) : own;
  return shown.map((one) => campaignToWire(one, standings, coalition, organisation.timeZone));
}
