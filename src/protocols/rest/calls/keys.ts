import { Type } from "typebox";
import { type ApiKey, defaultLimits } from "../../../core/organisations/organisation.ts";
import { apiKeysOf, createApiKey, endApiKey, namesOf } from "../../../core/organisations/set-up.ts";
import { defineCall, holds, type NativeContext, type Scope, scopes } from "../call.ts";
import { Problem, refuseField } from "../problems.ts";
import { nullable } from "../shapes.ts";
import { findKey, keyParams } from "./sandbox-keys.ts";

const limit = nullable<number>("integer", { minimum: 1, maximum: 2_147_483_647 });
const names = (description: string) =>
  Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: 100, description }));
const products = ["sth-customer", "sth-inventory", "sth-hold", "sth-buy"] as const;

const keyShape = Type.Object({
  key_id: Type.String({ format: "uuid" }),
  label: Type.String(),
  protocol: Type.Unsafe<ApiKey["protocol"]>({ enum: ["archtics", "loyalty", "delivery", "native"] }),
  products: Type.Array(Type.String(), { description: "Of a key of the native API its scopes" }),
  names: Type.Unsafe<readonly string[] | null>({
    type: ["array", "null"],
    items: { type: "string" },
    description: "The DSNs or the company that it may use; null: all",
  }),
  commands: Type.Unsafe<readonly string[] | null>({ type: ["array", "null"], items: { type: "string" } }),
  branch: nullable<number>("integer"),
  networks: Type.Unsafe<readonly string[] | null>({ type: ["array", "null"], items: { type: "string" } }),
  calls_per_minute: limit,
  calls_per_day: limit,
  expires_at: nullable<string>("string", { format: "date-time" }),
  revoked_at: nullable<string>("string", { format: "date-time" }),
});

function keyToWire(key: ApiKey) {
  return {
    key_id: key.keyId,
    label: key.label,
    protocol: key.protocol,
    products: [...key.products],
    names: key.names,
    commands: key.commands,
    branch: key.branch,
    networks: key.networks,
    calls_per_minute: key.callsPerMinute,
    calls_per_day: key.callsPerDay,
    expires_at: key.expiresAt?.toISOString() ?? null,
    revoked_at: key.revokedAt?.toISOString() ?? null,
  };
}

export const listKeys = defineCall({
  method: "GET",
  path: "/keys",
  scope: "organisation:read",
  summary: "The organisation's API keys, ended ones too, in the order in which they were made; the keys themselves are not kept",
  shapes: { answer: Type.Object({ data: Type.Array(keyShape) }) },
  handle: async ({ core, organisation }) => ({ data: (await apiKeysOf(core, organisation.orgId)).map(keyToWire) }),
});

export const getKey = defineCall({
  method: "GET",
  path: "/keys/{key_id}",
  scope: "organisation:read",
  summary: "One API key",
  shapes: { params: keyParams, answer: keyShape },
  handle: async (context, { params }) => keyToWire(await findKey(context, params.key_id)),
});

const common = {
  label: Type.String({ minLength: 1, maxLength: 100, description: "Who or what uses it" }),
  expires_at: Type.Optional(nullable<string>("string", { format: "date-time" })),
};

export const postKey = defineCall({
  method: "POST",
  path: "/keys",
  scope: "organisation:write",
  summary:
    "Makes an API key; the answer is the only time that it is shown. It takes no Idempotency-Key: revoke what was made in vain",
  shapes: {
    body: Type.Object(
      {
        ...common,
        protocol: Type.Unsafe<"archtics" | "delivery" | "native">({ enum: ["archtics", "delivery", "native"] }),
        products: Type.Optional(
          Type.Array(Type.Unsafe<string>({ enum: [...products, ...scopes] }), {
            minItems: 1,
            maxItems: 20,
            description: "archtics: its products; native: its scopes, of which the calling key must hold each",
          }),
        ),
        dsns: names("archtics: narrows it to these"),
        commands: names("archtics: narrows it to these"),
        company_id: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_147_483_647, description: "delivery: its company" })),
        branch: Type.Optional(Type.Integer({ minimum: 1, maximum: 9999, description: "delivery: its branch" })),
        networks: names("delivery and native: addresses and networks from which it may be used"),
        calls_per_minute: Type.Optional(limit),
        calls_per_day: Type.Optional(limit),
      },
      { additionalProperties: false },
    ),
    answer: Type.Object({ ...keyShape.properties, key: Type.String({ description: "The key itself" }) }),
  },
  location: ({ key_id: id }) => `/keys/${id}`,
  async handle(context, { body }) {
    const { core, organisation } = context;
    const { protocol, products: wanted = [] } = body;
    refuseForeignMembers(body);
    refuseForeignProducts(context, protocol, wanted);
    await refuseForeignDsns(context, body.dsns);
    const expiresAt = body.expires_at ? new Date(body.expires_at) : null;
    if (expiresAt && Number.isNaN(expiresAt.getTime())) refuseField("body.expires_at", "is no time");
    if (expiresAt && expiresAt <= core.clock.now()) refuseField("body.expires_at", "must lie in the future");
    const limits = defaultLimits[protocol];
    const bounds = {
      networks: body.networks,
      callsPerMinute: body.calls_per_minute === undefined ? limits.perMinute : body.calls_per_minute,
      callsPerDay: body.calls_per_day === undefined ? limits.perDay : body.calls_per_day,
      expiresAt,
    };
    refuseWider(context, bounds);
    const made = await createApiKey(core, {
      orgId: organisation.orgId,
      label: body.label,
      protocol,
      products: wanted,
      names: protocol === "delivery" ? [String(body.company_id)] : (body.dsns ?? null),
      commands: body.commands ?? null,
      branch: body.branch ?? null,
      ...bounds,
      networks: body.networks ?? null,
    });
    return { ...keyToWire(await findKey(context, made.keyId)), key: made.key };
  },
});

