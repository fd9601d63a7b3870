import { statement } from "../../../platform/database/statement.ts";
import { entryDigest } from "../../loyalty/ledger/queries.ts";

// Each reads a bounded part of an organisation. They are planned at each run: the tables are large or young, and what is read of them differs.

/** The number up to which customers behind the number $2 have no more than about $3 entries together; no row: the rest have fewer. */
export const reachOfEntries = statement<{ customer_id: number }>(
  "verify-reach-of-entries",
  `SELECT e.customer_id FROM ledger_entries e WHERE e.org_id = $1 AND e.customer_id > $2 ORDER BY e.customer_id OFFSET $3 LIMIT 1`,
  { replanned: true },
);

/** A balance that is not what its entries come to, and how many entries were looked at; one row with nothing else when all are. */
export interface BalanceRow {
  readonly entries: number;
  readonly customer_id: number | null;
  readonly campaign_id: number;
  readonly item_id: number;
  /** NULL: there is no such balance. */
  readonly balance: number | null;
  readonly cumulative: number | null;
  readonly total: number;
  readonly earned: number;
  readonly enrolled: boolean;
}

const sums = `e.campaign_id, e.item_id, sum(e.amount)::bigint AS total, COALESCE(sum(e.amount) FILTER (WHERE e.kind = 'activity'), 0)::bigint AS earned,
       count(*) AS entries, bool_or(e.kind = 'enrolment') AS enrolled`;

/** Of the sums of entries and the balances, those that differ. What is recorded in a campaign that was deleted is on its way out. */
const compared = (own: string, balances: string, more = ""): string => `
  WITH sums AS (${own}), compared AS (
    SELECT COALESCE(b.customer_id, s.customer_id) AS customer_id, COALESCE(b.campaign_id, s.campaign_id) AS campaign_id, COALESCE(b.item_id, s.item_id) AS item_id,
      b.balance, b.cumulative, COALESCE(s.total, 0) AS total, COALESCE(s.earned, 0) AS earned, COALESCE(s.entries, 0) AS entries, COALESCE(s.enrolled, false) AS enrolled
    FROM sums s FULL JOIN (SELECT x.customer_id, x.campaign_id, x.item_id, x.balance, x.cumulative FROM ledger_balances x WHERE x.org_id = $1 AND ${balances}) b
      ON b.customer_id = s.customer_id AND b.campaign_id = s.campaign_id AND b.item_id = s.item_id
  )
  SELECT t.entries, f.customer_id, f.campaign_id, f.item_id, f.balance, f.cumulative, f.total, f.earned, f.enrolled
  FROM (SELECT COALESCE(sum(a.entries), 0)::bigint AS entries FROM compared a) t
  LEFT JOIN (SELECT p.* FROM compared p
    WHERE (p.balance IS DISTINCT FROM p.total OR p.cumulative IS DISTINCT FROM p.earned OR p.balance < 0 OR (p.item_id = 0 AND NOT p.enrolled))
      AND NOT EXISTS (SELECT 1 FROM campaigns k WHERE k.org_id = $1 AND k.campaign_id = p.campaign_id AND k.deleted_at IS NOT NULL)${more}) f ON true
  ORDER BY f.customer_id, f.campaign_id, f.item_id`;

/**
 * Of the customers numbered above $2 and up to $3, but for those whom a merge concerns. Without the `+ 0` the planner takes the order of an index, so as not to
 * sort, and fetches each entry from where it lies: over ten million entries that was 87 s in place of 28.
 */
export const balancesOfRange = statement<BalanceRow>(
  "verify-balances-of-range",
  compared(
    `SELECT e.customer_id + 0 AS customer_id, ${sums} FROM ledger_entries e WHERE e.org_id = $1 AND e.customer_id > $2 AND e.customer_id <= $3
     GROUP BY e.customer_id + 0, e.campaign_id, e.item_id`,
    "x.customer_id > $2 AND x.customer_id <= $3",
    ` AND NOT EXISTS (SELECT 1 FROM customers m WHERE m.org_id = $1 AND m.customer_id = p.customer_id AND m.merged_into IS NOT NULL)
      AND NOT EXISTS (SELECT 1 FROM customers l WHERE l.org_id = $1 AND l.merged_into = p.customer_id)`,
  ),
  { replanned: true },
);

/** $3 customers numbered above $2 whom others were merged into. */
export const survivorsAfter = statement<{ customer_id: number }>(
  "verify-survivors-after",
  "SELECT DISTINCT c.merged_into AS customer_id FROM customers c WHERE c.org_id = $1 AND c.merged_into > $2 ORDER BY c.merged_into LIMIT $3",
);

/** Of the customers $2, with the entries of all numbers that lead to them. */
export const balancesOfSurvivors = statement<BalanceRow>(
  "verify-balances-of-survivors",
  compared(
    `SELECT COALESCE(c.merged_into, c.customer_id) AS customer_id, ${sums}
     FROM customers c CROSS JOIN LATERAL (SELECT * FROM ledger_entries y WHERE y.org_id = $1 AND y.customer_id = c.customer_id) e
     WHERE c.org_id = $1 AND COALESCE(c.merged_into, c.customer_id) = ANY ($2::int[])
       AND (c.customer_id = ANY ($2::int[]) OR c.merged_into = ANY ($2::int[]))
     GROUP BY 1, e.campaign_id, e.item_id`,
    "x.customer_id = ANY ($2::int[])",
  ),
  { replanned: true },
);

