import { Type } from "typebox";
import { forgetCalls, mostCalls, recordedCalls } from "../../../core/sandbox/calls.ts";
import { defineCall } from "../call.ts";
import { keyOf, keyParams } from "./sandbox-keys.ts";

const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()]);
const path = "/sandbox/keys/{key_id}/calls";

export const getCalls = defineCall({
  method: "GET",
  path,
  scope: "sandbox",
  summary: `The last ${mostCalls} calls of a key, the newest first, without secrets`,
  shapes: {
    params: keyParams,
    query: Type.Object(
      {
        limit: Type.Integer({ minimum: 1, maximum: mostCalls, default: 50 }),
        cursor: Type.Optional(Type.String({ format: "uuid", description: "next_cursor of the page before" })),
      },
      { additionalProperties: false },
    ),
    answer: Type.Object({
      calls: Type.Array(
        Type.Object({
          call_id: Type.String(),
          at: Type.String({ format: "date-time" }),
          request_id: Type.String(),
          protocol: Type.String(),
          method: Type.String(),
          path: Type.String(),
          headers: Type.Record(Type.String(), Type.String()),
          body: nullable(Type.String({ description: "Null for one that can't be read as JSON" })),
          status: nullable(Type.Integer({ description: "Null when the connection was closed instead" })),
          answer: nullable(Type.String()),
          milliseconds: Type.Number(),
          behaviour: nullable(Type.Object({}, { description: "What the sandbox was told to do with the call" })),
        }),
      ),
      next_cursor: nullable(Type.String({ description: "For the next page; null on the last one" })),
    }),
  },
  async handle(context, { params, query }) {
    const { keyId, orgId } = await keyOf(context, params.key_id);
    const found = await recordedCalls(context.core, orgId, keyId, { limit: query.limit + 1, before: query.cursor });
    const calls = found.slice(0, query.limit);
    return { calls, next_cursor: found.length > query.limit ? calls.at(-1)!.call_id : null };
  },
});

export const deleteCalls = defineCall({
  method: "DELETE",
  path,
  scope: "sandbox",
  summary: "Forgets the calls of a key",
  shapes: { params: keyParams },
  async handle(context, { params }) {
    const { keyId, orgId } = await keyOf(context, params.key_id);
    await forgetCalls(context.core, orgId, keyId);
    return undefined;
  },
});
