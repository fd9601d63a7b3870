import { Type } from "typebox";
import { findAccount } from "../../../core/accounts/record.ts";
import { refuse } from "../../../core/refusal.ts";
import { releaseHeld, releaseReserved, returnSeats } from "../../../core/ticketing/inventory/give-back.ts";
import { holdFor } from "../../../core/ticketing/inventory/hold.ts";
import { reclassify } from "../../../core/ticketing/inventory/reclassify.ts";
import type { EventRun } from "../../../core/ticketing/inventory/seat.ts";
import { transferSeats } from "../../../core/ticketing/inventory/transfer.ts";
import { openCart } from "../../../core/ticketing/orders/cart.ts";
import { defineCall, type NativeCall, type NativeContext } from "../call.ts";
import { refuseField } from "../problems.ts";
import { number, text } from "../shapes.ts";
import {
  type AskedSeats,
  classInput,
  classOf,
  eventParams,
  findAsked,
  namingSeats,
  refuseTooMany,
  seatsInput,
} from "../ticketing-seats.ts";

const closed = { additionalProperties: false } as const;
const path = "/events/{event_id}";
const inBody = (index: number): string => `body.seats.${index}`;

/** Finds the seats that the body names, and does something to them; what is refused names them. */
async function withSeats<T>(
  context: NativeContext,
  eventId: number,
  asked: readonly AskedSeats[],
  work: (runs: EventRun[]) => Promise<T>,
): Promise<T> {
  refuseTooMany(asked, "seats");
  const runs = await findAsked(context, eventId, asked, inBody);
  return namingSeats(asked, runs, inBody, () => work(runs));
}

const postHold = defineCall({
  method: "POST",
  path: `${path}/holds`,
  scope: "seats:write",
  summary:
    "Holds seats for a cart for some minutes, all of them or none; the cart's number becomes the order's when they are sold",
  shapes: {
    params: eventParams,
    body: Type.Object(
      {
        seats: seatsInput,
        order_id: Type.Optional(number("The cart; a new one unless it is sent")),
        account_id: Type.Optional(number("For whom, when that is known")),
        minutes: Type.Optional(Type.Number({ minimum: 0.01, maximum: 1_440, description: "How long; 10 unless it is sent" })),
      },
      closed,
    ),
    answer: Type.Object({
      event_id: Type.Integer(),
      order_id: Type.Integer({ description: "The cart" }),
      held_until: Type.String({ format: "date-time", description: "From then on they are open, unless they were sold" }),
    }),
  },
  location: ({ event_id, order_id }) => `/events/${event_id}/seats?order_id=${order_id}`,
  async handle(context, { params: { event_id: eventId }, body }) {
    const { core, caller } = context;
    const { order_id: cart, account_id: accountId, minutes = 10 } = body;
    return withSeats(context, eventId, body.seats, async (runs) => {
      if (accountId !== undefined && !(await findAccount(core, caller, accountId))) refuse("account-not-found");
      if (cart !== undefined) await openCart(core, caller.orgId, cart);
      const until = new Date(core.clock.now().getTime() + Math.round(minutes * 60_000));
      const orderId = await holdFor(core, caller, { eventId, runs, orderId: cart, accountId, until });
      return { event_id: eventId, order_id: orderId, held_until: until.toISOString() };
    });
  },
});

const postHoldRelease = defineCall({
  method: "POST",
  path: `${path}/holds/release`,
  scope: "seats:write",
  summary: "Ends a cart's holds of seats before their time; seats that it does not hold stay as they are",
  shapes: {
    params: eventParams,
    body: Type.Object({ seats: seatsInput, order_id: number("The cart") }, closed),
    answer: Type.Object({ released: Type.Integer({ description: "How many seats were let go" }) }),
  },
  replay: async (_context, done: number) => ({ released: done }),
  handle: (context, { params, body }) =>
    withSeats(context, params.event_id, body.seats, async (runs) => ({
      released: await releaseHeld(context.core, context.caller, body.order_id, runs),
    })),
});

const givingBack = {
  seats: seatsInput,
  account_id: Type.Optional(number("Whose they must be; anybody's unless it is sent")),
  reason: Type.Optional(text(64, "For whoever reads the change log")),
  hold_class: Type.Optional({
    ...classInput,
    description: "The class that they get; the return class of theirs unless it is sent",
  }),
} as const;

/** Both end what an account has, in one body. */
function giveBackCall(at: string, summary: string, giveBack: typeof returnSeats): NativeCall {
  return defineCall({
    method: "POST",
    path: `${path}/${at}`,
    scope: "seats:write",
    summary,
    shapes: { params: eventParams, body: Type.Object(givingBack, closed) },
    replay: async () => undefined,
    handle: (context, { params, body }) =>
      withSeats(context, params.event_id, body.seats, async (runs) => {
        const { account_id: accountId, reason, hold_class: name } = body;
        const classId = name === undefined ? undefined : await classOf(context, name);
        await giveBack(context.core, context.caller, { runs, accountId, reason, classId });
        return undefined;
      }),
  });
}

const postReturn = giveBackCall(
  "returns",
  "Takes sold seats back; they are open from then on, and their barcodes open no gate",
  returnSeats,
);

const postReservationRelease = giveBackCall(
  "reservations/release",
  "Ends reservations; the seats are open from then on",
  releaseReserved,
);

const postReclassify = defineCall({
  method: "POST",
  path: `${path}/reclassify`,
  scope: "seats:write",
  summary: "Puts open seats into another class, under another price code, or both",
  shapes: {
    params: eventParams,
    body: Type.Object(
      { seats: seatsInput, hold_class: Type.Optional(classInput), price_code: Type.Optional(text(3, "null: none")) },
      closed,
    ),
  },
  replay: async () => undefined,
  handle: (context, { params, body }) =>
    withSeats(context, params.event_id, body.seats, async (runs) => {
      const { hold_class: name, price_code: priceCode } = body;
      if (name === undefined && priceCode === undefined) refuseField("body.hold_class", "is required, unless price_code is sent");
      const classId = name === undefined ? undefined : await classOf(context, name);
      await reclassify(context.core, context.caller, { runs, classId, priceCode });
      return undefined;
    }),
});

const postTransfer = defineCall({
  method: "POST",
  path: `${path}/transfer`,
  scope: "seats:write",
  summary: "Gives tickets to another account, with barcodes of its own: those of the one before open no gate any more",
  shapes: {
    params: eventParams,
    body: Type.Object(
      {
        seats: seatsInput,
        from_account: number("Whose they are"),
        to_account: number("Whose they become"),
        reason: Type.Optional(text(64, "For whoever reads the change log")),
      },
      closed,
    ),
  },
  replay: async () => undefined,
  handle: (context, { params, body }) =>
    withSeats(context, params.event_id, body.seats, async (runs) => {
      const { from_account: from, to_account: to, reason } = body;
      if (from === to) refuseField("body.to_account", "is the account that has them");
      await transferSeats(context.core, context.caller, { runs, from, to, reason });
      return undefined;
    }),
});

/** The calls that do something to seats of one event. */
export const seatCalls: readonly NativeCall[] = [
  ...[postHold, postHoldRelease, postReturn, postReservationRelease, postReclassify, postTransfer],
];
