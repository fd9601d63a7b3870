import { Type } from "typebox";
import { clockOf, furthestMs, turnClockTo } from "../../../core/sandbox/clock.ts";
import { defineCall, type NativeContext } from "../call.ts";
import { Problem } from "../problems.ts";

const clock = Type.Object({
  now: Type.String({ format: "date-time", description: "What the organisation takes for the time" }),
  ahead_seconds: Type.Number({ description: "How far that is ahead of the machine's clock; negative when it is behind" }),
});

const path = "/sandbox/clock";

async function told({ core, organisation }: NativeContext) {
  const { now, aheadMs } = await clockOf(core, organisation.orgId);
  return { now: now.toISOString(), ahead_seconds: aheadMs / 1000 };
}

export const getClock = defineCall({
  method: "GET",
  path,
  scope: "sandbox",
  summary: "How the organisation's clock stands",
  shapes: { answer: clock },
  handle: told,
});

export const putClock = defineCall({
  method: "PUT",
  path,
  scope: "sandbox",
  summary: "Turns the organisation's clock, which goes on from there",
  shapes: {
    body: Type.Object(
      {
        now: Type.Optional(Type.String({ format: "date-time", description: "The time that it is to be now" })),
        ahead_seconds: Type.Optional(
          Type.Integer({
            minimum: -furthestMs / 1000,
            maximum: furthestMs / 1000,
            description: "How far to be ahead of the machine's",
          }),
        ),
      },
      { additionalProperties: false, minProperties: 1, maxProperties: 1 },
    ),
    answer: clock,
  },
  async handle(context, { body }) {
    const { core, organisation } = context;
    const aheadMs =
      body.now === undefined ? body.ahead_seconds! * 1000 : new Date(body.now).getTime() - core.machineClock.now().getTime();
    if (Number.isNaN(aheadMs) || Math.abs(aheadMs) > furthestMs)
      throw new Problem(400, "The request can't be taken", [
        { field: "body.now", message: "must be within 100 years of the machine's clock" },
      ]);
    await turnClockTo(core, organisation.orgId, Math.round(aheadMs));
    return told(context);
  },
});

export const deleteClock = defineCall({
  method: "DELETE",
  path,
  scope: "sandbox",
  summary: "Turns the organisation's clock back to the machine's time",
  shapes: {},
  handle: async ({ core, organisation }) => turnClockTo(core, organisation.orgId, 0) as Promise<undefined>,
});
