import { violates } from "../../platform/database/errors.ts";
import { differences } from "../audit/change.ts";
import { newWrite, runWrite } from "../audit/write.ts";
import type { Caller, Core } from "../core.ts";
import { refuse } from "../refusal.ts";
import { refusePastDay } from "./days.ts";
import { auditedDelivery, type Delivery, type DeliveryStatus, type Load, nextStatuses, type Step } from "./delivery.ts";
import { findDelivery, insertStep, lockDelivery, stepsOf, updateDelivery } from "./queries.ts";

/** What is to be different; what is left undefined stays. */
export interface DeliveryChange extends Partial<Load> {
  readonly deliveryDate?: string;
  readonly externalReference?: string | null;
  readonly status?: DeliveryStatus;
  /** Why the status is what it becomes: of a failed or cancelled one. */
  readonly reason?: string;
}

/**
 * Changes a delivery, its status or what it brings; gives its version. Refuses with delivery-not-found, version-differs (when `ifVersion` is
 * given and not the delivery's), status-not-allowed (a status that can't follow, or anything else of a delivery that is neither scheduled nor
 * about to be), date-past and delivery-reference-in-use.
 */
export async function changeDelivery(
  core: Core,
  caller: Caller,
  deliveryId: number,
  change: DeliveryChange,
  ifVersion?: number,
): Promise<number> {
  const write = newWrite(core);
  const { reason = null, ...wanted } = change;
  try {
    return await runWrite(core, caller, write, async (tx, record) => {
      const [held] = await tx.query(lockDelivery, [caller.orgId, deliveryId]);
      if (!held) refuse("delivery-not-found", { field: "deliveryId" });
      if (ifVersion !== undefined && ifVersion !== held.version) refuse("version-differs");
      const next = after(held, wanted);
      refuseIllegal(core, caller, held, next);
      const values = differences(auditedDelivery(held), auditedDelivery(next));
      if (Object.keys(values).length === 0) return held.version;
      const version = held.version + 1;
      tx.send(updateDelivery, [
        caller.orgId,
        deliveryId,
        next.deliveryDate,
        next.status,
        JSON.stringify(next.recipient),
        next.boxes,
        next.fridge,
        next.controlled,
        JSON.stringify(next.items),
        next.notes,
        next.externalReference,
        version,
        write.at,
      ]);
      if (next.status !== held.status)
        tx.send(insertStep, [caller.orgId, deliveryId, version, next.status, reason, caller.keyId, caller.userName, write.at]);
      record({
        entity: "delivery",
        entityId: deliveryId,
        version,
        action: next.status === held.status ? "changed" : next.status,
        values,
      });
      return version;
    });
  } catch (error) {
    if (violates(error, "deliveries_external_reference")) refuse("delivery-reference-in-use", { field: "externalReference" });
    throw error;
  }
}

function after(held: Delivery, wanted: Omit<DeliveryChange, "reason">): Delivery {
  const given = Object.entries(wanted).filter(([, value]) => value !== undefined);
  return { ...held, ...Object.fromEntries(given) };
}

function refuseIllegal(core: Core, caller: Caller, held: Delivery, next: Delivery): void {
  if (next.status !== held.status && !nextStatuses[held.status].includes(next.status))
    refuse("status-not-allowed", { field: "status" });
  // What has left, arrived or been given up is no longer what one says it is.
  const open = held.status === "scheduled" || next.status === "scheduled";
  const { status: _, ...changed } = differences(auditedDelivery(held), auditedDelivery(next));
  if (!open && Object.keys(changed).length > 0) refuse("status-not-allowed", { field: "status" });
  const moved = next.deliveryDate !== held.deliveryDate || (next.status === "scheduled" && held.status !== "scheduled");
  if (moved) refusePastDay(core, caller, next.deliveryDate);
}

/** A delivery with the states that it has gone through; undefined when there is none. */
export async function readDelivery(
  core: Pick<Core, "db">,
  caller: Caller,
  deliveryId: number,
): Promise<{ delivery: Delivery; steps: Step[] } | undefined> {
  const [[delivery], steps] = await Promise.all([
    core.db.read(findDelivery, [caller.orgId, deliveryId]),
    core.db.read(stepsOf, [caller.orgId, deliveryId]),
  ]);
  return delivery && { delivery, steps };
}