/** What is wrong with an entry; with how many entries were looked at and the last of them. One row with nothing else when nothing is. */
export interface EntryRow {
  readonly rows: number;
  readonly last: number | null;
  readonly entry_id: number | null;
  readonly customer_id: number;
  readonly campaign_id: number;
  readonly undoes: number | null;
  readonly untold: boolean;
  readonly altered: boolean;
  readonly other_write: boolean;
  readonly no_write: boolean;
  readonly no_customer: boolean;
  readonly no_campaign: boolean;
  readonly no_item: boolean;
  readonly no_reward: boolean;
  readonly no_promotion: boolean;
  readonly no_rule: boolean;
  readonly undoes_nothing: boolean;
  readonly undoes_other: boolean;
  readonly undone_twice: boolean;
}

/** Whether what an entry names is no such part of its campaign; parts that were deleted count. */
const lacks = (table: string, column: string): string =>
  `(e.${column}, e.campaign_id) NOT IN (SELECT z.${column}, z.campaign_id FROM ${table} z WHERE z.org_id = $1)`;

/** Of the $3 entries behind the number $2. Those that wait to be told of (ledger_untold) have no change and may have no write yet. */
export const entriesAfter = statement<EntryRow>(
  "verify-entries-after",
  `WITH page AS MATERIALIZED (
     SELECT y.*, EXISTS (SELECT 1 FROM ledger_untold q WHERE q.org_id = $1 AND q.entry_id = y.entry_id) AS waits
     FROM ledger_entries y WHERE y.org_id = $1 AND y.entry_id > $2 ORDER BY y.entry_id LIMIT $3
   ), judged AS (
     SELECT e.entry_id, e.customer_id, e.campaign_id, e.undoes, h.digest IS NULL AND NOT e.waits AS untold, COALESCE(h.digest <> ${entryDigest("e")}, false) AS altered,
       COALESCE(h.write_id <> e.write_id OR h.part <> e.part, false) OR (w.write_id IS NOT NULL
         AND (w.occurred_at, w.key_id, w.user_name, w.protocol, w.call, w.request_id) IS DISTINCT FROM (e.recorded_at, e.key_id, e.user_name, e.protocol, e.call, e.request_id))
         AS other_write,
       w.write_id IS NULL AND NOT e.waits AS no_write,
       c.customer_id IS NULL AS no_customer,
       e.campaign_id NOT IN (SELECT k.campaign_id FROM campaigns k WHERE k.org_id = $1) AS no_campaign,
       e.item_id <> 0 AND ${lacks("campaign_items", "item_id")} AS no_item,
       e.reward_id IS NOT NULL AND ${lacks("campaign_rewards", "reward_id")} AS no_reward,
       e.promotion_id IS NOT NULL AND ${lacks("campaign_promotions", "promotion_id")} AS no_promotion,
       e.rule_id IS NOT NULL AND ${lacks("campaign_rules", "rule_id")} AS no_rule,
       e.undoes IS NOT NULL AND u.entry_id IS NULL
         AND e.campaign_id NOT IN (SELECT g.campaign_id FROM campaigns g WHERE g.org_id = $1 AND g.deleted_at IS NOT NULL) AS undoes_nothing,
       COALESCE(u.campaign_id <> e.campaign_id OR u.item_id <> e.item_id OR u.kind <> e.kind OR u.amount <> -e.amount
         OR u.number <> COALESCE(c.merged_into, c.customer_id), false) AS undoes_other,
       u.entry_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger_undone o WHERE o.org_id = $1 AND o.entry_id = e.undoes AND o.undone_by = e.entry_id) AS undone_twice
     FROM page e
     LEFT JOIN LATERAL (SELECT x.digest, x.write_id, x.part FROM changes x
       WHERE x.org_id = $1 AND x.entity = 'transaction' AND x.entity_id = e.entry_id ORDER BY x.version LIMIT 1) h ON true
     LEFT JOIN LATERAL (SELECT * FROM writes j WHERE j.org_id = $1 AND j.write_id = e.write_id LIMIT 1) w ON true
     LEFT JOIN LATERAL (SELECT i.customer_id, i.merged_into FROM customers i WHERE i.org_id = $1 AND i.customer_id = e.customer_id LIMIT 1) c ON true
     LEFT JOIN LATERAL (SELECT v.entry_id, v.campaign_id, v.item_id, v.kind, v.amount, (SELECT COALESCE(n.merged_into, n.customer_id) FROM customers n
         WHERE n.org_id = $1 AND n.customer_id = v.customer_id) AS number
       FROM ledger_entries v WHERE v.org_id = $1 AND v.entry_id = e.undoes LIMIT 1) u ON true
   )
   SELECT t.rows, t.last, f.* FROM (SELECT count(*) AS rows, max(p.entry_id) AS last FROM page p) t
   LEFT JOIN (SELECT * FROM judged a WHERE a.untold OR a.altered OR a.other_write OR a.no_write OR a.no_customer OR a.no_campaign OR a.no_item OR a.no_reward
     OR a.no_promotion OR a.no_rule OR a.undoes_nothing OR a.undoes_other OR a.undone_twice) f ON true
   ORDER BY f.entry_id`,
  { replanned: true },
);
