import { Type } from "typebox";
import { isEmail } from "../../../core/identity/email.ts";
import { addAccountId, readSettings } from "../../../core/loyalty/details.ts";
import { defineCall, type NativeContext } from "../call.ts";
import { refuseField } from "../problems.ts";
import { nullable } from "../shapes.ts";
import { organisationParams, refuseOthers } from "./organisations.ts";

const accountShape = Type.Object({
  organisation_id: Type.String(),
  account_ids: Type.Array(Type.String(), { description: "The names that Sticky Street's calls reach the organisation under" }),
  get_allowed: Type.Boolean({ description: "Whether these calls may carry their secrets in a URL" }),
  owner_email: nullable<string>("string", { description: "Whom mail about new customers goes to" }),
  language: Type.String(),
});

async function shown({ core, organisation }: NativeContext) {
  const { accountIds, getAllowed, ownerEmail, language } = await readSettings(core, organisation.orgId);
  return {
    organisation_id: organisation.slug,
    account_ids: [...accountIds],
    get_allowed: getAllowed,
    owner_email: ownerEmail,
    language,
  };
}

export const getLoyaltyAccounts = defineCall({
  method: "GET",
  path: "/organisations/{organisation_id}/loyalty-accounts",
  scope: "organisation:read",
  summary: "What the organisation is to Sticky Street's calls",
  shapes: { params: organisationParams, answer: accountShape },
  async handle(context, { params }) {
    refuseOthers(context, params.organisation_id);
    return shown(context);
  },
});

export const postLoyaltyAccount = defineCall({
  method: "POST",
  path: "/organisations/{organisation_id}/loyalty-accounts",
  scope: "organisation:write",
  summary: "Gives the organisation a name that Sticky Street's calls reach it under, an account_id",
  shapes: {
    params: organisationParams,
    body: Type.Object(
      {
        account_id: Type.String({ pattern: "^[A-Za-z0-9_-]{1,64}$" }),
        get_allowed: Type.Optional(Type.Boolean({ description: "Of all names, as owner_email is" })),
        owner_email: Type.Optional(nullable<string>("string", { maxLength: 250 })),
      },
      { additionalProperties: false },
    ),
    answer: accountShape,
  },
  location: ({ organisation_id: id }) => `/organisations/${id}/loyalty-accounts`,
  async handle(context, { params, body }) {
    refuseOthers(context, params.organisation_id);
    const { account_id: accountId, get_allowed: getAllowed, owner_email: ownerEmail } = body;
    if (typeof ownerEmail === "string" && !isEmail(ownerEmail)) refuseField("body.owner_email", "is no e-mail address");
    await addAccountId(context.core, context.caller, accountId, { getAllowed, ownerEmail });
    return shown(context);
  },
});
