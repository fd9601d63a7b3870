import type { ExternalReference } from "../../core/customers/customer.ts";
import { companiesOf } from "../../core/organisations/companies.ts";
import { dayIn } from "../../platform/clock.ts";
import type { NativeContext } from "./call.ts";
import { refuseField } from "./problems.ts";

/** Refuses a birth after today, which is the organisation's. */
export function refuseFutureBirth({ core, organisation }: NativeContext, birthDate: string | null | undefined): void {
  if (birthDate && birthDate > dayIn(organisation.timeZone, core.clock.now()))
    refuseField("body.birth_date", "lies in the future");
}

/** References in the core's terms. Refuses companies that the organisation has not, and two references of one. */
export async function referencesFromWire(
  { core, organisation }: NativeContext,
  given: readonly { company_id: number; reference: string }[] | undefined,
): Promise<ExternalReference[] | undefined> {
  if (given === undefined || given.length === 0) return given && [];
  const companies = new Set((await companiesOf(core, organisation.orgId)).map(({ company }) => company));
  const seen = new Set<string>();
  return given.map(({ company_id: id, reference: value }, at) => {
    const company = String(id);
    if (!companies.has(company)) refuseField(`body.external_references.${at}.company_id`, "is no company of the organisation");
    if (seen.has(company)) refuseField(`body.external_references.${at}.company_id`, "has a reference already");
    seen.add(company);
    return { company, value };
  });
}
