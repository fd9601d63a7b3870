import { statement } from "../../platform/database/statement.ts";
import { identifierColumns, identifierLists } from "../identity/queries.ts";
import { type CustomerData, customerColumns, customerFields } from "./customer.ts";

const columns = Object.values(customerColumns);
const placeholders = (first: number, count: number): string =>
  Array.from({ length: count }, (_, i) => `$${first + i}`).join(", ");

/** $1 organisation, $2 customer, $3 PIN hash, $4 time of adding, $5 of the last change, $6 password hash, $7 hash of the card's PIN, $8 grams, then the fields in order, then the identifiers: a list per column. A number in use shows first, as customers_pkey. */
export const insertCustomer = statement(
  "insert-customer",
  `WITH customer AS (
     INSERT INTO customers (org_id, customer_id, pin_hash, version, created_at, updated_at, password_hash, card_pin_hash, search_grams, ${columns.join(", ")})
     VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, ${placeholders(9, columns.length)})
     RETURNING customer_id)
   INSERT INTO identifiers (org_id, customer_id, created_at, ${identifierColumns.join(", ")})
   SELECT $1, c.customer_id, $4, i.* FROM customer c, ${identifierLists(9 + columns.length)} AS i`,
);

/** $1 organisation, $2 customer, $3 PIN hash, $4 whether it is temporary, $5 version, $6 time, $7 password hash, $8 hash of the card's PIN, $9 grams, then the fields in order. */
export const updateCustomerRow = statement(
  "update-customer",
  `UPDATE customers SET pin_hash = $3, pin_temporary = $4, version = $5, updated_at = $6, password_hash = $7, card_pin_hash = $8,
     search_grams = $9, ${columns.map((column, i) => `${column} = $${10 + i}`).join(", ")}
   WHERE org_id = $1 AND customer_id = $2`,
);

/** What changes no field: $3 PIN hash, $4 whether it is temporary, $5 version, $6 time. */
export const updateCustomerPin = statement(
  "update-customer-pin",
  "UPDATE customers SET pin_hash = $3, pin_temporary = $4, version = $5, updated_at = $6 WHERE org_id = $1 AND customer_id = $2",
);

export interface CustomerRow extends CustomerData {
  readonly customer_id: number;
  readonly pin_hash: string | null;
  readonly pin_temporary: boolean;
  readonly password_hash: string | null;
  readonly card_pin_hash: string | null;
  readonly merged_into: number | null;
  readonly version: number;
}

const asFields = customerFields.map((field) => `${customerColumns[field]} AS "${field}"`).join(", ");

export const lockCustomer = statement<CustomerRow>(
  "lock-customer",
  `SELECT customer_id, pin_hash, pin_temporary, password_hash, card_pin_hash, merged_into, version, ${asFields} FROM customers WHERE org_id = $1 AND customer_id = $2 FOR UPDATE`,
);

/** Whom the customer $2 has been merged into; NULL: nobody. */
export const survivorOf = statement<{ merged_into: number | null }>(
  "survivor-of",
  "SELECT merged_into FROM customers WHERE org_id = $1 AND customer_id = $2::int",
);

// A customer with an account, in one round trip. Rows come as arrays: the order here is that of profile.ts.

const profileColumns = `
  c.customer_id, c.pin_hash, c.pin_temporary, (c.created_at AT TIME ZONE $3)::date, ${columns.map((column) => `c.${column}`).join(", ")},
  (SELECT json_agg(json_build_array(i.kind, i.type, i.value, i.comment, i.valid) ORDER BY i.created_at, i.type, i.value_key)
   FROM identifiers i WHERE i.org_id = $1 AND i.customer_id = c.customer_id AND i.kind IN ('email', 'alternate-id') AND NOT i.retired),
  a.account_id, a.type, a.status, a.external_id_1, a.external_id_2, a.other_info, a.locked, a.pin_failures,
  (SELECT json_agg(g.group_id ORDER BY g.group_id) FROM account_group_members g WHERE g.org_id = $1 AND g.account_id = a.account_id),
  p.kind, p.given_name, p.middle_name, p.family_name, p.company_name, p.pin_hash, p.pin_temporary`;

/** Of an account: the primary name, or the customer $4. No row: no such account; a null customer: not on it. */
export const profileByAccount = statement<unknown[]>(
  "profile-by-account",
  `SELECT ${profileColumns}, n.nickname, NULL
   FROM accounts a
   JOIN customers p ON p.org_id = $1 AND p.customer_id = a.primary_customer_id
   LEFT JOIN account_names n ON n.org_id = $1 AND n.account_id = a.account_id AND n.customer_id = COALESCE(
     (SELECT m.merged_into FROM customers m WHERE m.org_id = $1 AND m.customer_id = $4::int), $4::int, a.primary_customer_id)
   LEFT JOIN customers c ON c.org_id = $1 AND c.customer_id = n.customer_id
   WHERE a.org_id = $1 AND a.account_id = $2`,
  { rowMode: "array" },
);

