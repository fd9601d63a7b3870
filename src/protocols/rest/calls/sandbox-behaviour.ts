import { Type } from "typebox";
import {
  BadBehaviour,
  changeBehaviour,
  findBehaviour,
  longestDelayMs,
  mostTimes,
  type TimedBehaviour,
  written,
} from "../../../core/sandbox/behaviour.ts";
import { defineCall } from "../call.ts";
import { Problem } from "../problems.ts";
import { keyOf, keyParams } from "./sandbox-keys.ts";

const members = {
  delay_ms: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: longestDelayMs,
      description: "The answer comes so much later; with poll, the work begins so much later",
    }),
  ),
  poll: Type.Optional(Type.Boolean({ description: "The answer has to be polled for: 202 first" })),
  drop_answer: Type.Optional(
    Type.Boolean({ description: "All is done and committed, and then the connection is closed without an answer" }),
  ),
  http_status: Type.Optional(
    Type.Integer({ minimum: 200, maximum: 599, description: "Nothing is done; this HTTP status is answered" }),
  ),
  result: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 99_999, description: "Nothing is done; each command answers with this result code" }),
  ),
  times: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: mostTimes,
      description: "For so many calls, then plainly again; left out: until it is changed",
    }),
  ),
};
const behaviour = Type.Object(members, { additionalProperties: false });
const path = "/sandbox/keys/{key_id}/behaviour";

function told(set: TimedBehaviour | undefined) {
  return set ? { ...written(set.behaviour), times: set.times } : {};
}

export const getBehaviour = defineCall({
  method: "GET",
  path,
  scope: "sandbox",
  summary: "How the calls of a key are answered; times is how many are left. Empty: plainly",
  shapes: { params: keyParams, answer: behaviour },
  async handle(context, { params }) {
    const { keyId, orgId } = await keyOf(context, params.key_id);
    return told(await findBehaviour(context.core, orgId, keyId));
  },
});

export const putBehaviour = defineCall({
  method: "PUT",
  path,
  scope: "sandbox",
  summary: "Sets how the calls of a key are answered, from the next one on",
  shapes: { params: keyParams, body: behaviour, answer: behaviour },
  async handle(context, { params, body }) {
    const { keyId, orgId, protocol } = await keyOf(context, params.key_id);
    if (body.poll && protocol !== "archtics")
      throw new Problem(400, "The request can't be taken", [
        { field: "body.poll", message: "the key's protocol has no polling" },
      ]);
    const { delay_ms: delayMs, poll, drop_answer: dropAnswer, http_status: httpStatus, result, times } = body;
    const set = { behaviour: { delayMs, poll, dropAnswer, httpStatus, result }, times };
    try {
      await changeBehaviour(context.core, orgId, keyId, set);
    } catch (error) {
      if (error instanceof BadBehaviour) throw new Problem(400, error.message);
      throw error;
    }
    return told(set);
  },
});

export const deleteBehaviour = defineCall({
  method: "DELETE",
  path,
  scope: "sandbox",
  summary: "Lets the calls of a key be answered plainly again",
  shapes: { params: keyParams },
  async handle(context, { params }) {
    const { keyId, orgId } = await keyOf(context, params.key_id);
    await changeBehaviour(context.core, orgId, keyId, undefined);
    return undefined;
  },
});
