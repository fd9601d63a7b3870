import { violates, violatesForeignKey } from "../../../platform/database/errors.ts";
import type { Transaction } from "../../../platform/database/transaction.ts";
import { differences } from "../../audit/change.ts";
import { newWrite, type Record as RecordChange, runWrite, type Write } from "../../audit/write.ts";
import type { Caller, Core } from "../../core.ts";
import { takeBlock } from "../../organisations/queries.ts";
import { refuse } from "../../refusal.ts";
import type { Item, Kind } from "./kind.ts";
import { of } from "./queries.ts";
import { refuseMissing, refuseUsed } from "./references/references.ts";
import { type Values, valuesFor } from "./values.ts";

/** The number of a thing of the catalogue. */
export const numberOf = (kind: Kind, item: Item): number => item[kind.id] as number;

/** Makes a thing of a kind; gives its number. Refuses with value-invalid, name-in-use and not-there. */
export async function createItem(core: Core, caller: Caller, kind: Kind, given: Values): Promise<number> {
  const values = valuesFor(kind, given);
  const number = await takeSetUpNumbers(core, caller.orgId, 1);
  const write = newWrite(core);
  return explained(kind, () =>
    runWrite(core, caller, write, async (tx, record) => {
      await refuseMissing(tx, caller, kind, values);
      sendItem(tx, record, caller, write, kind, number, values);
      return number;
    }),
  );
}

/** The first of `count` numbers in a row, for things of the catalogue. */
export async function takeSetUpNumbers({ db }: Pick<Core, "db">, orgId: number, count: number): Promise<number> {
  const [row] = await db.runAside(takeBlock, [orgId, "set-up", count]);
  return row!.last - count + 1;
}

/** Makes a thing under a number that was taken for it, in a write; `values` come from valuesFor. */
export function sendItem(
  tx: Transaction,
  record: RecordChange,
  { orgId }: Caller,
  { at }: Write,
  kind: Kind,
  number: number,
  values: Values,
): void {
  tx.send(of(kind).insert, [orgId, number, at, ...Object.keys(kind.fields).map((name) => values[name])]);
  const begins = kind.begins ? { status: kind.begins } : {};
  record({ entity: kind.name, entityId: number, version: 1, action: "added", values: differences({}, { ...values, ...begins }) });
}

/**
 * Changes what is given of a thing, null clears. `ifVersion`: the version that the caller has seen. Refuses with not-there, version-differs,
 * value-invalid and name-in-use. What changes nothing is no change.
 */
export async function changeItem(
  core: Core,
  caller: Caller,
  kind: Kind,
  number: number,
  given: Values,
  ifVersion?: number,
): Promise<void> {
  const write = newWrite(core);
  await explained(kind, () =>
    runWrite(core, caller, write, async (tx, record) => {
      const held = await holdItem(tx, caller, kind, number, ifVersion);
      const values = valuesFor(kind, given, held);
      const changes = differences(pick(kind, held), values);
      if (Object.keys(changes).length === 0) return;
      const settled = held.status === "draft" ? undefined : kind.untilPublished?.find((name) => name in changes);
      if (settled) refuse("value-invalid", { field: settled, fault: "can't be changed any more: it is published" });
      await refuseMissing(tx, caller, kind, values);
      sendChanged(tx, record, caller, write, kind, number, held, values);
    }),
  );
}

/** Puts all values of a locked thing down, in a write. */
export function sendChanged(
  tx: Transaction,
  record: RecordChange,
  { orgId }: Caller,
  { at }: Write,
  kind: Kind,
  number: number,
  held: Item,
  values: Values,
): void {
  const version = held.version + 1;
  tx.send(of(kind).update, [orgId, number, at, version, ...Object.keys(kind.fields).map((name) => values[name])]);
  record({ entity: kind.name, entityId: number, version, action: "changed", values: differences(pick(kind, held), values) });
}

/** Removes a thing that nothing refers to. Refuses with not-there and still-in-use. */
export async function removeItem(core: Core, caller: Caller, kind: Kind, number: number, ifVersion?: number): Promise<void> {
  await explained(
    kind,
    () =>
      runWrite(core, caller, newWrite(core), async (tx, record) => {
        const held = await holdItem(tx, caller, kind, number, ifVersion);
        if (held.built_in) refuse("still-in-use");
        await refuseUsed(tx, caller, kind, number);
        await tx.query(of(kind).remove, [caller.orgId, number]);
        const values = differences(pick(kind, held), {});
        record({ entity: kind.name, entityId: number, version: held.version + 1, action: "removed", values });
      }),
    "still-in-use",
  );
}

/** Locks a thing in a write. Refuses with not-there and version-differs. */
export async function holdItem(
  tx: Transaction,
  { orgId }: Caller,
  kind: Kind,
  number: number,
  ifVersion?: number,
): Promise<Item> {
  const [held] = await tx.query(of(kind).hold, [orgId, number]);
  if (!held) return refuse("not-there", { field: kind.id, id: String(number) });
  if (ifVersion !== undefined && held.version !== ifVersion) refuse("version-differs");
  return held;
}

/** The fields of a thing, without the rest of its row. */
export const pick = (kind: Kind, item: Item): Values =>
  Object.fromEntries(Object.keys(kind.fields).map((name) => [name, item[name]]));

/** Says of which field it is that a row can't be written. */
async function explained<T>(kind: Kind, work: () => Promise<T>, missing: "not-there" | "still-in-use" = "not-there"): Promise<T> {
  try {
    return await work();
  } catch (error) {
    for (const [index, field] of Object.entries(kind.unique ?? {})) if (violates(error, index)) refuse("name-in-use", { field });
    const key = violatesForeignKey(error);
    if (key === undefined) throw error;
    const field = Object.keys(kind.fields).find((name) => key.includes(`_${name}_`));
    return refuse(missing, { field: field ?? kind.parent });
  }
}
