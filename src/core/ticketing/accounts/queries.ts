import { statement } from "../../../platform/database/statement.ts";

/** The account $2 and its main customer. */
export const accountOfNumber = statement<{ accountId: number; customerId: number }>(
  "account-of-number",
  'SELECT account_id AS "accountId", primary_customer_id AS "customerId" FROM accounts WHERE org_id = $1 AND account_id = $2',
);

/**
 * Whether the account $2 has a ticket that was sold in a plan of the item set $3 or, with $4, is to an event of it, too; only tickets to the event or in the plan $5 unless it is NULL. No row when there is no such item set.
 */
export const ticketInItemSet = statement<{ has: boolean }>(
  "ticket-in-item-set",
  `SELECT EXISTS (
     SELECT 1 FROM event_seats e CROSS JOIN LATERAL (SELECT a.plan_id FROM order_lines a WHERE a.org_id = $1 AND a.order_id = e.order_id AND a.line = e.line LIMIT 1) l
     WHERE e.org_id = $1 AND e.account_id = $2 AND e.state = 'sold' AND ($5::int IS NULL OR e.event_id = $5 OR l.plan_id = $5)
       AND ($4::boolean OR l.plan_id IS NOT NULL)
       AND (i.all_events OR EXISTS (SELECT 1 FROM item_set_events m
         WHERE m.org_id = $1 AND m.item_set_id = i.item_set_id AND (m.event_id = l.plan_id OR ($4 AND m.event_id = e.event_id))))) AS has
   FROM item_sets i WHERE i.org_id = $1 AND i.name = $3`,
);

/** The groups that accounts may be in. */
export const accountGroups = statement<{ groupId: number; name: string }>(
  "account-groups",
  'SELECT group_id AS "groupId", name FROM account_groups WHERE org_id = $1 ORDER BY group_id',
);
