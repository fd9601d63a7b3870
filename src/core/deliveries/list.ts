import type { Caller, Core } from "../core.ts";
import type { Delivery, DeliveryStatus } from "./delivery.ts";
import { listDeliveries, listDeliveriesByReference, listDeliveriesOfBranch, listDeliveriesTo } from "./queries.ts";

/** What deliveries must be to be listed; what is left undefined may be anything. */
export interface DeliveryFilter {
  readonly company?: string;
  readonly branch?: number;
  /** The first day and the last: YYYY-MM-DD. */
  readonly from?: string;
  readonly to?: string;
  readonly status?: DeliveryStatus;
  readonly customerId?: number;
  readonly externalReference?: string;
}

/** A place in the order of day and number. */
export type DeliveryPlace = readonly [deliveryDate: string, deliveryId: number];

/** Deliveries in the order of day and number, those behind `after`, at most `limit`. */
export async function findDeliveries(
  core: Pick<Core, "db">,
  caller: Caller,
  filter: DeliveryFilter,
  after: DeliveryPlace | undefined,
  limit: number,
): Promise<Delivery[]> {
  const { company, branch, from, to, status, customerId, externalReference } = filter;
  const wanted = [company, branch, from, to, status, customerId, externalReference].map((one) => one ?? null);
  const statement =
    externalReference !== undefined
      ? listDeliveriesByReference
      : customerId !== undefined
        ? listDeliveriesTo
        : company !== undefined && branch !== undefined
          ? listDeliveriesOfBranch
          : listDeliveries;
  return core.db.read(statement, [caller.orgId, ...wanted, after?.[0] ?? null, after?.[1] ?? null, limit]);
}
