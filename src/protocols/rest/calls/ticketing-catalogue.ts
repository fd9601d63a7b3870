import { Type } from "typebox";
import type { Kind } from "../../../core/ticketing/catalogue/kind.ts";
import { kinds } from "../../../core/ticketing/catalogue/kinds.ts";
import { listItems, openItem } from "../../../core/ticketing/catalogue/read.ts";
import { changeItem, createItem, numberOf, removeItem } from "../../../core/ticketing/catalogue/store.ts";
import { defineCall, type NativeCall, type NativeContext } from "../call.ts";
import { listAnswer, listQuery, pageOf, placeOf } from "../paging.ts";
import { number } from "../shapes.ts";
import { changeBody, idOf, itemShape, itemToWire, newBody, paramsOf, type Shown } from "../ticketing-catalogue-shape.ts";

/** A thing of a kind as calls answer it. Refuses with not-there. */
export async function shownItem({ core, caller }: NativeContext, kind: Kind, id: number): Promise<Shown> {
  return itemToWire(kind, await openItem(core, caller.orgId, kind, id));
}

/** With its article. */
const one = ({ title }: Kind): string => `${/^[aeiou]/.test(title) ? "an" : "a"} ${title}`;

interface Query {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** The calls that list things of a kind, make one, read it, change it and remove it. */
function callsOf(kind: Kind): NativeCall[] {
  const path = `/${kind.plural}`;
  const single = `${path}/{${idOf(kind)}}`;
  const params = paramsOf(kind);
  const answer = itemShape(kind);
  const { key, parent } = kind;
  const listed = defineCall({
    method: "GET",
    path,
    scope: "ticketing:read",
    summary: `Lists each ${kind.title}, in the order of their numbers`,
    shapes: {
      query: Type.Unsafe<Query & Readonly<Record<string, unknown>>>(
        listQuery({
          ...(key && {
            [key]: Type.Optional(Type.String({ minLength: 1, maxLength: 80, description: "Without regard to case" })),
          }),
          ...(parent && { [parent]: Type.Optional(number("What it belongs to")) }),
        }),
      ),
      answer: listAnswer(answer),
    },
    async handle(context, { query }) {
      const { core, caller } = context;
      const wanted = {
        after: placeOf<number>(context, query) ?? 0,
        key: key && (query[key] as string | undefined),
        parent: parent && (query[parent] as number | undefined),
      };
      const rows = await listItems(core, caller.orgId, kind, wanted as never, query.limit + 1);
      return pageOf(
        context,
        query,
        rows,
        (item) => itemToWire(kind, item),
        (item) => numberOf(kind, item),
      );
    },
  });
  const read = defineCall({
    method: "GET",
    path: single,
    scope: "ticketing:read",
    summary: `Reads ${one(kind)}`,
    shapes: { params, answer },
    versioned: true,
    handle: (context, { params: sent }) => shownItem(context, kind, sent[idOf(kind)]!),
  });
  const made = defineCall({
    method: "POST",
    path,
    scope: "ticketing:write",
    summary: `Makes ${one(kind)}`,
    shapes: { body: newBody(kind), answer },
    versioned: true,
    location: (item) => `${path}/${item[idOf(kind)]}`,
    replay: (context, done: number) => shownItem(context, kind, done),
    async handle(context, { body }) {
      return shownItem(context, kind, await createItem(context.core, context.caller, kind, body));
    },
  });
  const changed = defineCall({
    method: "PATCH",
    path: single,
    scope: "ticketing:write",
    summary: `Changes what is sent of ${one(kind)}; null clears`,
    shapes: { params, body: changeBody(kind), answer },
    versioned: true,
    guarded: true,
    async handle(context, { params: sent, body }) {
      const id = sent[idOf(kind)]!;
      await changeItem(context.core, context.caller, kind, id, body, context.ifVersion);
      return shownItem(context, kind, id);
    },
  });
  const removed = defineCall({
    method: "DELETE",
    path: single,
    scope: "ticketing:write",
    summary: `Removes ${one(kind)} that nothing refers to`,
    shapes: { params },
    async handle({ core, caller }, { params: sent }) {
      await removeItem(core, caller, kind, sent[idOf(kind)]!);
      return undefined;
    },
  });
  return [listed, made, read, changed, removed];
}

/** The calls about everything that a box office sets up. */
export const catalogueCalls: readonly NativeCall[] = kinds.flatMap(callsOf);
