import { Type } from "typebox";
import type { FieldChanges } from "../../../core/audit/change.ts";
import { entities } from "../../../core/audit/change.ts";
import { type AuditedChange, auditSince, changesSince, historyOf, type LoggedChange, readsOf } from "../../../core/audit/feed.ts";
import { defineCall } from "../call.ts";
import { cursorOf, listAnswer, listQuery, pageOf, placeOf } from "../paging.ts";
import { Problem } from "../problems.ts";
import { nullable } from "../shapes.ts";

const entity = Type.Unsafe<(typeof entities)[number]>({ enum: [...entities] });

const change = {
  seq: Type.Integer({ description: "Its place in the log: without gaps, in the order of commits" }),
  write_id: Type.String({ description: "The same for all that one write changed" }),
  entity,
  entity_id: Type.Integer(),
  version: Type.Integer({ description: "The entity's version after it" }),
  action: Type.String(),
  fields: Type.Array(Type.String()),
  occurred_at: Type.String({ format: "date-time" }),
};

const changeShape = Type.Object(change);

const auditShape = Type.Object({
  ...change,
  values: Type.Unsafe<FieldChanges | null>({
    type: ["object", "null"],
    description: "Field to [before, after]; null when they were erased. Secrets stand as none, set and temporary",
  }),
  key_id: nullable<string>("string"),
  user_name: nullable<string>("string"),
  protocol: Type.String(),
  call: Type.String(),
  request_id: Type.String(),
});

/** A name of the core's as this API writes it. */
const snake = (name: string): string =>
  name.replace(/([a-z])([A-Z0-9])/g, (_, before: string, after: string) => `${before}_${after.toLowerCase()}`);

function snakeMembers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeMembers);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [snake(name), snakeMembers(member)]));
}

function changeToWire(row: LoggedChange) {
  const { seq, write_id, entity: of, entity_id, version, action, fields, occurred_at } = row;
  return {
    seq,
    write_id,
    entity: of,
    entity_id: Number(entity_id),
    version,
    action,
    fields: fields.map(snake),
    occurred_at: occurred_at.toISOString(),
  };
}

function auditToWire(row: AuditedChange) {
  const { key_id, user_name, protocol, call, request_id, field_values } = row;
  const values = field_values === null ? null : (snakeMembers(JSON.parse(field_values)) as FieldChanges);
  return { ...changeToWire(row), values, key_id, user_name, protocol, call, request_id };
}

export const getChanges = defineCall({
  method: "GET",
  path: "/changes",
  scope: "changes:read",
  summary:
    "The change log, oldest first: what changed, not to what. next_cursor is never null: keep it, and ask again with it for what has come since",
  shapes: {
    query: listQuery({
      after: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: Number.MAX_SAFE_INTEGER,
          description: "Begin behind this seq; without it at the beginning",
        }),
      ),
    }),
    answer: Type.Object({ data: Type.Array(changeShape), next_cursor: Type.String() }),
  },
  async handle(context, { query }) {
    const after = placeOf<number>(context, query) ?? query.after ?? 0;
    const rows = await changesSince(context.core, context.organisation.orgId, after, query.limit);
    const last = rows.at(-1)?.seq ?? after;
    // Always a place to go on from: who has read everything asks again for what comes.
    return { data: rows.map(changeToWire), next_cursor: cursorOf(context, query, last) };
  },
});

export const getAudit = defineCall({
  method: "GET",
  path: "/audit",
  scope: "audit:read",
  summary:
    "The audit trail, oldest first: who changed what from what to what; of everything, or of one customer, account or delivery, or of the loyalty account (number 1)",
  shapes: {
    query: listQuery({
      entity: Type.Optional(entity),
      entity_id: Type.Optional(
        Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: "Together with entity" }),
      ),
    }),
    answer: listAnswer(auditShape),
  },
  async handle(context, { query }) {
    const { core, organisation } = context;
    const { entity: of, entity_id: entityId } = query;
    if ((of === undefined) !== (entityId === undefined))
      throw new Problem(400, "The request can't be taken", [
        { field: of === undefined ? "query.entity" : "query.entity_id", message: "is required with the other" },
      ]);
    const after = placeOf<number>(context, query) ?? 0;
    const limit = query.limit + 1;
    if (of !== undefined && entityId !== undefined) {
      const rows = await historyOf(core, organisation.orgId, { entity: of, entityId }, after, limit);
      return pageOf(context, query, rows, auditToWire, ({ version }) => version);
    }
    const rows = await auditSince(core, organisation.orgId, after, limit);
    return pageOf(context, query, rows, auditToWire, ({ seq }) => seq);
  },
});

export const getReads = defineCall({
  method: "GET",
  path: "/audit/reads",
  scope: "audit:read",
  summary: "Who read whose data, latest first; a row is what one key or user read by one call within about half a second",
  shapes: {
    query: listQuery({ customer_id: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_147_483_647 })) }),
    answer: listAnswer(
      Type.Object({
        key_id: nullable<string>("string"),
        user_name: nullable<string>("string"),
        protocol: Type.String(),
        call: Type.String(),
        customer_ids: Type.Array(Type.Integer()),
        first_at: Type.String({ format: "date-time" }),
        last_at: Type.String({ format: "date-time" }),
      }),
    ),
  },
  async handle(context, { query }) {
    const before = placeOf<{ at: string; id: string }>(context, query);
    const rows = await readsOf(context.core, context.organisation.orgId, before, query.limit + 1, query.customer_id);
    return pageOf(
      context,
      query,
      rows,
      ({ read_id: _, first_at, last_at, ...row }) => ({
        ...row,
        first_at: first_at.toISOString(),
        last_at: last_at.toISOString(),
      }),
      ({ last_at, read_id }) => ({ at: last_at.toISOString(), id: read_id }),
    );
  },
});
