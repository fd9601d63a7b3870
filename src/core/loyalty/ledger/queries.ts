import { statement } from "../../../platform/database/statement.ts";
import { numberedAt } from "../../audit/queries.ts";
import type { EntryKind } from "./entry.ts";

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

/** Whose balance it is: the customer $5; who bears the code $5 now; who alone bears the card $5. */
const byNumber = "$5::int";
const byCode =
  "(SELECT customer_id FROM identifiers WHERE org_id = $1 AND kind = 'loyalty-code' AND value_key = $5 AND exclusive AND NOT retired)";
const byCard = `(SELECT min(a.customer_id) FROM (SELECT customer_id FROM identifiers WHERE org_id = $1 AND kind = 'card-number' AND value_key = $5 AND NOT retired LIMIT 2) a
    HAVING count(*) = 1)`;

/**
 * Changes the balance of the item $9 of the campaign $7, if the campaign still is as it was at its version $8 and nothing falls below zero, and makes the
 * entry $2 of the write $3, its part $23 at the time $4, for the customer $6, or for whose the balance is. $10 its kind, $11 amount, $12 what it adds to all that was earned, $13 money, $14 promotion, $15
 * reward, $16 description, $17 fields, $18 when it happened, $19 what it undoes, $20 rule and $21 its day, $22 salt; $24 the first day on which a rule may be due after it; by $25 key, $26 user, $27
 * protocol, $28 call and $29 request. No row: none of it was done. Each part of the statement is begun at every run, so it has none that is not needed (bench/record-activity).
 */
const post = (bearer: string) => `
  WITH balance AS (
    UPDATE ledger_balances b SET balance = b.balance + $11, cumulative = b.cumulative + $12, due_on = LEAST(b.due_on, $24::date)
    WHERE b.org_id = $1 AND b.customer_id = ${bearer} AND b.campaign_id = $7 AND b.item_id = $9 AND b.balance + $11 >= 0
      AND $8 = (SELECT c.version FROM campaigns c WHERE c.org_id = $1 AND c.campaign_id = $7 AND c.deleted_at IS NULL)
    RETURNING b.customer_id, b.balance, b.cumulative
  ), entry AS (
    INSERT INTO ledger_entries (org_id, entry_id, customer_id, campaign_id, item_id, kind, amount, money, promotion_id, reward_id, description, custom_fields,
      occurred_at, undoes, rule_id, due_on, write_id, part, recorded_at, key_id, user_name, protocol, call, request_id, salt)
    SELECT $1, $2, COALESCE($6::int, b.customer_id), $7, $9, $10, $11, $13, $14, $15, $16, $17, $18, $19, $20, $21, $3, $23, $4, $25, $26, $27, $28, $29, $22 FROM balance b
  ), untold AS (INSERT INTO ledger_untold (org_id, entry_id) SELECT $1, $2 FROM balance)`;

export interface PostedRow {
  readonly customer_id: number;
  readonly balance: number;
  readonly cumulative: number;
}

/** As a part of a write that is under way. */
export const postEntry = statement<PostedRow>(
  "post-entry",
  `${post(byNumber)} SELECT customer_id, balance, cumulative FROM balance`,
);

/** Whom an entry is for, as a receipt tells of them. */
export interface ReceiptCustomer {
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly companyName: string | null;
  readonly phoneDay: string | null;
  readonly address1: string | null;
  readonly customDate: string | null;
  readonly customFields: Readonly<Record<string, string>> | null;
  readonly email: string | null;
  readonly cardNumber: string | null;
}

/** A ReceiptCustomer, of `c`. */
const receipted = `c.given_name AS "givenName", c.family_name AS "familyName", c.company_name AS "companyName", c.phone_day AS "phoneDay", c.address_1 AS "address1",
    c.custom_date AS "customDate", c.custom_fields AS "customFields",
    (SELECT i.value FROM identifiers i WHERE i.org_id = $1 AND i.customer_id = c.customer_id AND i.kind = 'email' AND NOT i.retired LIMIT 1) AS email,
    (SELECT i.value FROM identifiers i WHERE i.org_id = $1 AND i.customer_id = c.customer_id AND i.kind = 'card-number' AND NOT i.retired LIMIT 1) AS "cardNumber"`;

