import type { Core } from "../../core.ts";
import { refuse } from "../../refusal.ts";
import { findSeats } from "../inventory/queries.ts";
import { type EventRun, placesOf } from "../inventory/seat.ts";
import { cartNumber } from "./queries.ts";

/** Refuses a number that no cart bears, because it was never given out or is an order's, with seats-held-otherwise: seats under it would be anybody's later. */
export async function openCart({ db }: Pick<Core, "db">, orgId: number, orderId: number): Promise<void> {
  const [found] = await db.run(cartNumber, [orgId, orderId]);
  if (!found) refuse("seats-held-otherwise", { field: "order_id" });
}

/** Refuses with seats-held-otherwise unless one at least of the seats is, or was last, held by the cart. */
export async function holdsSome(
  { db }: Pick<Core, "db">,
  orgId: number,
  orderId: number,
  runs: readonly EventRun[],
): Promise<void> {
  const places = placesOf(runs);
  const found = await db.run(findSeats, [
    orgId,
    places.map((one) => one.eventId),
    places.map((one) => one.rowId),
    places.map((one) => one.seat),
  ]);
  if (!found.some((one) => one.state === "held" && one.orderId === orderId))
    refuse("seats-held-otherwise", { field: "order_id" });
}
