import type { Core } from "../../core.ts";
import { type ValuedTicket, valuedTickets, valuedTicketsOfAccount } from "./queries.ts";

export type { ValuedTicket };

/** Which tickets with value are wanted; what is not given does not narrow. */
export interface WantedValues {
  readonly events?: readonly number[];
  readonly accountId?: number | null;
  readonly barcode?: number | null;
  readonly count: number;
  /** From 0 on. */
  readonly page: number;
}

/** Tickets with what is on them, a row for money and for each item, and whether there are more. What is on tickets that were given up is nobody's and not told. */
export async function readValues(
  { db }: Pick<Core, "db">,
  orgId: number,
  { events, accountId, barcode = null, count, page }: WantedValues,
): Promise<{ rows: ValuedTicket[]; more: boolean }> {
  const values = [orgId, events ?? null, barcode, count + 1, page * count];
  const read =
    accountId == null ? await db.run(valuedTickets, values) : await db.run(valuedTicketsOfAccount, [...values, accountId]);
  return { rows: read.slice(0, count), more: read.length > count };
}
