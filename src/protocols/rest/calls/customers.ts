import { Type } from "typebox";
import { addCustomer } from "../../../core/customers/add.ts";
import { changeCustomer, nextEmail } from "../../../core/customers/change.ts";
import { blankCustomer } from "../../../core/customers/customer.ts";
import { type CustomerFilter, findRecord, listRecords } from "../../../core/customers/record.ts";
import { applyActions, knownType } from "../../../core/identity/alternate-ids.ts";
import { refuse } from "../../../core/refusal.ts";
import { defineCall, type NativeContext } from "../call.ts";
import { referencesFromWire, refuseFutureBirth } from "../customer-checks.ts";
import {
  alternateIdsFromWire,
  customerFields,
  customerShape,
  customerToWire,
  dataFromWire,
  identifierFields,
} from "../customer-shape.ts";
import { listAnswer, listQuery, pageOf, placeOf } from "../paging.ts";
import { refuseField } from "../problems.ts";

/** The parameter of calls about one customer. */
export const customerParams = Type.Object({ customer_id: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) });

const closed = { additionalProperties: false } as const;

/** The customer as calls answer it; refuses with customer-not-found. The read is recorded. */
export async function shownCustomer(context: NativeContext, customerId: number) {
  const { core, caller, reads } = context;
  const found = (await findRecord(core, caller, { customerId })) ?? refuse("customer-not-found");
  reads.note(caller, found.customerId);
  return customerToWire(found);
}

export const listCustomers = defineCall({
  method: "GET",
  path: "/customers",
  scope: "customers:read",
  summary: "Customers in the order of their numbers, all or those with an identifier",
  shapes: {
    query: listQuery({
      email: Type.Optional(Type.String({ maxLength: 250, description: "Everybody who has the e-mail address" })),
      alternate_id: Type.Optional(Type.String({ maxLength: 50 })),
      external_reference: Type.Optional(Type.String({ maxLength: 50, description: "Together with company_id" })),
      company_id: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_147_483_647 })),
    }),
    answer: listAnswer(customerShape),
  },
  async handle(context, { query }) {
    const { core, caller, reads } = context;
    const after = placeOf<number>(context, query) ?? 0;
    const rows = await listRecords(core, caller, filterOf(query), after, query.limit + 1);
    for (const { customerId } of rows.slice(0, query.limit)) reads.note(caller, customerId);
    return pageOf(context, query, rows, customerToWire, ({ customerId }) => customerId);
  },
});

interface Filters {
  readonly email?: string | undefined;
  readonly alternate_id?: string | undefined;
  readonly external_reference?: string | undefined;
  readonly company_id?: number | undefined;
}

function filterOf({ email, alternate_id: alternateId, external_reference: reference, company_id: company }: Filters) {
  const given = [email, alternateId, reference].filter((one) => one !== undefined);
  if (given.length > 1) refuseField("query", "one of email, alternate_id and external_reference at a time");
  if ((reference === undefined) !== (company === undefined))
    refuseField(reference === undefined ? "query.external_reference" : "query.company_id", "is required with the other");
  const filter: CustomerFilter | undefined =
    email !== undefined
      ? { email }
      : alternateId !== undefined
        ? { alternateId }
        : reference !== undefined
          ? { reference: { company: String(company), value: reference } }
          : undefined;
  return filter;
}

export const getCustomer = defineCall({
  method: "GET",
  path: "/customers/{customer_id}",
  scope: "customers:read",
  summary: "One customer",
  shapes: { params: customerParams, answer: customerShape },
  versioned: true,
  handle: (context, { params }) => shownCustomer(context, params.customer_id),
});

export const postCustomer = defineCall({
  method: "POST",
  path: "/customers",
  scope: "customers:write",
  summary: "Adds a customer, on an account of their own unless account is none",
  shapes: {
    body: Type.Object(
      {
        ...Type.Partial(Type.Object(customerFields)).properties,
        ...Type.Partial(Type.Object(identifierFields)).properties,
        account: Type.Optional(
          // One schema and not a union, so that a fault is told once.
          Type.Unsafe<"own" | "none" | number>({
            type: ["string", "integer"],
            pattern: "^(own|none)$",
            minimum: 1,
            maximum: 2_147_483_647,
            description: "own: one is made (the default); none; or the number of one that they join",
          }),
        ),
      },
      closed,
    ),
    answer: customerShape,
  },
  versioned: true,
  location: ({ customer_id: id }) => `/customers/${id}`,
  replay: (context, done: { customerId: number }) => shownCustomer(context, done.customerId),
  async handle(context, { body }) {
    const { core, caller, organisation } = context;
    refuseFutureBirth(context, body.birth_date);
    const references = await referencesFromWire(context, body.external_references);
    const { alternate_ids: ids, account = "own" } = body;
    const made = {
      data: { ...blankCustomer, ...dataFromWire(body) },
      email: body.email ?? null,
      alternateIds: alternateIdsFromWire(ids),
      references,
      pin: null,
    };
    const types = organisation.alternateIdTypes;
    const { customerId } =
      account === "none"
        ? await addCustomer(core, caller, types, { ...made, accountId: "none" })
        : await addCustomer(core, caller, types, { ...made, accountId: account === "own" ? undefined : account });
    return shownCustomer(context, customerId);
  },
});

export const patchCustomer = defineCall({
  method: "PATCH",
  path: "/customers/{customer_id}",
  scope: "customers:write",
  summary: "Changes what is sent of a customer; null clears. A list replaces the one that is there",
  shapes: {
    params: customerParams,
    body: Type.Object(
      {
        ...Type.Partial(Type.Object(customerFields)).properties,
        ...Type.Partial(Type.Object(identifierFields)).properties,
      },
      { ...closed, minProperties: 1 },
    ),
    answer: customerShape,
  },
  versioned: true,
  guarded: true,
  async handle(context, { params, body }) {
    const { core, caller, organisation, ifVersion } = context;
    refuseFutureBirth(context, body.birth_date);
    const references = await referencesFromWire(context, body.external_references);
    const change = dataFromWire(body);
    const ids = body.alternate_ids && alternateIdsFromWire(body.alternate_ids);
    const wanted = ids?.map((id) => ({ ...id, type: knownType(organisation.alternateIdTypes, id.type) }));
    await changeCustomer(
      core,
      caller,
      params.customer_id,
      ({ data, identifiers }) => ({
        data: { ...data, ...change },
        identifiers: {
          ...identifiers,
          email: body.email === undefined ? identifiers.email : nextEmail(identifiers.email, body.email),
          alternateIds: wanted ? applyActions([], wanted) : identifiers.alternateIds,
          references: references ?? identifiers.references,
        },
      }),
      { action: "changed", ifVersion },
    );
    return shownCustomer(context, params.customer_id);
  },
});
