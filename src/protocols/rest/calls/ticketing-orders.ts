import { type Static, Type } from "typebox";
import { Refusal } from "../../../core/refusal.ts";
import { deliveryMethod } from "../../../core/ticketing/catalogue/kinds/box-office.ts";
import { event, plan } from "../../../core/ticketing/catalogue/kinds/events.ts";
import { ticketType } from "../../../core/ticketing/catalogue/kinds/prices.ts";
import { membersOf } from "../../../core/ticketing/catalogue/members.ts";
import { findItem, readItem } from "../../../core/ticketing/catalogue/read.ts";
import type { EventRun } from "../../../core/ticketing/inventory/seat.ts";
import { type SaleLine, sell } from "../../../core/ticketing/inventory/sell.ts";
import { holdsSome } from "../../../core/ticketing/orders/cart.ts";
import { openOrder } from "../../../core/ticketing/orders/read.ts";
import { defineCall, type NativeContext } from "../call.ts";
import { Problem, refuseField } from "../problems.ts";
import { number, text } from "../shapes.ts";
import { lineShape, orderShape, orderToWire } from "../ticketing-order-shape.ts";
import { findAsked, namingSeats, refuseTooMany } from "../ticketing-seats.ts";

type Line = Static<typeof lineShape>;
const inBody = (index: number): string => `body.lines.${index}`;

/** Refuses a line for something that is not there. */
function missing(index: number, field: string, message: string): never {
  throw new Problem(404, "There is no such thing", [{ field: `${inBody(index)}.${field}`, message }]);
}

/** Looks each word up once, in turn; undefined: there is none. */
async function lookUp<K, T>(words: Iterable<K>, find: (word: K) => Promise<T | undefined>): Promise<Map<K, T | undefined>> {
  const found = new Map<K, T | undefined>();
  for (const word of words) if (!found.has(word)) found.set(word, await find(word));
  return found;
}

/** What findItem refuses is not there. */
const orNone = (error: unknown): undefined => {
  if (error instanceof Refusal && error.refusal === "not-there") return undefined;
  throw error;
};

/** The numbers of the lines' events, each named by one of the two. */
async function eventsOf({ core, caller }: NativeContext, lines: readonly Line[]): Promise<number[]> {
  for (const [index, { event_id, event_name }] of lines.entries())
    if ((event_id === undefined) === (event_name === undefined))
      refuseField(inBody(index), "takes one of event_id and event_name");
  const names = lines.flatMap(({ event_name }) => event_name ?? []);
  const byName = await lookUp(names, (name) => findItem(core, caller.orgId, event, name).catch(orNone));
  const ids = lines.flatMap(({ event_id }) => event_id ?? []);
  const byId = await lookUp(ids, (id) => readItem(core, caller.orgId, event, id));
  return lines.map(({ event_id, event_name }, index) => {
    const found = event_name === undefined ? byId.get(event_id!) : byName.get(event_name);
    const field = event_name === undefined ? "event_id" : "event_name";
    return (found?.event_id as number | undefined) ?? missing(index, field, "is no event");
  });
}

/** The seats of the lines, in their order. */
async function runsOf(context: NativeContext, lines: readonly Line[], events: readonly number[]): Promise<EventRun[]> {
  const runs: EventRun[] = [];
  for (const eventId of new Set(events)) {
    const mine = [...lines.keys()].filter((index) => events[index] === eventId);
    const asked = mine.map((index) => lines[index]!);
    const found = await findAsked(context, eventId, asked, (index) => inBody(mine[index]!));
    for (const [place, run] of found.entries()) runs[mine[place]!] = run;
  }
  return runs;
}

async function refuseForeignPlans({ core, caller }: NativeContext, lines: readonly Line[], events: readonly number[]) {
  const ids = lines.flatMap(({ plan_id }) => plan_id ?? []);
  const members = await lookUp(ids, async (id) =>
    (await readItem(core, caller.orgId, plan, id)) ? membersOf(core, caller.orgId, plan, id) : undefined,
  );
  for (const [index, { plan_id }] of lines.entries()) {
    if (plan_id === undefined) continue;
    const held = members.get(plan_id) ?? missing(index, "plan_id", "is no plan");
    if (!held.includes(events[index]!)) refuseField(`${inBody(index)}.plan_id`, "is a plan that does not hold the event");
  }
}

