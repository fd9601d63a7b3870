import type { CustomerRecord } from "../../core/customers/record.ts";
import type { CustomField } from "../../core/loyalty/fields.ts";
import type { Found } from "../../core/loyalty/search/pages.ts";
import type { CallContext } from "./call.ts";
import { customerOutput } from "./customer-fields.ts";
import { customerToWire } from "./customer-mapping.ts";
import { fail } from "./failures.ts";
import { bareList } from "./output.ts";

/** What searches answer. */
export const foundOutput = {
  customers: bareList("Each customer that was found, with every field that is defined, by number", "customer", customerOutput),
} as const;

/** The customers that a search has found, recorded as read; long lists come in pages. Fails with no-match for nobody. */
export function answerFound(context: CallContext, fields: readonly CustomField[], { first, rest }: Found) {
  const { caller, organisation, reads } = context;
  if (first.length === 0) fail("no-match");
  const toWire = (page: readonly CustomerRecord[]) =>
    page.map((one) => {
      reads.note(caller, one.customerId);
      return customerToWire(one, fields, organisation.timeZone);
    });
  const told = toWire(first);
  if (!rest) return { customers: told };
  async function* pages() {
    yield told;
    for await (const page of rest!) yield toWire(page);
  }
  return { customers: pages() };
}