/** A key's DSNs are the organisation's own. */
async function refuseForeignDsns({ core, organisation }: NativeContext, dsns: readonly string[] | undefined): Promise<void> {
  if (!dsns) return;
  const names = await namesOf(core, organisation.orgId);
  const known = names.filter(({ protocol }) => protocol === "archtics").map(({ name }) => name);
  const foreign = dsns.filter((one) => !known.includes(one.trim().toLowerCase()));
  if (foreign.length) refuseField("body.dsns", `the organisation has no ${foreign.join(", ")}`);
}

/** What only keys of one protocol have. */
const members = {
  archtics: { needs: ["products"], takes: ["products", "dsns", "commands"] },
  delivery: { needs: ["company_id", "branch"], takes: ["company_id", "branch", "networks"] },
  native: { needs: ["products"], takes: ["products", "networks"] },
} as const;

function refuseForeignMembers(body: { readonly protocol: keyof typeof members }): void {
  const { needs, takes } = members[body.protocol];
  const special = new Set(Object.values(members).flatMap((one) => [...one.takes] as string[]));
  const given = Object.keys(body).filter((name) => special.has(name));
  const faults = [
    ...needs
      .filter((name) => !given.includes(name))
      .map((name) => ({ field: `body.${name}`, message: `is required for ${body.protocol}` })),
    ...given
      .filter((name) => !(takes as readonly string[]).includes(name))
      .map((name) => ({ field: `body.${name}`, message: `is not for keys of ${body.protocol}` })),
  ];
  if (faults.length) throw new Problem(400, "The request can't be taken", faults);
}

/** What a key must hold itself to make one that does the same over a vendor's protocol. */
const likeScopes: Readonly<Record<"archtics" | "delivery", readonly Scope[]>> = {
  archtics: ["customers:write"],
  delivery: ["customers:write", "deliveries:write"],
};

interface Bounds {
  readonly networks?: readonly string[] | undefined;
  readonly callsPerMinute: number | null;
  readonly callsPerDay: number | null;
  readonly expiresAt: Date | null;
}

/** Nor is it good for longer, for more calls, or from more places than the key that makes it. */
function refuseWider({ key }: NativeContext, made: Bounds): void {
  const faults: string[] = [];
  if (key.networks && !(made.networks?.length && made.networks.every((one) => key.networks!.includes(one))))
    faults.push("networks");
  for (const [name, mine, wanted] of [
    ["calls_per_minute", key.callsPerMinute, made.callsPerMinute],
    ["calls_per_day", key.callsPerDay, made.callsPerDay],
  ] as const)
    if (mine !== null && (wanted === null || wanted > mine)) faults.push(name);
  if (key.expiresAt && (made.expiresAt === null || made.expiresAt > key.expiresAt)) faults.push("expires_at");
  if (faults.length === 0) return;
  const message = "must be no wider than the calling key's own";
  throw new Problem(
    403,
    "A key can't make one that may do more than itself",
    faults.map((name) => ({ field: `body.${name}`, message })),
  );
}

/** Nobody gives what they don't have: a key of the native API can't make one that may do more. */
function refuseForeignProducts(
  { key }: NativeContext,
  protocol: "archtics" | "delivery" | "native",
  wanted: readonly string[],
): void {
  const known: readonly string[] = protocol === "native" ? scopes : products;
  const foreign = protocol === "delivery" ? [] : wanted.filter((one) => !known.includes(one));
  if (foreign.length)
    throw new Problem(400, "The request can't be taken", [{ field: "body.products", message: `has no ${foreign.join(", ")}` }]);
  const needed = protocol === "native" ? (wanted as readonly Scope[]) : likeScopes[protocol];
  const lacking = needed.filter((one) => !holds(key.products, one));
  if (lacking.length) throw new Problem(403, `The calling key does not itself hold ${lacking.join(", ")}`);
}

export const deleteKey = defineCall({
  method: "DELETE",
  path: "/keys/{key_id}",
  scope: "organisation:write",
  summary: "Ends an API key; all servers refuse it within a second",
  shapes: { params: keyParams },
  async handle(context, { params }) {
    const { core, organisation } = context;
    await findKey(context, params.key_id);
    await endApiKey(core, organisation.orgId, params.key_id.toLowerCase());
    return undefined;
  },
});
