import { Type } from "typebox";
import { changeDelivery, readDelivery } from "../../../core/deliveries/change.ts";
import { tomorrow } from "../../../core/deliveries/days.ts";
import { type DeliveryPlace, findDeliveries } from "../../../core/deliveries/list.ts";
import { scheduleDelivery } from "../../../core/deliveries/schedule.ts";
import { companiesOf } from "../../../core/organisations/companies.ts";
import { refuse } from "../../../core/refusal.ts";
import { defineCall, type NativeContext } from "../call.ts";
import {
  changeFromWire,
  deliveryFields,
  deliveryShape,
  deliveryToWire,
  listedDelivery,
  statusShape,
  stepsToWire,
} from "../delivery-shape.ts";
import { listAnswer, listQuery, pageOf, placeOf } from "../paging.ts";
import { refuseField } from "../problems.ts";
import { number } from "../shapes.ts";

const deliveryParams = Type.Object({ delivery_id: number() });
const branchNumber = Type.Integer({ minimum: 1, maximum: 9_999 });
const day = Type.String({ format: "date" });
const changeable = Type.Partial(Type.Object(deliveryFields)).properties;
const closed = { additionalProperties: false } as const;

async function shown(context: NativeContext, deliveryId: number) {
  const { core, caller, reads } = context;
  const { delivery, steps } = (await readDelivery(core, caller, deliveryId)) ?? refuse("delivery-not-found");
  reads.note(caller, delivery.customerId);
  return { ...deliveryToWire(delivery), steps: stepsToWire(steps) };
}

export const listDeliveries = defineCall({
  method: "GET",
  path: "/deliveries",
  scope: "deliveries:read",
  summary: "Deliveries in the order of day and number",
  shapes: {
    query: listQuery({
      company_id: Type.Optional(number()),
      branch: Type.Optional(branchNumber),
      from: Type.Optional({ ...day, description: "The first day" }),
      to: Type.Optional({ ...day, description: "The last day" }),
      status: Type.Optional(statusShape),
      customer_id: Type.Optional(number()),
      external_reference: Type.Optional(Type.String({ maxLength: 50, description: "Together with company_id, whose it is" })),
    }),
    answer: listAnswer(listedDelivery),
  },
  async handle(context, { query }) {
    const { core, caller, reads } = context;
    const { company_id: company, branch, from, to, status, customer_id: customerId, limit } = query;
    if (query.external_reference !== undefined && company === undefined)
      refuseField("query.company_id", "is required with external_reference");
    const filter = {
      ...{ branch, from, to, status, customerId, externalReference: query.external_reference },
      company: company === undefined ? undefined : String(company),
    };
    const rows = await findDeliveries(core, caller, filter, placeOf<DeliveryPlace>(context, query), limit + 1);
    for (const { customerId: whose } of rows.slice(0, limit)) reads.note(caller, whose);
    return pageOf(context, query, rows, deliveryToWire, ({ deliveryDate, deliveryId }) => [deliveryDate, deliveryId]);
  },
});

export const getDelivery = defineCall({
  method: "GET",
  path: "/deliveries/{delivery_id}",
  scope: "deliveries:read",
  summary: "One delivery, with the states that it has gone through",
  shapes: { params: deliveryParams, answer: deliveryShape },
  versioned: true,
  handle: (context, { params }) => shown(context, params.delivery_id),
});

export const postDelivery = defineCall({
  method: "POST",
  path: "/deliveries",
  scope: "deliveries:write",
  summary: "Schedules a delivery to a customer, at the address that the customer has now; tomorrow unless a day is sent",
  shapes: {
    body: Type.Object(
      {
        company_id: number("One of the organisation's companies"),
        branch: branchNumber,
        customer_id: Type.Optional(number("The customer; this or external_customer_reference")),
        external_customer_reference: Type.Optional(
          Type.String({ minLength: 1, maxLength: 50, description: "The customer as the company's own system knows it" }),
        ),
        ...changeable,
        only_one_that_day: Type.Optional(
          Type.Boolean({
            description:
              "Refused when the company has a delivery for the customer on that day, but for failed and cancelled ones",
          }),
        ),
      },
      closed,
    ),
    answer: deliveryShape,
  },
  versioned: true,
  location: ({ delivery_id: id }) => `/deliveries/${id}`,
  replay: (context, done: { deliveryId: number }) => shown(context, done.deliveryId),
  async handle(context, { body }) {
    const { core, caller, organisation } = context;
    const { company_id, branch, customer_id: customerId, external_customer_reference: reference } = body;
    if ((customerId === undefined) === (reference === undefined))
      refuseField("body", "needs customer_id or external_customer_reference, and not both");
    const company = String(company_id);
    await refuseUnknownBranch(context, company, branch);
    const { deliveryDate, externalReference, boxes, fridge, controlled, items, notes } = changeFromWire(body);
    const { deliveryId } = await scheduleDelivery(core, caller, {
      company,
      branch,
      customer: reference === undefined ? { customerId } : { reference: { company, value: reference } },
      externalReference: externalReference ?? null,
      deliveryDate: deliveryDate ?? tomorrow(core, organisation.timeZone),
      boxes: boxes ?? null,
      fridge: fridge ?? false,
      controlled: controlled ?? false,
      items: items ?? [],
      notes: notes ?? null,
      onlyOne: body.only_one_that_day ?? false,
    });
    return shown(context, deliveryId);
  },
});

async function refuseUnknownBranch({ core, caller }: NativeContext, company: string, branch: number): Promise<void> {
  const companies = await companiesOf(core, caller.orgId);
  const { branches } =
    companies.find((one) => one.company === company) ?? refuseField("body.company_id", "is no company of the organisation");
  if (!branches.some((one) => one.branch === branch)) refuseField("body.branch", "is no branch of the company");
}

export const patchDelivery = defineCall({
  method: "PATCH",
  path: "/deliveries/{delivery_id}",
  scope: "deliveries:write",
  summary: "Changes what is sent of a delivery; null clears. All but the status is fixed once it has left or been given up",
  shapes: {
    params: deliveryParams,
    body: Type.Object(
      {
        status: Type.Optional(statusShape),
        reason: Type.Optional(Type.String({ minLength: 1, maxLength: 250, description: "Why; goes with a status" })),
        ...changeable,
      },
      { ...closed, minProperties: 1 },
    ),
    answer: deliveryShape,
  },
  versioned: true,
  guarded: true,
  async handle(context, { params, body }) {
    const { core, caller, ifVersion } = context;
    const { status, reason } = body;
    if (reason !== undefined && status === undefined) refuseField("body.reason", "goes with a status");
    await changeDelivery(core, caller, params.delivery_id, { ...changeFromWire(body), status, reason }, ifVersion);
    return shown(context, params.delivery_id);
  },
});
