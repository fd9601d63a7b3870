import { violatesForeignKey } from "../../../platform/database/errors.ts";
import { differences } from "../../audit/change.ts";
import { newWrite, runWrite } from "../../audit/write.ts";
import type { Caller, Core } from "../../core.ts";
import { refuse } from "../../refusal.ts";
import type { Kind } from "./kind.ts";
import { itemSet, plan } from "./kinds/events.ts";
import {
  itemSetMembers,
  planMembers,
  putItemSetMembers,
  putPlanMembers,
  singleEvents,
  touchItemSet,
  touchPlan,
} from "./queries.ts";
import { holdItem } from "./store.ts";

const statements = new Map<Kind, { read: typeof planMembers; put: typeof putPlanMembers; touch: typeof touchPlan }>([
  [plan, { read: planMembers, put: putPlanMembers, touch: touchPlan }],
  [itemSet, { read: itemSetMembers, put: putItemSetMembers, touch: touchItemSet }],
]);

/** The numbers of the events that a plan holds, or of the events and plans of an item set. */
export async function membersOf({ db }: Pick<Core, "db">, orgId: number, kind: Kind, number: number): Promise<number[]> {
  return (await db.run(statements.get(kind)!.read, [orgId, number])).map((one) => one.event_id);
}

/** Says what a plan or an item set holds, all of it. Refuses with not-there (the field events too) and version-differs. What changes nothing is no change. */
export async function putMembers(
  core: Core,
  caller: Caller,
  kind: Kind,
  number: number,
  events: readonly number[],
  ifVersion?: number,
): Promise<void> {
  const wanted = [...new Set(events)].sort((a, b) => a - b);
  const { read, put, touch } = statements.get(kind)!;
  const write = newWrite(core);
  await runWrite(core, caller, write, async (tx, record) => {
    const held = await holdItem(tx, caller, kind, number, ifVersion);
    const before = (await tx.query(read, [caller.orgId, number])).map((one) => one.event_id);
    // A plan holds no plan.
    if (kind === plan) {
      const found = new Set((await tx.query(singleEvents, [caller.orgId, wanted])).map((one) => one.event_id));
      const strange = wanted.find((one) => !found.has(one));
      if (strange !== undefined) refuse("not-there", { field: "events", id: String(strange) });
    }
    const orNone = (events: readonly number[]) => ({ events: events.length > 0 ? events : null });
    const values = differences(orNone(before), orNone(wanted));
    if (Object.keys(values).length === 0) return;
    try {
      await tx.query(put, [caller.orgId, number, wanted]);
    } catch (error) {
      if (violatesForeignKey(error) !== undefined) refuse("not-there", { field: "events" });
      throw error;
    }
    tx.send(touch, [caller.orgId, number, held.version + 1, write.at]);
    record({ entity: kind.name, entityId: number, version: held.version + 1, action: "changed", values });
  });
}
