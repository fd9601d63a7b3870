import { Type } from "typebox";
import { isEmail } from "../../../core/identity/email.ts";
import { addAccountId, changeDetails, mostAccounts, readSettings } from "../../../core/loyalty/details.ts";
import { defineCall, type NativeContext } from "../call.ts";
import { refuseField } from "../problems.ts";
import { nullable } from "../shapes.ts";
import { organisationParams, refuseOthers } from "./organisations.ts";

const accountShape = Type.Object({
  organisation_id: Type.String(),
  account_ids: Type.Array(Type.String(), { description: "The names that Sticky Street's calls reach the organisation under" }),
  accounts: Type.Array(Type.Object({ account: Type.Integer(), account_ids: Type.Array(Type.String()) }), {
    description: "The same by account: with several the organisation is an agency, whose campaigns may be a coalition",
  }),
  get_allowed: Type.Boolean({ description: "Whether these calls may carry their secrets in a URL" }),
  owner_email: nullable<string>("string", { description: "Whom mail about new customers goes to" }),
  language: Type.String(),
  suspended: Type.Boolean({ description: "Whether every one of these calls is answered that the account is suspended" }),
});

const settings = {
  get_allowed: Type.Optional(Type.Boolean({ description: "Of all names, as owner_email is" })),
  owner_email: Type.Optional(nullable<string>("string", { maxLength: 250 })),
};

function refuseNoAddress(ownerEmail: string | null | undefined): void {
  if (typeof ownerEmail === "string" && !isEmail(ownerEmail)) refuseField("body.owner_email", "is no e-mail address");
}

async function shown({ core, organisation }: NativeContext) {
  const { accountIds, accounts, getAllowed, ownerEmail, language, suspended } = await readSettings(core, organisation.orgId);
  return {
    organisation_id: organisation.slug,
    account_ids: [...accountIds],
    accounts: accounts.map((one) => ({ account: one.account, account_ids: [...one.accountIds] })),
    get_allowed: getAllowed,
    owner_email: ownerEmail,
    language,
    suspended,
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
        account: Type.Optional(
          Type.Integer({
            minimum: 1,
            maximum: mostAccounts,
            description: "Which of the organisation's accounts the name is for; 1 unless it is given",
          }),
        ),
        ...settings,
      },
      { additionalProperties: false },
    ),
    answer: accountShape,
  },
  location: ({ organisation_id: id }) => `/organisations/${id}/loyalty-accounts`,
  async handle(context, { params, body }) {
    refuseOthers(context, params.organisation_id);
    const { account_id: accountId, account, get_allowed: getAllowed, owner_email: ownerEmail } = body;
    refuseNoAddress(ownerEmail);
    await addAccountId(context.core, context.caller, accountId, { getAllowed, ownerEmail }, account);
    return shown(context);
  },
});

export const patchLoyaltyAccount = defineCall({
  method: "PATCH",
  path: "/organisations/{organisation_id}/loyalty-accounts",
  scope: "organisation:write",
  summary: "Changes what is sent of what holds for all names that Sticky Street's calls reach the organisation under",
  shapes: {
    params: organisationParams,
    body: Type.Object(
      { ...settings, suspended: Type.Optional(accountShape.properties.suspended) },
      { additionalProperties: false, minProperties: 1 },
    ),
    answer: accountShape,
  },
  async handle(context, { params, body }) {
    refuseOthers(context, params.organisation_id);
    const { get_allowed: getAllowed, owner_email: ownerEmail, suspended } = body;
    refuseNoAddress(ownerEmail);
    await changeDetails(context.core, context.caller, { getAllowed, ownerEmail, suspended });
    return shown(context);
  },
});