const withMainAccount = `
   JOIN LATERAL (
     SELECT m.* FROM account_names m JOIN accounts x ON x.org_id = $1 AND x.account_id = m.account_id
     WHERE m.org_id = $1 AND m.customer_id = c.customer_id
     ORDER BY (x.primary_customer_id = c.customer_id) DESC, m.nickname_order, m.account_id LIMIT 1) n ON true
   JOIN accounts a ON a.org_id = $1 AND a.account_id = n.account_id
   JOIN customers p ON p.org_id = $1 AND p.customer_id = a.primary_customer_id`;

const allAccounts = `
   (SELECT json_agg(json_build_array(x.account_id, x.status, m.nickname)
                    ORDER BY (x.primary_customer_id = c.customer_id) DESC, m.nickname_order, m.account_id)
    FROM account_names m JOIN accounts x ON x.org_id = $1 AND x.account_id = m.account_id
    WHERE m.org_id = $1 AND m.customer_id = c.customer_id)`;

/** The customer on an account who has the e-mail $2, with the main account, or the first, and the list of all. */
export const profileByEmail = statement<unknown[]>(
  "profile-by-email",
  `SELECT ${profileColumns}, n.nickname, ${allAccounts}
   FROM identifiers e JOIN customers c ON c.org_id = $1 AND c.customer_id = e.customer_id ${withMainAccount}
   WHERE e.org_id = $1 AND e.kind = 'email' AND e.value_key = $2 AND e.exclusive`,
  { rowMode: "array" },
);

export const profileByCustomer = statement<unknown[]>(
  "profile-by-customer",
  `SELECT ${profileColumns}, n.nickname, ${allAccounts} FROM customers c ${withMainAccount} WHERE c.org_id = $1 AND c.customer_id = $2`,
  { rowMode: "array" },
);

/** A customer's columns, as record.ts reads them, of `c`; $1 organisation, $2 time zone. */
export const recordColumns = `
  c.customer_id, c.version, (c.created_at AT TIME ZONE $2)::date, (c.updated_at AT TIME ZONE $2)::date, c.created_at, c.updated_at,
  (SELECT json_agg(json_build_array(i.kind, i.type, i.value, i.comment, i.valid, i.retired) ORDER BY i.kind, i.created_at, i.type, i.value_key)
   FROM identifiers i WHERE i.org_id = $1 AND i.customer_id = c.customer_id),
  ${columns.map((column) => `c.${column}`).join(", ")}`;

/**
 * The customer whom the number $3 leads to, or when there is none the one who bears the external reference whose key is $4; last the number
 * that was asked for, be it by what was somebody's who has been merged into them. The order here is that of record.ts.
 */
export const recordOf = statement<unknown[]>(
  "record-of",
  `SELECT ${recordColumns}, asked.number
   FROM (SELECT COALESCE(d.merged_into, d.customer_id) AS customer_id, d.customer_id AS number, 1 AS place
           FROM customers d WHERE d.org_id = $1 AND d.customer_id = $3::int
         UNION ALL
         SELECT i.customer_id, COALESCE(i.came_from, i.customer_id), 2
           FROM identifiers i WHERE i.org_id = $1 AND i.kind = 'external-reference' AND i.value_key = $4 AND i.exclusive
         ORDER BY place LIMIT 1) asked
   JOIN LATERAL (SELECT * FROM customers x WHERE x.org_id = $1 AND x.customer_id = asked.customer_id LIMIT 1) c ON true`,
  { rowMode: "array" },
);

/** Customers numbered above $3, $4 of them. */
export const recordsAfter = statement<unknown[]>(
  "records-after",
  `SELECT ${recordColumns} FROM customers c WHERE c.org_id = $1 AND c.customer_id > $3 AND c.merged_into IS NULL ORDER BY c.customer_id LIMIT $4`,
  { rowMode: "array" },
);

/** Of those, who bears an identifier of the kind $5 with the key $6. */
export const recordsByIdentifier = statement<unknown[]>(
  "records-by-identifier",
  `SELECT ${recordColumns} FROM customers c
   WHERE c.org_id = $1 AND c.customer_id > $3 AND c.customer_id IN (
     SELECT i.customer_id FROM identifiers i WHERE i.org_id = $1 AND i.kind = $5 AND i.value_key = $6)
   ORDER BY c.customer_id LIMIT $4`,
  { rowMode: "array" },
);

// Customers from before there were grams.

/** $4 customers numbered above $3 whose grams are not known, locked. */
export const recordsWithoutGrams = statement<unknown[]>(
  "records-without-grams",
  `SELECT ${recordColumns} FROM customers c WHERE c.org_id = $1 AND c.customer_id > $3 AND c.search_grams IS NULL AND c.merged_into IS NULL
   ORDER BY c.customer_id LIMIT $4 FOR UPDATE OF c`,
  { rowMode: "array" },
);

/** Gives the customers $2 their grams: a list each of numbers and of grams, each as the text of an array. */
export const setGrams = statement(
  "set-grams",
  `UPDATE customers c SET search_grams = g.grams::int[] FROM unnest($2::int[], $3::text[]) AS g (customer_id, grams)
   WHERE c.org_id = $1 AND c.customer_id = g.customer_id`,
);
