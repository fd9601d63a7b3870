import { statement } from "../../../../platform/database/statement.ts";

/** Whether an event has seats, which it has from when it was published. */
export const eventUsed = statement<{ used: boolean }>(
  "event-used",
  "SELECT EXISTS (SELECT 1 FROM event_seats e WHERE e.org_id = $1 AND e.event_id = $2) AS used",
);

/** Whether anything was sold in a plan. */
export const planUsed = statement<{ used: boolean }>(
  "plan-used",
  "SELECT EXISTS (SELECT 1 FROM order_lines l WHERE l.org_id = $1 AND l.plan_id = $2) AS used",
);

export const ticketTypeUsed = statement<{ used: boolean }>(
  "ticket-type-used",
  "SELECT EXISTS (SELECT 1 FROM order_lines l WHERE l.org_id = $1 AND l.ticket_type_id = $2) AS used",
);

export const holdClassUsed = statement<{ used: boolean }>(
  "hold-class-used",
  `SELECT EXISTS (SELECT 1 FROM hold_classes c WHERE c.org_id = $1 AND c.return_class_id = $2 AND c.hold_class_id <> $2)
     OR EXISTS (SELECT 1 FROM seat_blocks b WHERE b.org_id = $1 AND b.class_id = $2)
     OR EXISTS (SELECT 1 FROM event_seats e WHERE e.org_id = $1 AND e.class_id = $2) AS used`,
);

export const deliveryMethodUsed = statement<{ used: boolean }>(
  "delivery-method-used",
  `SELECT EXISTS (SELECT 1 FROM service_charges c WHERE c.org_id = $1 AND c.delivery_method_id = $2)
     OR EXISTS (SELECT 1 FROM order_lines l WHERE l.org_id = $1 AND l.delivery_method_id = $2) AS used`,
);
