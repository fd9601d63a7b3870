import { type TProperties, type TSchema, Type } from "typebox";
import type { Field } from "../../core/ticketing/catalogue/field.ts";
import type { Item, Kind } from "../../core/ticketing/catalogue/kind.ts";
import { settable } from "../../core/ticketing/catalogue/settable.ts";
import { number } from "./shapes.ts";

/** What a call sends of a thing, and what it is shown as. */
export type Shown = Readonly<Record<string, unknown>> & { readonly version: number };

/** The name of a thing's number. A plan's is a number of events, and is not called so. */
export const idOf = (kind: Kind): string => (kind.name === "plan" ? "plan_id" : kind.id);

/** The parameter of calls about one thing of a kind. */
export const paramsOf = (kind: Kind) => Type.Unsafe<Readonly<Record<string, number>>>(Type.Object({ [idOf(kind)]: number() }));

/** The schema of a field's values, null left out. */
function typeOf(field: Field): Record<string, unknown> {
  switch (field.type) {
    case "text":
    case "code":
      return { type: "string", minLength: 1, maxLength: field.max };
    case "integer":
      return { type: "integer", minimum: field.least, maximum: field.most };
    case "reference":
      return { type: "integer", minimum: 1, maximum: 2_147_483_647 };
    case "money":
      return { type: "integer", minimum: 0, maximum: 99_999_999_999 };
    case "decimal":
      return { type: "string", pattern: "^-?\\d{1,12}(\\.\\d{1,6})?$" };
    case "flag":
      return { type: "boolean" };
    case "choice":
      return { type: "string", enum: [...field.values] };
    case "words":
      return { type: "array", items: { type: "string", enum: [...field.values] }, uniqueItems: true };
    case "instant":
      return { type: "string", format: "date-time" };
  }
}

function meaningOf(field: Field): string {
  const { meaning, fallback, fixed, type } = field;
  const parts = [type === "money" ? `${meaning}, in minor units` : meaning];
  if (fallback !== undefined) parts.push(`${JSON.stringify(fallback)} unless it is sent`);
  if (fixed) parts.push("can't be changed later");
  return parts.join("; ");
}

function schemaOf(field: Field): TSchema {
  const { type, enum: values, ...rest } = typeOf(field) as { type: string; enum?: string[] };
  const description = meaningOf(field);
  // One schema and not a union, and either a type or an enumeration, so that a fault is told once.
  const may = values
    ? { enum: field.required ? values : [...values, null] }
    : { type: field.required ? type : [type, "null"], ...rest };
  return Type.Unsafe({ ...may, description });
}

const closed = { additionalProperties: false } as const;
const asSent = (properties: TProperties, more: object = {}) =>
  Type.Unsafe<Readonly<Record<string, unknown>>>(Type.Object(properties, { ...closed, ...more }));

/** What must and may be said of a new thing of a kind. */
export function newBody(kind: Kind) {
  const members = Object.entries(settable(kind)).map(([name, field]): [string, TSchema] => {
    const schema = schemaOf(field);
    return [name, field.required && field.fallback === undefined ? schema : Type.Optional(schema)];
  });
  return asSent(Object.fromEntries(members));
}

/** What may be said of one that is there. */
export function changeBody(kind: Kind) {
  const members = Object.entries(settable(kind)).map(([name, field]) => [name, Type.Optional(schemaOf(field))]);
  return asSent(Object.fromEntries(members), { minProperties: 1 });
}

/** A thing of a kind, as calls answer it. */
export function itemShape(kind: Kind) {
  const shown = Object.entries(kind.fields).map(([name, field]) => [name, schemaOf(field)]);
  return Type.Unsafe<Shown>(
    Type.Object({
      [idOf(kind)]: Type.Integer(),
      version: Type.Integer({ description: "Goes up with every change; also the ETag" }),
      ...(kind.name === "event" && {
        status: Type.Unsafe({ type: "string", enum: ["draft", "published", "postponed", "cancelled"] }),
      }),
      ...Object.fromEntries(shown),
      created_at: Type.String({ format: "date-time" }),
      updated_at: Type.String({ format: "date-time" }),
    }),
  );
}

/** A thing of the catalogue as the wire's. */
export function itemToWire(kind: Kind, item: Item): Shown {
  const plain = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : value);
  const fields = Object.keys(kind.fields).map((name) => [name, plain(item[name] ?? null)]);
  return {
    [idOf(kind)]: item[kind.id],
    version: item.version,
    ...(kind.name === "event" && { status: item.status }),
    ...Object.fromEntries(fields),
    created_at: plain(item.created_at),
    updated_at: plain(item.updated_at),
  };
}
