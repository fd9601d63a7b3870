import type { Core } from "../../core.ts";
import { eventNamed } from "../events/named.ts";
import { ticketInItemSet } from "./queries.ts";

/** Which tickets count. */
export interface WantedTicket {
  readonly accountId: number;
  readonly itemSet: string;
  /** Only those that were sold in a plan of the item set; otherwise also those to an event of it. */
  readonly inPlan: boolean;
  /** Only those to this event, or sold in this plan. */
  readonly eventName?: string | null;
}

/** Whether an account has a ticket in an item set. Names are compared without case. Undefined when there is no such item set, or no such event. */
export async function hasTicketIn(
  core: Pick<Core, "db">,
  orgId: number,
  { accountId, itemSet, inPlan, eventName }: WantedTicket,
): Promise<boolean | undefined> {
  const event = eventName ? await eventNamed(core, orgId, eventName) : undefined;
  if (eventName && !event) return undefined;
  const [found] = await core.db.run(ticketInItemSet, [
    orgId,
    accountId,
    itemSet.trim().toUpperCase(),
    !inPlan,
    event?.eventId ?? null,
  ]);
  return found?.has;
}
