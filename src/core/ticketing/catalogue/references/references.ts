import type { Statement } from "../../../../platform/database/statement.ts";
import type { Transaction } from "../../../../platform/database/transaction.ts";
import type { Caller } from "../../../core.ts";
import { refuse } from "../../../refusal.ts";
import type { Kind } from "../kind.ts";
import { deliveryMethod, serviceCharge } from "../kinds/box-office.ts";
import { event, plan } from "../kinds/events.ts";
import { holdClass, ticketType } from "../kinds/prices.ts";
import { of } from "../queries.ts";
import type { Values } from "../values.ts";
import { deliveryMethodUsed, eventUsed, holdClassUsed, planUsed, ticketTypeUsed } from "./queries.ts";

/** What refers to a thing without a foreign key, because there are so many of it or because it may outlive the thing's being changed. */
const uses = new Map<Kind, Statement<{ used: boolean }>>([
  [event, eventUsed],
  [plan, planUsed],
  [ticketType, ticketTypeUsed],
  [holdClass, holdClassUsed],
  [deliveryMethod, deliveryMethodUsed],
]);

/** Refuses a thing that something refers to with still-in-use, where no foreign key does. */
export async function refuseUsed(tx: Transaction, { orgId }: Caller, kind: Kind, number: number): Promise<void> {
  const statement = uses.get(kind);
  const [found] = statement ? await tx.query(statement, [orgId, number]) : [];
  if (found?.used) refuse("still-in-use");
}

/** References that no foreign key looks after. */
const loose: readonly (readonly [Kind, string, Kind])[] = [
  [holdClass, "return_class_id", holdClass],
  [serviceCharge, "delivery_method_id", deliveryMethod],
];

/** Refuses values that refer to what is not there with not-there, where no foreign key does. */
export async function refuseMissing(tx: Transaction, { orgId }: Caller, kind: Kind, values: Values): Promise<void> {
  for (const [from, field, to] of loose) {
    const number = from === kind ? values[field] : null;
    if (number === null || number === undefined) continue;
    const [found] = await tx.query(of(to).read, [orgId, number]);
    if (!found) refuse("not-there", { field, id: String(number) });
  }
}
