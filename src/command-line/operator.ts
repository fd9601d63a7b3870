import { userInfo } from "node:os";
import type { Caller, Core } from "../core/core.ts";
import { companiesOf } from "../core/organisations/companies.ts";
import type { Organisation } from "../core/organisations/organisation.ts";
import { findOrganisationBySlug, listNames, listOrganisations } from "../core/organisations/queries.ts";
import { CommandFailed } from "./errors.ts";

/** The organisation that --org names. Throws CommandFailed, with the slugs that there are. */
export async function organisationOf(core: Core, slug: string): Promise<Organisation> {
  const [found] = await core.db.read(findOrganisationBySlug, [slug.trim().toLowerCase()]);
  if (found) return found;
  const slugs = (await core.db.read(listOrganisations, [])).map((one) => one.slug);
  const shown = slugs.length > 8 ? [...slugs.slice(0, 8), "..."] : slugs;
  const there = slugs.length ? `there are: ${shown.join(", ")}` : 'there is none yet; "willcall org create" makes one';
  throw new CommandFailed(`--org: no organisation has the slug ${JSON.stringify(slug)}; ${there}`);
}

/** An organisation's Archtics DSNs. Throws CommandFailed when one of `wanted` (what --dsn names) is not among them. */
export async function dsnsOf(core: Core, organisation: Organisation, wanted: readonly string[] = []): Promise<string[]> {
  const names = await core.db.read(listNames, [organisation.orgId]);
  const dsns = names.filter(({ protocol }) => protocol === "archtics").map(({ name }) => name);
  const foreign = wanted.filter((one) => !dsns.includes(one));
  if (foreign.length === 0) return dsns;
  const there = dsns.length ? `its DSNs are ${dsns.join(", ")}` : "it has none";
  throw new CommandFailed(`--dsn: ${foreign.join(" and ")} does not reach ${organisation.slug}; ${there}`);
}

/** Says that the organisation has the company that --company names. Throws CommandFailed, with those that there are. */
export async function refuseForeignCompany(core: Core, { orgId, slug }: Organisation, wanted: string): Promise<void> {
  const companies = (await companiesOf(core, orgId)).map(({ company }) => company);
  if (companies.includes(wanted)) return;
  const there = companies.length
    ? `its companies are ${companies.join(", ")}`
    : 'it has none; "willcall company create" makes one';
  throw new CommandFailed(`--company: ${wanted} is none of ${slug}; ${there}`);
}

/** Who writes, for the change log: the person at the command line, by the name that the system knows. */
export function operator(core: Core, { orgId, timeZone }: Organisation, call: string): Caller {
  return { orgId, timeZone, keyId: null, userName: systemUser(), protocol: "command-line", call, requestId: core.ids.uuid() };
}

function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number that nobody has named.
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}