const alone = (bearer: string) => `${post(bearer)}
  SELECT b.customer_id, b.balance, b.cumulative, ${receipted}
  FROM balance b CROSS JOIN LATERAL (SELECT * FROM customers x WHERE x.org_id = $1 AND x.customer_id = b.customer_id LIMIT 1) c`;

/** The same by itself, with the customer. */
export const postEntryByNumber = statement<PostedRow & ReceiptCustomer>("post-entry-by-number", alone(byNumber));
export const postEntryByCode = statement<PostedRow & ReceiptCustomer>("post-entry-by-code", alone(byCode));
export const postEntryByCard = statement<PostedRow & ReceiptCustomer>("post-entry-by-card", alone(byCard));

/** The customer $2 as a receipt tells of them. */
export const receiptCustomer = statement<ReceiptCustomer>(
  "receipt-customer",
  `SELECT ${receipted} FROM customers c WHERE c.org_id = $1 AND c.customer_id = $2`,
);

/** Notes that the entry $2 is taken back by the entry $3. That it is already shows as ledger_undone_pkey. */
export const insertUndone = statement(
  "insert-ledger-undone",
  "INSERT INTO ledger_undone (org_id, entry_id, undone_by) VALUES ($1, $2, $3)",
);

const action = (
  e: string,
): string => `CASE WHEN ${e}.undoes IS NOT NULL THEN 'taken-back' ELSE CASE ${e}.kind WHEN 'enrolment' THEN 'enrolled' WHEN 'activity' THEN 'recorded'
    WHEN 'redemption' THEN 'redeemed' WHEN 'depreciation' THEN 'depreciated' WHEN 'fee' THEN 'fee-charged' ELSE 'transferred' END END`;

/** Tells entries in the change log that it does not tell of yet at the time $2, $3 of them, with the numbers behind the last one. Their writes are there when they are parts of greater ones. */
export const tellEntries = statement<{ seq: number }>(
  "tell-entries",
  `WITH waiting AS (
     DELETE FROM ledger_untold u WHERE u.org_id = $1 AND u.ctid = ANY (ARRAY(SELECT q.ctid FROM ledger_untold q WHERE q.org_id = $1 ORDER BY q.entry_id LIMIT $3))
     RETURNING u.entry_id
   ), told AS MATERIALIZED (
     SELECT e.*, row_number() OVER (ORDER BY e.recorded_at, e.entry_id) AS place
     FROM waiting w CROSS JOIN LATERAL (SELECT * FROM ledger_entries l WHERE l.org_id = $1 AND l.entry_id = w.entry_id LIMIT 1) e
   ), write AS (
     INSERT INTO writes (org_id, write_id, occurred_at, key_id, user_name, protocol, call, request_id)
     SELECT $1, d.write_id, d.recorded_at, d.key_id, d.user_name, d.protocol, d.call, d.request_id FROM (SELECT DISTINCT ON (t.write_id) t.* FROM told t) d
     ON CONFLICT (org_id, write_id) DO NOTHING)
   INSERT INTO changes (org_id, write_id, part, seq, entity, entity_id, version, action, fields, occurred_at, digest, meant_for, numbered_at)
   SELECT $1, t.write_id, t.part, (SELECT last_seq FROM change_counters WHERE org_id = $1) + t.place, 'transaction', t.entry_id, 1, ${action("t")},
     ARRAY['amount', 'campaign-' || t.campaign_id], t.recorded_at, ${entryDigest("t")}, t.customer_id, ${numberedAt}
   FROM told t RETURNING seq`,
);

/** Makes the row of a balance; no row when there is one. */
export const insertBalance = statement<{ customer_id: number }>(
  "insert-balance",
  `INSERT INTO ledger_balances (org_id, customer_id, campaign_id, item_id, balance, cumulative, enrolled_at, due_on) VALUES ($1, $2, $3, $4, 0, 0, $5, $6)
   ON CONFLICT (org_id, customer_id, campaign_id, item_id) DO NOTHING RETURNING customer_id`,
);

