import type { CustomerRecord } from "../../core/customers/record.ts";
import type { CustomField } from "../../core/loyalty/fields.ts";
import { visibleCampaigns } from "../../core/loyalty/ledger/visible.ts";
import type { Found } from "../../core/loyalty/search/pages.ts";
import { balancesOf, foundBalances } from "./balance-mapping.ts";
import type { CallContext } from "./call.ts";
import { customerOutput } from "./customer-fields.ts";
import { customerToWire } from "./customer-mapping.ts";
import { fail } from "./failures.ts";
import { bareList } from "./output.ts";

/** What searches answer. */
export const foundOutput = {
  customers: bareList("Each customer that was found, with every field that is defined, by number", "customer", {
    ...customerOutput,
    ...foundBalances,
  }),
} as const;

/** The customers that a search has found, recorded as read, with their balances if they are wanted; long lists come in pages. Fails with no-match for nobody. */
export async function answerFound(
  context: CallContext,
  fields: readonly CustomField[],
  { first, rest }: Found,
  withBalances: boolean,
) {
  const { core, caller, organisation, reads } = context;
  if (first.length === 0) fail("no-match");
  const campaigns = withBalances ? await visibleCampaigns(core, caller, context) : undefined;
  const toWire = async (page: readonly CustomerRecord[]) => {
    const ids = page.map((one) => one.customerId);
    const balances = campaigns && (await balancesOf(context, ids, campaigns));
    return page.map((one) => {
      reads.note(caller, one.customerId);
      return { ...customerToWire(one, fields, organisation.timeZone), ...balances?.(one.customerId) };
    });
  };
  const told = await toWire(first);
  if (!rest) return { customers: told };
  async function* pages() {
    yield told;
    for await (const page of rest!) yield toWire(page);
  }
  return { customers: pages() };
}
