import { statement } from "../../../platform/database/statement.ts";
import { recordColumns } from "../../customers/queries.ts";

/**
 * What the digest of an entry `e` stands for, as text: the change log has the digest, and the entry itself is what it tells. An instant is told in microseconds, which
 * are the same in every time zone.
 */
export const toldOf = (e: string): string =>
  `json_build_array(${[
    "entry_id",
    "customer_id",
    "campaign_id",
    "item_id",
    "kind",
    "amount",
    "money",
    "promotion_id",
    "reward_id",
    "description",
    "custom_fields",
  ]
    .map((column) => `${e}.${column}`)
    .join(", ")}, (extract(epoch FROM ${e}.occurred_at) * 1000000)::bigint, ${e}.undoes, ${e}.rule_id, ${e}.due_on)::text`;

/** The digest of an entry `e`. */
export const entryDigest = (e: string): string => `sha256(${e}.salt || convert_to(${toldOf(e)}, 'UTF8'))`;

/** The customer who alone bears the code or the card with the key $6 now, unless $7 is the number already. */
const bearer = `COALESCE($7::int, (SELECT min(i.customer_id) FROM (
    SELECT customer_id FROM identifiers WHERE org_id = $1 AND kind = $5 AND value_key = $6 AND NOT retired LIMIT 2) i HAVING count(*) = 1))`;

/**
 * Changes the balance of the item $11 of the campaign $9, if the campaign still is as it was at its version $10 and nothing falls below zero, and makes the
 * entry $2 of the write $3, its part $28 at the time $4, for the customer $8, or for whose the balance is. $12 its kind, $13 amount, $14 what it adds to all that was earned, $15 money, $16 promotion, $17
 * reward, $18 description, $19 fields, $20 when it happened, $21 what it undoes, $22 rule and $23 its day, $24 salt; $25 what the change log calls it; $26 the first day on which a rule may be due after it.
 * No row: none of it was done.
 */
const post = (ownWrite: string) => `
  WITH balance AS (
    UPDATE ledger_balances b SET balance = b.balance + $13, cumulative = b.cumulative + $14, due_on = LEAST(b.due_on, $26::date)
    WHERE b.org_id = $1 AND b.customer_id = ${bearer} AND b.campaign_id = $9 AND b.item_id = $11 AND b.balance + $13 >= 0
      AND EXISTS (SELECT 1 FROM campaigns c WHERE c.org_id = $1 AND c.campaign_id = $9 AND c.version = $10 AND c.deleted_at IS NULL)
    RETURNING b.customer_id, b.balance, b.cumulative
  ), ${ownWrite} entry AS (
    INSERT INTO ledger_entries (org_id, entry_id, customer_id, campaign_id, item_id, kind, amount, money, promotion_id, reward_id, description, custom_fields,
      occurred_at, undoes, rule_id, due_on, write_id, salt)
    SELECT $1, $2, COALESCE($8::int, b.customer_id), $9, $11, $12, $13, $15, $16, $17, $18, $19, $20, $21, $22, $23, $3, $24 FROM balance b
    RETURNING *
  ), change AS (
    INSERT INTO changes (org_id, write_id, part, entity, entity_id, version, action, fields, occurred_at, digest, meant_for)
    SELECT $1, $3, $28, 'transaction', e.entry_id, 1, $25, ARRAY['amount', 'campaign-' || e.campaign_id], $4, ${entryDigest("e")}, e.customer_id FROM entry e)`;

export interface PostedRow {
  readonly customer_id: number;
  readonly balance: number;
  readonly cumulative: number;
}

/** As a part of a write that is under way. $27 is not looked at. */
export const postEntry = statement<PostedRow>(
  "post-entry",
  `${post("")} SELECT customer_id, balance, cumulative FROM balance WHERE $27::text IS NULL OR true`,
);

/**
 * As a write of its own, by $29 key, $30 user, $31 protocol, $32 call and $33 request, with the customer as record.ts reads one ($27 is the time zone) behind the
 * three columns of PostedRow.
 */
export const postEntryAlone = statement<unknown[]>(
  "post-entry-alone",
  `${post(`write AS (
    INSERT INTO writes (org_id, write_id, occurred_at, key_id, user_name, protocol, call, request_id)
    SELECT $1, $3, $4, $29, $30, $31, $32, $33 FROM balance
  ),`)}
  SELECT b.customer_id, b.balance, b.cumulative, ${recordColumns.replaceAll("$2", "$27")}
  FROM balance b CROSS JOIN LATERAL (SELECT * FROM customers x WHERE x.org_id = $1 AND x.customer_id = b.customer_id LIMIT 1) c`,
  { rowMode: "array" },
);

/** Makes the row of a balance; no row when there is one. */
export const insertBalance = statement<{ customer_id: number }>(
  "insert-balance",
  `INSERT INTO ledger_balances (org_id, customer_id, campaign_id, item_id, balance, cumulative, enrolled_at, due_on) VALUES ($1, $2, $3, $4, 0, 0, $5, $6)
   ON CONFLICT (org_id, customer_id, campaign_id, item_id) DO NOTHING RETURNING customer_id`,
);

/** What the write $2 came to, of one entry. */
export const entryOfWrite = statement<
  PostedRow & { readonly entry_id: number; readonly amount: number; readonly money: number | null }
>(
  "entry-of-write",
  `SELECT e.entry_id, e.amount, e.money, b.customer_id, b.balance, b.cumulative
   FROM changes h JOIN ledger_entries e ON e.org_id = $1 AND e.entry_id = h.entity_id
   JOIN customers c ON c.org_id = $1 AND c.customer_id = e.customer_id
   JOIN ledger_balances b ON b.org_id = $1 AND b.customer_id = COALESCE(c.merged_into, c.customer_id) AND b.campaign_id = e.campaign_id AND b.item_id = e.item_id
   WHERE h.org_id = $1 AND h.write_id = $2 AND h.entity = 'transaction' ORDER BY h.part DESC LIMIT 1`,
);

/** What the customer $2 has, and has ever earned, in all campaigns of the type $3 that take part in the coalition. */
export const coalitionSum = statement<{ balance: number; cumulative: number }>(
  "coalition-sum",
  `SELECT COALESCE(sum(b.balance), 0)::bigint AS balance, COALESCE(sum(b.cumulative), 0)::bigint AS cumulative
   FROM ledger_balances b JOIN campaigns c ON c.org_id = $1 AND c.campaign_id = b.campaign_id
   WHERE b.org_id = $1 AND b.customer_id = $2 AND c.type = $3 AND c.in_coalition AND c.deleted_at IS NULL`,
);
