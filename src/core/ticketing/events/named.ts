import type { Core } from "../../core.ts";
import { eventsNamed } from "../feeds/queries.ts";

/** What a name stands for: an event, or a plan with the events in it. */
export interface Named {
  readonly eventId: number;
  readonly planType: "single" | "plan";
  readonly members: readonly number[];
}

/** The event or plan of a name, compared without case; undefined when there is none, or it is a draft. */
export async function eventNamed({ db }: Pick<Core, "db">, orgId: number, name: string): Promise<Named | undefined> {
  const [found] = await db.read(eventsNamed, [orgId, name.trim().toUpperCase()]);
  return found;
}
