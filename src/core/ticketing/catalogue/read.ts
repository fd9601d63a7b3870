import type { Core } from "../../core.ts";
import { refuse } from "../../refusal.ts";
import type { Item, Kind } from "./kind.ts";
import { of } from "./queries.ts";

/** Which of a kind are wanted. */
export interface Wanted {
  /** Those behind this number. */
  readonly after?: number;
  /** Of what they belong to. */
  readonly parent?: number;
  /** Under their key, without regard to case. */
  readonly key?: string;
}

/** The thing of a kind with a number; undefined when there is none. */
export async function readItem({ db }: Pick<Core, "db">, orgId: number, kind: Kind, number: number): Promise<Item | undefined> {
  const [item] = await db.read(of(kind).read, [orgId, number]);
  return item;
}

/** The same. Refuses with not-there. */
export async function openItem(core: Pick<Core, "db">, orgId: number, kind: Kind, number: number): Promise<Item> {
  return (await readItem(core, orgId, kind, number)) ?? refuse("not-there", { field: kind.id, id: String(number) });
}

/** Things of a kind by their numbers, at most `limit`. */
export function listItems(
  { db }: Pick<Core, "db">,
  orgId: number,
  kind: Kind,
  { after = 0, parent, key }: Wanted,
  limit: number,
): Promise<Item[]> {
  return db.run(of(kind).list, [orgId, after, parent ?? null, limit, key ?? null]);
}

/** All of a kind, of one parent if one is given: for the kinds of which there are few. */
export async function allItems(core: Pick<Core, "db">, orgId: number, kind: Kind, parent?: number): Promise<Item[]> {
  const all: Item[] = [];
  for (;;) {
    const some = await listItems(core, orgId, kind, { after: (all.at(-1)?.[kind.id] as number) ?? 0, parent }, 1_000);
    all.push(...some);
    if (some.length < 1_000) return all;
  }
}

/** The thing of a kind that callers name so, without regard to case. Refuses with not-there, under the name of `field`. */
export async function findItem(
  core: Pick<Core, "db">,
  orgId: number,
  kind: Kind,
  key: string,
  field = kind.name as string,
  parent?: number,
): Promise<Item> {
  const [item] = await listItems(core, orgId, kind, { key, parent }, 1);
  return item ?? refuse("not-there", { field, id: key });
}
