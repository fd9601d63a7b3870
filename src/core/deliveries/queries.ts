import { statement } from "../../platform/database/statement.ts";
import { customerColumns } from "../customers/customer.ts";
import type { Delivery, Step } from "./delivery.ts";
import { recipientFields } from "./delivery.ts";

/**
 * Under whose number a delivery would be made, and whether the company $4 has one that bears the reference $5: the number $2, else that of the
 * bearer of the reference whose key is $3. Of one who has been merged into another it is still their own, so that undoing that parts the deliveries too.
 */
export const beforeDelivery = statement<{ customer_id: number | null; reference_taken: boolean }>(
  "before-delivery",
  `SELECT COALESCE(
     (SELECT c.customer_id FROM customers c WHERE c.org_id = $1 AND c.customer_id = $2::int),
     (SELECT COALESCE(i.came_from, i.customer_id) FROM identifiers i WHERE i.org_id = $1 AND i.kind = 'external-reference' AND i.value_key = $3 AND i.exclusive)
   ) AS customer_id,
   EXISTS (SELECT 1 FROM deliveries d WHERE d.org_id = $1 AND d.company = $4 AND d.external_reference = $5) AS reference_taken`,
);

/** Who schedules for a customer waits for who does so already; the customer's address can't change meanwhile, nor whom the number leads to. */
export const lockRecipient = statement<{ customer_id: number; merged_into: number | null }>(
  "lock-recipient",
  "SELECT customer_id, merged_into FROM customers WHERE org_id = $1 AND customer_id = $2 FOR NO KEY UPDATE",
);

const recipient = `jsonb_build_object(${recipientFields.map((field) => `'${field}', c.${customerColumns[field]}`).join(", ")})`;

/** All numbers that lead to the customer whom the number leads to. */
const allNumbers = (number: string): string => {
  const own = `COALESCE((SELECT o.merged_into FROM customers o WHERE o.org_id = $1 AND o.customer_id = ${number}), ${number})`;
  return `ARRAY(SELECT ${own} UNION ALL SELECT n.customer_id FROM customers n WHERE n.org_id = $1 AND n.merged_into = ${own})`;
};

/**
 * A delivery for the locked customer $5 with their address as it is now, under the number $15, which leads to them; no row when they are not
 * themselves any more. With $14 only when the company has none for them on that day that is still to come or has come: no row, then.
 */
export const insertDelivery = statement<{ recipient: Delivery["recipient"] }>(
  "insert-delivery",
  `INSERT INTO deliveries (org_id, delivery_id, company, branch, customer_id, external_reference, delivery_date, status, recipient,
     boxes, fridge, controlled, items, notes, version, created_at, updated_at)
   SELECT $1, $2, $3, $4, $15, $6, $7::date, 'scheduled', ${recipient}, $8, $9, $10, $11, $12, 1, $13, $13
   FROM customers c WHERE c.org_id = $1 AND c.customer_id = $5 AND c.merged_into IS NULL AND (NOT $14::boolean OR NOT EXISTS (
     SELECT 1 FROM deliveries d WHERE d.org_id = $1 AND d.company = $3 AND d.customer_id = ANY (${allNumbers("$5::int")}) AND d.delivery_date = $7::date
       AND d.status NOT IN ('failed', 'cancelled')))
   RETURNING recipient`,
);

export const insertStep = statement(
  "insert-delivery-step",
  `INSERT INTO delivery_steps (org_id, delivery_id, version, status, reason, key_id, user_name, occurred_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
);

const columns = `delivery_id AS "deliveryId", company, branch,
  COALESCE((SELECT m.merged_into FROM customers m WHERE m.org_id = $1 AND m.customer_id = deliveries.customer_id), customer_id) AS "customerId", external_reference AS "externalReference",
  delivery_date AS "deliveryDate", status, recipient, boxes, fridge, controlled, items, notes, version, created_at AS "createdAt",
  updated_at AS "updatedAt"`;

export const findDelivery = statement<Delivery>(
  "find-delivery",
  `SELECT ${columns} FROM deliveries WHERE org_id = $1 AND delivery_id = $2`,
);

export const lockDelivery = statement<Delivery>(
  "lock-delivery",
  `SELECT ${columns} FROM deliveries WHERE org_id = $1 AND delivery_id = $2 FOR UPDATE`,
);

export const updateDelivery = statement(
  "update-delivery",
  `UPDATE deliveries SET delivery_date = $3, status = $4, recipient = $5, boxes = $6, fridge = $7, controlled = $8, items = $9, notes = $10,
     external_reference = $11, version = $12, updated_at = $13
   WHERE org_id = $1 AND delivery_id = $2`,
);

/** Those that match all that is not NULL ($2 company, $3 branch, $4 first day, $5 last day, $6 status, $7 customer, $8 reference) behind the day $9 and the number $10, $11 of them. */
const listed = (surely: string): string => `SELECT ${columns} FROM deliveries
   WHERE org_id = $1 ${surely} AND ($2::text IS NULL OR company = $2) AND ($3::int IS NULL OR branch = $3)
     AND delivery_date >= COALESCE($4::date, '-infinity') AND delivery_date <= COALESCE($5::date, 'infinity')
     AND ($6::text IS NULL OR status = $6) AND ($7::int IS NULL OR customer_id = ANY (${allNumbers("$7::int")})) AND ($8::text IS NULL OR external_reference = $8)
     AND (delivery_date, delivery_id) > (COALESCE($9::date, '-infinity'), COALESCE($10::int, 0))
   ORDER BY delivery_date, delivery_id LIMIT $11`;

export const listDeliveries = statement<Delivery>("list-deliveries", listed(""));

// The same, where a plan for any values can't know that few rows match: with the filter that is there by all means, which has an index.

export const listDeliveriesOfBranch = statement<Delivery>(
  "list-deliveries-of-branch",
  listed("AND company = $2 AND branch = $3"),
);

export const listDeliveriesTo = statement<Delivery>(
  "list-deliveries-to",
  listed(`AND customer_id = ANY (${allNumbers("$7::int")})`),
);

export const listDeliveriesByReference = statement<Delivery>(
  "list-deliveries-by-reference",
  listed("AND external_reference = $8"),
);

export const stepsOf = statement<Step>(
  "delivery-steps-of",
  `SELECT version, status, reason, key_id AS "keyId", user_name AS "userName", occurred_at AS "occurredAt"
   FROM delivery_steps WHERE org_id = $1 AND delivery_id = $2 ORDER BY version`,
);
