import { Type } from "typebox";
import { findRecord } from "../../../core/customers/record.ts";
import { findMerge, listMerges, type Merge } from "../../../core/identity/merge/journal.ts";
import { mergeCustomers } from "../../../core/identity/merge/merge.ts";
import { undoMerge } from "../../../core/identity/merge/undo.ts";
import { refuse } from "../../../core/refusal.ts";
import { defineCall, type NativeContext } from "../call.ts";
import { listAnswer, listQuery, pageOf, placeOf } from "../paging.ts";
import { Problem } from "../problems.ts";
import { nullable, number } from "../shapes.ts";
import { customerParams } from "./customers.ts";

const mergeParams = Type.Object({ merge_id: Type.String({ format: "uuid" }) });

const mergeShape = Type.Object({
  merge_id: Type.String(),
  customer_id: Type.Integer({ description: "The customer that was kept" }),
  merged_customer_id: Type.Integer({ description: "The customer that was merged into it; its number leads there" }),
  merged_at: Type.String({ format: "date-time" }),
  undone_at: nullable<string>("string", { format: "date-time", description: "null while the merge stands" }),
  key_id: nullable<string>("string", { description: "The key that it was done by" }),
  user_name: nullable<string>("string"),
  protocol: Type.String(),
});

function mergeToWire({ mergeId, survivorId, loserId, mergedAt, undoneAt, keyId, userName, protocol }: Merge) {
  return {
    merge_id: mergeId,
    customer_id: survivorId,
    merged_customer_id: loserId,
    merged_at: mergedAt.toISOString(),
    undone_at: undoneAt?.toISOString() ?? null,
    key_id: keyId,
    user_name: userName,
    protocol,
  };
}

async function shownMerge({ core, caller }: NativeContext, mergeId: string) {
  return mergeToWire((await findMerge(core, caller, mergeId)) ?? refuse("merge-not-found"));
}

const noSuch = "There is no such customer";
const noSuchLoser = new Problem(404, noSuch, [{ field: "body.customer_id", message: noSuch }]);

export const postMerge = defineCall({
  method: "POST",
  path: "/customers/{customer_id}/merges",
  scope: "customers:write",
  summary: "Merges another customer into this one, which keeps its own data; the other's number leads to it from then on",
  shapes: {
    params: customerParams,
    body: Type.Object({ customer_id: number("The customer that is merged away") }, { additionalProperties: false }),
    answer: mergeShape,
  },
  location: ({ merge_id: id }) => `/merges/${id}`,
  replay: (context, done: { mergeId: string }) => shownMerge(context, done.mergeId),
  async handle(context, { params, body }) {
    const { core, caller } = context;
    const { customer_id: loserId } = body;
    if (!(await findRecord(core, caller, { customerId: params.customer_id }))) refuse("customer-not-found");
    if (!(await findRecord(core, caller, { customerId: loserId }))) throw noSuchLoser;
    const { mergeId } = await mergeCustomers(core, caller, params.customer_id, loserId);
    return shownMerge(context, mergeId);
  },
});

export const listCustomerMerges = defineCall({
  method: "GET",
  path: "/customers/{customer_id}/merges",
  scope: "customers:read",
  summary: "The merges that the customer of this number was part of, undone ones too, oldest first",
  shapes: { params: customerParams, query: listQuery({}), answer: listAnswer(mergeShape) },
  async handle(context, { params, query }) {
    const { core, caller } = context;
    // A cursor is good for the customer whose merges it was given for.
    const list = { ...query, ...params };
    const after = placeOf<[string, string]>(context, list);
    const rows = await listMerges(core, caller, params.customer_id, after, query.limit + 1);
    return pageOf(context, list, rows, mergeToWire, ({ mergedAt, mergeId }) => [mergedAt.toISOString(), mergeId]);
  },
});

export const getMerge = defineCall({
  method: "GET",
  path: "/merges/{merge_id}",
  scope: "customers:read",
  summary: "One merge",
  shapes: { params: mergeParams, answer: mergeShape },
  handle: (context, { params }) => shownMerge(context, params.merge_id),
});

export const postMergeUndo = defineCall({
  method: "POST",
  path: "/merges/{merge_id}/undo",
  scope: "customers:write",
  summary: "Parts the two again: both are as they were, and what was written since goes to the one it was meant for",
  shapes: { params: mergeParams, answer: mergeShape },
  async handle(context, { params }) {
    await undoMerge(context.core, context.caller, params.merge_id);
    return shownMerge(context, params.merge_id);
  },
});
