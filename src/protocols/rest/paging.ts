import { type TProperties, type TSchema, Type } from "typebox";
import type { NativeContext } from "./call.ts";
import { Problem } from "./problems.ts";
import { nullable } from "./shapes.ts";

/** The query of a list: its filters, and where in it to read. */
export function listQuery<const F extends TProperties>(filters: F) {
  return Type.Object(
    {
      ...filters,
      limit: Type.Integer({ minimum: 1, maximum: 200, default: 50, description: "At most so many" }),
      cursor: Type.Optional(
        Type.String({ maxLength: 400, description: "The next_cursor of the answer before; with the same filters" }),
      ),
    },
    { additionalProperties: false },
  );
}

/** The answer of a list. */
export function listAnswer<const T extends TSchema>(element: T) {
  return Type.Object({
    data: Type.Array(element),
    next_cursor: nullable<string>("string", { description: "Where to go on; null at the end" }),
  });
}

interface ListQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Where a list goes on: what its last element was, as the call wrote it; undefined at the beginning. A cursor of another list, key's organisation or filters is refused. */
export function placeOf<Place>({ core, caller }: NativeContext, query: ListQuery): Place | undefined {
  if (query.cursor === undefined) return undefined;
  const [text = "", mac = ""] = query.cursor.split(".");
  const place = Buffer.from(text, "base64url").toString();
  // No secret: the mark is there so that nobody builds on what a cursor is made of, and none is taken for another list's.
  if (mac !== markOf(core, caller, query, place))
    throw new Problem(400, "The request can't be taken", [
      { field: "query.cursor", message: "is not one of this list, with these filters" },
    ]);
  return JSON.parse(place) as Place;
}

/** A cursor for the place; see placeOf. */
export function cursorOf({ core, caller }: NativeContext, query: ListQuery, place: unknown): string {
  const text = JSON.stringify(place);
  return `${Buffer.from(text).toString("base64url")}.${markOf(core, caller, query, text)}`;
}

/** A page of `rows`, of which one more than the limit was asked for, so that the end is known. */
export function pageOf<Row, One>(
  context: NativeContext,
  query: ListQuery,
  rows: readonly Row[],
  show: (row: Row) => One,
  place: (row: Row) => unknown,
): { data: One[]; next_cursor: string | null } {
  const shown = rows.slice(0, query.limit);
  const more = rows.length > query.limit;
  return { data: shown.map(show), next_cursor: more ? cursorOf(context, query, place(shown.at(-1)!)) : null };
}

function markOf(core: NativeContext["core"], caller: NativeContext["caller"], query: ListQuery, place: string): string {
  const { cursor: _, limit: __, ...filters } = query;
  const sorted = Object.entries(filters).sort(([a], [b]) => (a < b ? -1 : 1));
  return core
    .mac(JSON.stringify(["cursor", caller.orgId, caller.call, sorted, place]))
    .toString("base64url")
    .slice(0, 16);
}
