import { Type } from "typebox";
import type { LoyaltyUser } from "../../../core/loyalty/account.ts";
import { readSettings } from "../../../core/loyalty/details.ts";
import { type Role, roles } from "../../../core/loyalty/roles.ts";
import { makeUser } from "../../../core/loyalty/users/change.ts";
import { listUsersOf, plainUser, readUser } from "../../../core/loyalty/users.ts";
import { defineCall, holds, type NativeContext, type Scope } from "../call.ts";
import { Problem, refuseField } from "../problems.ts";
import { nullable } from "../shapes.ts";
import { organisationParams, refuseOthers } from "./organisations.ts";

const path = "/organisations/{organisation_id}/loyalty-users";
const roleShape = Type.Unsafe<Role>({ enum: Object.keys(roles) });
const userShape = Type.Object({
  user_name: Type.String(),
  key_id: Type.String({ format: "uuid", description: "Stands for the user in the audit trail" }),
  role: roleShape,
  account_ids: Type.Unsafe<readonly string[] | null>({
    type: ["array", "null"],
    items: { type: "string" },
    description: "The names that the user may call under; null: all",
  }),
  calls_per_minute: nullable<number>("integer"),
  ends_on: nullable<string>("string", { format: "date" }),
});

function userToWire({ userName, userKeyId, role, names, callsPerMinute, endsOn }: LoyaltyUser) {
  return { user_name: userName, key_id: userKeyId, role, account_ids: names, calls_per_minute: callsPerMinute, ends_on: endsOn };
}

export const listLoyaltyUsers = defineCall({
  method: "GET",
  path,
  scope: "organisation:read",
  summary: "The users that Sticky Street's calls are made under, by name",
  shapes: { params: organisationParams, answer: Type.Object({ data: Type.Array(userShape) }) },
  async handle(context, { params }) {
    refuseOthers(context, params.organisation_id);
    return { data: (await listUsersOf(context.core, context.organisation.orgId)).map(userToWire) };
  },
});

export const postLoyaltyUser = defineCall({
  method: "POST",
  path,
  scope: "organisation:write",
  summary: "Makes a user that Sticky Street's calls are made under; the answer is the only time that the key is shown",
  shapes: {
    params: organisationParams,
    body: Type.Object(
      {
        user_name: Type.String({ minLength: 1, maxLength: 64 }),
        role: roleShape,
        password: Type.Optional(Type.String({ maxLength: 255, description: "For user_login: at least 8 characters" })),
        account_ids: Type.Optional(
          Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
            minItems: 1,
            maxItems: 100,
            description: "Narrows it to these",
          }),
        ),
        ends_on: Type.Optional(Type.String({ format: "date", description: "The last day, of a temporary role" })),
      },
      { additionalProperties: false },
    ),
    answer: Type.Object({
      organisation_id: Type.String(),
      ...userShape.properties,
      key: Type.String({ description: "The key itself" }),
    }),
  },
  location: ({ organisation_id: id }) => `/organisations/${id}/loyalty-users`,
  async handle(context, { params, body }) {
    const { core, caller, organisation, key: own } = context;
    refuseOthers(context, params.organisation_id);
    refuseWider(context);
    const names = body.account_ids && (await ownNames(context, body.account_ids));
    const { key, userName } = await makeUser(core, caller, null, body.user_name, {
      role: body.role,
      password: body.password,
      endsOn: body.ends_on,
      names,
      callsPerMinute: Math.min(plainUser.callsPerMinute, own.callsPerMinute ?? plainUser.callsPerMinute),
    });
    return { organisation_id: organisation.slug, ...userToWire((await readUser(core, organisation.orgId, userName))!), key };
  },
});

/** What a user of any role may come to, when an administrator is made. */
const likeScopes: readonly Scope[] = ["customers:write", "campaigns:write", "transactions:write"];

/** Nobody gives what they don't have: nor a way in that is open for longer, or from more places, than theirs. */
function refuseWider({ key }: NativeContext): void {
  const lacking = likeScopes.filter((one) => !holds(key.products, one));
  if (lacking.length) throw new Problem(403, `The calling key does not itself hold ${lacking.join(", ")}`);
  if (key.networks || key.expiresAt)
    throw new Problem(403, "A key that ends, or has its networks, can't make a user, who has neither");
}

async function ownNames({ core, organisation }: NativeContext, wanted: readonly string[]): Promise<string[]> {
  const { accountIds } = await readSettings(core, organisation.orgId);
  const names = [...new Set(wanted.map((one) => one.trim().toLowerCase()))];
  const foreign = names.filter((one) => !accountIds.includes(one));
  if (foreign.length) refuseField("body.account_ids", `the organisation has no ${foreign.join(", ")}`);
  return names;
}