/** What the entry $2 of the write $3 came to. */
export const entryPosted = statement<
  PostedRow & { readonly entry_id: number; readonly amount: number; readonly money: number | null }
>(
  "entry-posted",
  `SELECT e.entry_id, e.amount, e.money, b.customer_id, b.balance, b.cumulative
   FROM ledger_entries e JOIN customers c ON c.org_id = $1 AND c.customer_id = e.customer_id
   JOIN ledger_balances b ON b.org_id = $1 AND b.customer_id = COALESCE(c.merged_into, c.customer_id) AND b.campaign_id = e.campaign_id AND b.item_id = e.item_id
   WHERE e.org_id = $1 AND e.entry_id = $2 AND e.write_id = $3`,
);

/** What the customer $2 has, and has ever earned, in all campaigns of the type $3 that take part in the coalition. */
export const coalitionSum = statement<{ balance: number; cumulative: number }>(
  "coalition-sum",
  `SELECT COALESCE(sum(b.balance), 0)::bigint AS balance, COALESCE(sum(b.cumulative), 0)::bigint AS cumulative
   FROM ledger_balances b JOIN campaigns c ON c.org_id = $1 AND c.campaign_id = b.campaign_id
   WHERE b.org_id = $1 AND b.customer_id = $2 AND c.type = $3 AND c.in_coalition AND c.deleted_at IS NULL`,
);

/** The numbers that lead to the customer $2, and theirs. */
const numbersOf =
  "(SELECT n.customer_id FROM customers n WHERE n.org_id = $1 AND n.customer_id = $2 UNION ALL SELECT n.customer_id FROM customers n WHERE n.org_id = $1 AND n.merged_into = $2)";

/**
 * The entry `e` counts: it has not been taken back, and takes nothing back itself. `each`: each entry is looked up by itself; for few of them the planner would else go through all that
 * was ever taken back, which it overrates.
 */
export const standing = (e: string, each = false): string =>
  `${e}.undoes IS NULL AND NOT EXISTS (SELECT 1 FROM ledger_undone u WHERE u.org_id = $1 AND u.entry_id = ${e}.entry_id${each ? " OFFSET 0" : ""})`;

/** The entry $2 of the customer $3 in the campaign $4, if it stands. */
export const entryToUndo = statement<{
  readonly kind: EntryKind;
  readonly itemId: number;
  readonly amount: number;
  readonly money: number | null;
  readonly madeFor: number;
}>(
  "entry-to-undo",
  `SELECT e.kind, e.item_id AS "itemId", e.amount, e.money, e.customer_id AS "madeFor"
   FROM ledger_entries e JOIN customers c ON c.org_id = $1 AND c.customer_id = e.customer_id
   WHERE e.org_id = $1 AND e.entry_id = $2 AND COALESCE(c.merged_into, c.customer_id) = $3 AND e.campaign_id = $4 AND ${standing("e")}`,
);

/** An entry as it is told of. */
export interface ToldEntry {
  readonly entryId: number;
  readonly campaignId: number;
  readonly itemId: number;
  readonly kind: EntryKind;
  readonly amount: number;
  readonly money: number | null;
  readonly promotionId: number | null;
  readonly rewardId: number | null;
  readonly description: string | null;
  readonly customFields: Readonly<Record<string, string>> | null;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly undoes: number | null;
  /** Who recorded it. */
  readonly userName: string | null;
  readonly customerId: number;
}

/** A ToldEntry, of `e`. */
export const toldEntry = `e.entry_id AS "entryId", e.campaign_id AS "campaignId", e.item_id AS "itemId", e.kind, e.amount, e.money, e.promotion_id AS "promotionId",
  e.reward_id AS "rewardId", e.description, e.custom_fields AS "customFields", e.occurred_at AS "occurredAt", e.recorded_at AS "recordedAt", e.undoes,
  e.user_name AS "userName", e.customer_id AS "customerId"`;

