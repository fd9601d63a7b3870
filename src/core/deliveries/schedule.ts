import { violates } from "../../platform/database/errors.ts";
import type { Transaction } from "../../platform/database/transaction.ts";
import { differences } from "../audit/change.ts";
import { newWrite, type Record as RecordChange, runWrite, type Write } from "../audit/write.ts";
import type { Caller, Core } from "../core.ts";
import { asInteger, type CustomerKey } from "../customers/record.ts";
import { referenceKey } from "../identity/identifiers.ts";
import { takeFreeNumbers, withFreeNumbers } from "../organisations/numbers.ts";
import { refuse } from "../refusal.ts";
import { refusePastDay } from "./days.ts";
import { auditedDelivery, type Load } from "./delivery.ts";
import { beforeDelivery, insertDelivery, insertStep, lockRecipient } from "./queries.ts";

export interface NewDelivery extends Load {
  readonly company: string;
  readonly branch: number;
  readonly customer: CustomerKey;
  readonly externalReference: string | null;
  /** YYYY-MM-DD, in the organisation's time zone. */
  readonly deliveryDate: string;
  /** Refuse when the company has a delivery for the customer on that day, but for those that failed or were cancelled. */
  readonly onlyOne: boolean;
}

/**
 * Schedules a delivery to a customer's address as it is now. Refuses with date-past, customer-not-found, delivery-reference-in-use,
 * delivery-on-that-day (in this order) and no-delivery-numbers; nothing is left behind then. Of many at once that may only be one, one is.
 */
export async function scheduleDelivery(
  core: Core,
  caller: Caller,
  input: NewDelivery,
): Promise<{ deliveryId: number; customerId: number }> {
  refusePastDay(core, caller, input.deliveryDate);
  const number = await whoseIs(core, caller, input);
  const write = newWrite(core);
  const taken = (await takeFreeNumbers(core.db, caller.orgId, ["delivery"]))!;
  try {
    return await withFreeNumbers(core.db, caller.orgId, taken, (numbers) =>
      runWrite(core, caller, write, async (tx, record) => {
        const deliveryId = numbers.delivery!;
        return { deliveryId, customerId: await insert(tx, record, caller, write, input, { deliveryId, number }) };
      }),
    );
  } catch (error) {
    if (violates(error, "deliveries_external_reference")) refuse("delivery-reference-in-use", { field: "externalReference" });
    throw error;
  }
}

/** The number that the customer was asked for by. Looks before anything is done for it; the database decides. */
async function whoseIs(core: Core, caller: Caller, { customer, company, externalReference }: NewDelivery): Promise<number> {
  const { reference } = customer;
  const [found] = await core.db.read(beforeDelivery, [
    caller.orgId,
    asInteger(customer.customerId),
    reference ? referenceKey(reference.company, reference.value) : null,
    company,
    externalReference,
  ]);
  const number = found?.customer_id ?? refuse("customer-not-found", { field: "customerId" });
  if (found?.reference_taken) refuse("delivery-reference-in-use", { field: "externalReference" });
  return number;
}

interface Made {
  readonly deliveryId: number;
  /** By which the customer was asked for: of one who has been merged into another, their own. */
  readonly number: number;
}

/** Gives whom the delivery is for. */
async function insert(
  tx: Transaction,
  record: RecordChange,
  caller: Caller,
  { at }: Pick<Write, "at">,
  input: NewDelivery,
  { deliveryId, number }: Made,
  customerId = number,
): Promise<number> {
  const { company, branch, externalReference, deliveryDate, boxes, fridge, controlled, items, notes, onlyOne } = input;
  // The look for another delivery is a statement of its own behind the lock, so that it sees what who held the lock has made.
  const [[customer], [made]] = await Promise.all([
    tx.query(lockRecipient, [caller.orgId, customerId]),
    tx.query(insertDelivery, [
      caller.orgId,
      deliveryId,
      company,
      branch,
      customerId,
      externalReference,
      deliveryDate,
      boxes,
      fridge,
      controlled,
      JSON.stringify(items),
      notes,
      at,
      onlyOne,
      number,
    ]),
  ]);
  if (!customer) refuse("customer-not-found", { field: "customerId" });
  if (customer.merged_into !== null)
    return insert(tx, record, caller, { at }, input, { deliveryId, number }, customer.merged_into);
  if (!made) refuse("delivery-on-that-day", { field: "deliveryDate" });
  const status = "scheduled" as const;
  tx.send(insertStep, [caller.orgId, deliveryId, 1, status, null, caller.keyId, caller.userName, at]);
  const values = differences({}, auditedDelivery({ ...input, customerId: number, status, recipient: made.recipient }));
  record({ entity: "delivery", entityId: deliveryId, version: 1, action: "scheduled", values });
  return customerId;
}
