import { Type } from "typebox";

import type { Kind } from "../../../core/ticketing/catalogue/kind.ts";
import { event, itemSet, plan } from "../../../core/ticketing/catalogue/kinds/events.ts";
import { membersOf, putMembers } from "../../../core/ticketing/catalogue/members.ts";
import { openItem } from "../../../core/ticketing/catalogue/read.ts";
import { type Copy, cloneEvent } from "../../../core/ticketing/events/clone.ts";
import { type EventWay, publishEvent, setStatus } from "../../../core/ticketing/events/status.ts";
import { defineCall, type NativeCall, type NativeContext } from "../call.ts";
import { number } from "../shapes.ts";
import { changeBody, idOf, itemShape, paramsOf } from "../ticketing-catalogue-shape.ts";
import { eventParams } from "../ticketing-seats.ts";
import { shownItem } from "./ticketing-catalogue.ts";

const eventShape = itemShape(event);
const path = "/events/{event_id}";

/** A change of an event's status. */
function statusCall(way: string, summary: string, change: (context: NativeContext, id: number) => Promise<unknown>): NativeCall {
  return defineCall({
    method: "POST",
    path: `${path}/${way}`,
    scope: "ticketing:write",
    summary,
    shapes: { params: eventParams, answer: eventShape },
    versioned: true,
    async handle(context, { params }) {
      await change(context, params.event_id);
      return shownItem(context, event, params.event_id);
    },
  });
}

const wayCall = (way: EventWay, summary: string): NativeCall =>
  statusCall(way, summary, ({ core, caller }, id) => setStatus(core, caller, id, way));

const statusCalls = [
  statusCall("publish", "Gives a draft the seats of its manifest; from now on it can be found and sold", ({ core, caller }, id) =>
    publishEvent(core, caller, id),
  ),
  wayCall("cancel", "Cancels an event: nothing of it is sold and no ticket opens a gate; tickets stay whose they are"),
  wayCall("postpone", "Postpones an event: tickets hold, and gates are closed until it is taken up again"),
  wayCall("resume", "Takes a postponed or cancelled event up again, at the time that it has then"),
];

const copyShape = {
  ...(changeBody(event) as unknown as ReturnType<typeof Type.Object>).properties,
};

const postClone = defineCall({
  method: "POST",
  path: `${path}/clone`,
  scope: "ticketing:write",
  summary: "Makes drafts like an event, with its prices: doors and sale keep their distance to the start. All of them or none",
  shapes: {
    params: eventParams,
    body: Type.Object(
      {
        copies: Type.Array(
          Type.Unsafe<Copy>(Type.Object(copyShape, { additionalProperties: false, required: ["name", "starts_at"] })),
          { minItems: 1, maxItems: 200, description: "What differs in each from the event" },
        ),
      },
      { additionalProperties: false },
    ),
    answer: Type.Object({ data: Type.Array(eventShape) }),
  },
  location: ({ data }) => `/events/${data[0]!.event_id}`,
  replay: async (context, done: number[]) => shownEvents(context, done),
  async handle(context, { params, body }) {
    return shownEvents(context, await cloneEvent(context.core, context.caller, params.event_id, body.copies));
  },
});

async function shownEvents(context: NativeContext, ids: readonly number[]) {
  return { data: await Promise.all(ids.map((id) => shownItem(context, event, id))) };
}

/** The calls about what a plan or an item set holds. */
function memberCalls(kind: Kind, holds: string): NativeCall[] {
  const single = `/${kind.plural}/{${idOf(kind)}}/events`;
  const params = paramsOf(kind);
  const events = Type.Array(number(), { maxItems: 5_000, uniqueItems: true });
  const answer = Type.Object({
    version: Type.Integer({ description: `The ${kind.title}'s; also the ETag` }),
    events: Type.Array(Type.Integer()),
  });
  const shown = async ({ core, caller }: NativeContext, id: number) => {
    const { version } = await openItem(core, caller.orgId, kind, id);
    return { version, events: await membersOf(core, caller.orgId, kind, id) };
  };
  return [
    defineCall({
      method: "GET",
      path: single,
      scope: "ticketing:read",
      summary: `The numbers of ${holds}`,
      shapes: { params, answer },
      versioned: true,
      handle: (context, { params: sent }) => shown(context, sent[idOf(kind)]!),
    }),
    defineCall({
      method: "PUT",
      path: single,
      scope: "ticketing:write",
      summary: `Says the numbers of ${holds}, all of them`,
      shapes: { params, body: Type.Object({ events }, { additionalProperties: false }), answer },
      versioned: true,
      guarded: true,
      async handle(context, { params: sent, body }) {
        const id = sent[idOf(kind)]!;
        await putMembers(context.core, context.caller, kind, id, body.events, context.ifVersion);
        return shown(context, id);
      },
    }),
  ];
}

/** The calls that set events, plans and item sets up, beside those that all kinds have. */
export const setUpCalls: readonly NativeCall[] = [
  ...statusCalls,
  postClone,
  ...memberCalls(plan, "a plan's events"),
  ...memberCalls(itemSet, "the events and plans of an item set"),
];
