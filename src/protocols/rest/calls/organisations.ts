import { Type } from "typebox";
import { type Company, companiesOf, createBranch } from "../../../core/organisations/companies.ts";
import { namesOf } from "../../../core/organisations/set-up.ts";
import { defineCall, type NativeContext } from "../call.ts";
import { Problem } from "../problems.ts";

const organisationShape = Type.Object({
  organisation_id: Type.String({ description: "Its slug" }),
  name: Type.String(),
  time_zone: Type.String({ description: "IANA; days and vendors' times are in it" }),
  currency: Type.String(),
  sandbox: Type.Boolean(),
  dsns: Type.Array(Type.String()),
  alternate_id_types: Type.Array(Type.String()),
  companies: Type.Array(
    Type.Object({
      company_id: Type.Integer(),
      active: Type.Boolean(),
      branches: Type.Array(Type.Object({ branch: Type.Integer(), name: Type.String() })),
    }),
  ),
});

/** The parameter of calls about an organisation. */
export const organisationParams = Type.Object({ organisation_id: Type.String({ maxLength: 63 }) });

/** A key is one organisation's: any other is not there. */
export function refuseOthers({ organisation }: NativeContext, slug: string): void {
  if (slug.toLowerCase() !== organisation.slug) throw new Problem(404, "There is no such organisation");
}

async function shown({ core, organisation }: NativeContext) {
  const { orgId, slug, name, timeZone, currency, sandbox, alternateIdTypes } = organisation;
  const [names, companies] = await Promise.all([namesOf(core, orgId), companiesOf(core, orgId)]);
  return {
    organisation_id: slug,
    name,
    time_zone: timeZone,
    currency,
    sandbox,
    dsns: names.filter(({ protocol }) => protocol === "archtics").map((one) => one.name),
    alternate_id_types: [...alternateIdTypes],
    companies: companies.map(companyToWire),
  };
}

function companyToWire({ company, active, branches }: Company) {
  return { company_id: Number(company), active, branches: branches.map(({ branch, name }) => ({ branch, name })) };
}

export const listOrganisations = defineCall({
  method: "GET",
  path: "/organisations",
  scope: "organisation:read",
  summary: "The organisations that the key is of: one",
  shapes: { answer: Type.Object({ data: Type.Array(organisationShape) }) },
  handle: async (context) => ({ data: [await shown(context)] }),
});

export const getOrganisation = defineCall({
  method: "GET",
  path: "/organisations/{organisation_id}",
  scope: "organisation:read",
  summary: "One organisation, with the names that its protocols reach it by",
  shapes: { params: organisationParams, answer: organisationShape },
  async handle(context, { params }) {
    refuseOthers(context, params.organisation_id);
    return shown(context);
  },
});

export const postBranch = defineCall({
  method: "POST",
  path: "/organisations/{organisation_id}/companies/{company_id}/branches",
  scope: "organisation:write",
  summary: "Makes a branch of a company",
  shapes: {
    params: Type.Object({ ...organisationParams.properties, company_id: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) }),
    body: Type.Object(
      {
        branch: Type.Integer({ minimum: 1, maximum: 9999 }),
        name: Type.String({ maxLength: 200, pattern: "\\S" }),
      },
      { additionalProperties: false },
    ),
    answer: organisationShape,
  },
  location: ({ organisation_id: id }) => `/organisations/${id}`,
  async handle(context, { params, body }) {
    const { core, organisation } = context;
    refuseOthers(context, params.organisation_id);
    const company = String(params.company_id);
    const companies = await companiesOf(core, organisation.orgId);
    if (!companies.some((one) => one.company === company)) throw new Problem(404, "There is no such company");
    await createBranch(core, organisation.orgId, { company, ...body });
    return shown(context);
  },
});