/** The lines in the core's terms. Problems name the line. */
async function linesFromWire(context: NativeContext, lines: readonly Line[]): Promise<SaleLine[]> {
  const { core, caller } = context;
  refuseTooMany(lines, "lines");
  const events = await eventsOf(context, lines);
  const runs = await runsOf(context, lines, events);
  await refuseForeignPlans(context, lines, events);
  const typeCodes = lines.map((one) => one.ticket_type_code ?? "_A");
  const types = await lookUp(typeCodes, (code) => findItem(core, caller.orgId, ticketType, code).catch(orNone));
  const ways = await lookUp(
    lines.flatMap((one) => one.delivery_method ?? []),
    (code) => findItem(core, caller.orgId, deliveryMethod, code).catch(orNone),
  );
  return lines.map((line, index) => {
    const type = types.get(typeCodes[index]!) ?? missing(index, "ticket_type_code", "is no type of ticket");
    const code = line.delivery_method;
    const way = code && (ways.get(code) ?? missing(index, "delivery_method", "is no way of delivery"));
    return {
      run: runs[index]!,
      planId: line.plan_id ?? null,
      priceCode: line.price_code,
      ticketTypeId: type.ticket_type_id as number,
      fullPrice: line.full_price,
      purchasePrice: line.purchase_price,
      paid: line.paid,
      discountCode: line.discount_code ?? null,
      discount: line.discount,
      surchargeCode: line.surcharge_code ?? null,
      surcharge: line.surcharge,
      compCode: line.comp_code ?? null,
      compName: line.comp_name ?? null,
      promotionCode: line.promotion_code ?? null,
      renewal: line.renewal,
      deliveryMethodId: way ? (way.delivery_method_id as number) : null,
    };
  });
}

/** What is refused of a line is told with the line. */
async function namingLines<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal) || error.facts.index === undefined) throw error;
    const { index, field, fault = "is refused", id } = error.facts;
    if (error.refusal === "price-not-there")
      missing(index, "price_code", `the event has no such price for that type of ticket: ${id}`);
    return refuseField(`${inBody(index)}.${field}`, fault);
  }
}

async function shown({ core, caller }: NativeContext, orderId: number) {
  return orderToWire(await openOrder(core, caller.orgId, orderId));
}

export const postOrder = defineCall({
  method: "POST",
  path: "/orders",
  scope: "seats:write",
  summary: "Sells seats to an account, or reserves them for it, all of them or none; of one event or of many",
  shapes: {
    body: Type.Object(
      {
        account_id: number("Whose they become"),
        order_id: Type.Optional(number("The cart that holds seats of it; it becomes the order. Without it all must be open")),
        lines: Type.Array(lineShape, { minItems: 1, maxItems: 200 }),
        reserve: Type.Optional(Type.Boolean({ description: "Reserved and not sold" })),
        reserved_until: Type.Optional(
          Type.String({ format: "date-time", description: "Of a reservation; until somebody ends it unless it is sent" }),
        ),
        sell_location: Type.Optional(text(20, "Where it was sold")),
        sales_source: Type.Optional(text(40, "Through what it was sold")),
      },
      { additionalProperties: false },
    ),
    answer: orderShape,
  },
  location: ({ order_id }) => `/orders/${order_id}`,
  replay: (context, done: number) => shown(context, done),
  async handle(context, { body }) {
    const { core, caller } = context;
    const { account_id: accountId, order_id: orderId, reserve, lines: asked } = body;
    const until = body.reserved_until === undefined ? null : new Date(body.reserved_until);
    if (until && !reserve) refuseField("body.reserved_until", "is for reservations only");
    if (until && !(until > core.clock.now())) refuseField("body.reserved_until", "lies in the past");
    const lines = await linesFromWire(context, asked);
    const runs = lines.map((one) => one.run);
    const sale = { accountId, lines, sellLocation: body.sell_location, salesSource: body.sales_source };
    const sold = await namingSeats(asked, runs, inBody, () =>
      namingLines(async () => {
        if (orderId !== undefined) await holdsSome(core, caller.orgId, orderId, runs);
        return sell(core, caller, { ...sale, orderId, ...(reserve && { reserve: { until } }) });
      }),
    );
    return shown(context, sold);
  },
});

export const getOrder = defineCall({
  method: "GET",
  path: "/orders/{order_id}",
  scope: "seats:read",
  summary: "An order with its lines, and how many of their seats are still the order's",
  shapes: { params: Type.Object({ order_id: number() }), answer: orderShape },
  handle: (context, { params }) => shown(context, params.order_id),
});