/** The entry $2 of a campaign that is not deleted, with whose it is now and what has taken it back. */
export const findEntry = statement<ToldEntry & { readonly holderId: number; readonly undoneBy: number | null }>(
  "find-entry",
  `SELECT ${toldEntry}, COALESCE(c.merged_into, c.customer_id) AS "holderId",
     (SELECT u.undone_by FROM ledger_undone u WHERE u.org_id = $1 AND u.entry_id = e.entry_id) AS "undoneBy"
   FROM ledger_entries e
   JOIN customers c ON c.org_id = $1 AND c.customer_id = e.customer_id
   JOIN campaigns p ON p.org_id = $1 AND p.campaign_id = e.campaign_id AND p.deleted_at IS NULL
   WHERE e.org_id = $1 AND e.entry_id = $2`,
);

/**
 * Entries of the customer $2 in the campaigns $3, latest first, those before the entry $5 of the time $4, $6 of them; $7: those that were taken back and that take back,
 * too.
 */
export const entriesOfCustomer = statement<ToldEntry>(
  "entries-of-customer",
  `SELECT ${toldEntry}
   FROM ${numbersOf} k
   JOIN ledger_entries e ON e.org_id = $1 AND e.customer_id = k.customer_id AND e.campaign_id = ANY ($3::bigint[])
     AND ($4::timestamptz IS NULL OR (e.occurred_at, e.entry_id) < ($4::timestamptz, $5::bigint)) AND ($7 OR (${standing("e")}))
   ORDER BY e.occurred_at DESC, e.entry_id DESC LIMIT $6`,
);

/** The first or last entry that stands of a kind, of the customer `k` in the campaign of the balance `b`: [when, amount]. */
const edge = (kind: string, order: string) => `(SELECT json_build_array(e.occurred_at, e.amount)
    FROM ${numbersOf.replaceAll("$2", "b.customer_id")} k JOIN ledger_entries e ON e.org_id = $1 AND e.customer_id = k.customer_id AND e.campaign_id = b.campaign_id
    WHERE e.kind = '${kind}' AND ${standing("e")} ORDER BY e.occurred_at ${order}, e.entry_id ${order} LIMIT 1)`;

/** What a customer has in a campaign. */
export interface Standing {
  readonly customerId: number;
  readonly campaignId: number;
  readonly balance: number;
  readonly cumulative: number;
  readonly enrolledAt: Date;
  /** Of a campaign that counts items. */
  readonly items: readonly { readonly itemId: number; readonly balance: number; readonly cumulative: number }[];
  readonly first: readonly [at: string, amount: number] | null;
  readonly last: readonly [at: string, amount: number] | null;
  readonly lastRedemption: readonly [at: string, amount: number] | null;
}

/** What the customers $2 have in the campaigns $3 that they have joined; $4: with when they first and last did something there. */
export const standings = statement<Standing>(
  "ledger-standings",
  `SELECT b.customer_id AS "customerId", b.campaign_id AS "campaignId", b.balance, b.cumulative, b.enrolled_at AS "enrolledAt",
     (SELECT COALESCE(json_agg(json_build_object('itemId', i.item_id, 'balance', i.balance, 'cumulative', i.cumulative) ORDER BY i.item_id), '[]')
      FROM ledger_balances i WHERE i.org_id = $1 AND i.customer_id = b.customer_id AND i.campaign_id = b.campaign_id AND i.item_id <> 0) AS items,
     CASE WHEN $4 THEN ${edge("activity", "ASC")} END AS first, CASE WHEN $4 THEN ${edge("activity", "DESC")} END AS last,
     CASE WHEN $4 THEN ${edge("redemption", "DESC")} END AS "lastRedemption"
   FROM ledger_balances b WHERE b.org_id = $1 AND b.customer_id = ANY ($2::int[]) AND b.campaign_id = ANY ($3::bigint[]) AND b.item_id = 0`,
);
