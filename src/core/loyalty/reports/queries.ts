import { statement } from "../../../platform/database/statement.ts";
import { standing, type ToldEntry, toldEntry } from "../ledger/queries.ts";

// Reports read in pages along a key, so that each read is short, however much there is. What a page is made of is looked at before what is told of it is chosen: where
// little is chosen the next page begins behind what was looked at. They are planned each time, since the tables may be young.

/** Whether an instant is on the days from $`first` to $`first + 1`, either of which may be NULL, in the time zone $`zone`. */
const within = (instant: string, zone: number, first: number): string =>
  `${instant} >= COALESCE($${first}::date::timestamp AT TIME ZONE $${zone}, '-infinity')
   AND ${instant} < COALESCE(($${first + 1}::date + 1)::timestamp AT TIME ZONE $${zone}, 'infinity')`;

/** How many entries stand of the campaigns $5 on the days from $3 to $4 in the time zone $2. */
export const countTransactions = statement<{ count: number }>(
  "report-count-transactions",
  `SELECT count(*)::int AS count FROM ledger_entries e
   WHERE e.org_id = $1 AND ${within("e.occurred_at", 2, 3)} AND e.campaign_id = ANY ($5::bigint[]) AND ${standing("e")}`,
  { replanned: true },
);

/** An entry as reports tell it, with whose it is now. */
export interface TransactionRow extends ToldEntry {
  readonly holderId: number;
  readonly loyaltyCode: string | null;
  readonly cardNumber: string | null;
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly companyName: string | null;
  readonly holderKind: "individual" | "company";
  readonly customText: string | null;
}

/** Where the page ends that a row belongs to; of a page that tells nothing the one row has no entry. */
type PagedTransaction = { readonly endAt: string; readonly endId: number } & (TransactionRow | { readonly entryId: null });

const current = (kind: string): string =>
  `(SELECT i.value FROM identifiers i WHERE i.org_id = $1 AND i.customer_id = c.customer_id AND i.kind = '${kind}' AND NOT i.retired LIMIT 1)`;

/** Those entries, in their order: of the $8 that follow the entry $7 of the time $6, both of which may be NULL. */
export const transactionsAfter = statement<PagedTransaction>(
  "report-transactions-after",
  `WITH page AS MATERIALIZED (
     SELECT e.* FROM ledger_entries e
     WHERE e.org_id = $1 AND ${within("e.occurred_at", 2, 3)}
       AND (e.occurred_at, e.entry_id) > (COALESCE($6::timestamptz, '-infinity'), COALESCE($7::bigint, 0))
     ORDER BY e.occurred_at, e.entry_id LIMIT $8),
   ending AS (SELECT g.occurred_at::text AS at, g.entry_id AS id FROM page g ORDER BY g.occurred_at DESC, g.entry_id DESC LIMIT 1)
   SELECT ending.at AS "endAt", ending.id AS "endId", t.* FROM ending LEFT JOIN LATERAL (
     SELECT ${toldEntry}, c.customer_id AS "holderId", ${current("loyalty-code")} AS "loyaltyCode", ${current("card-number")} AS "cardNumber",
       c.given_name AS "givenName", c.family_name AS "familyName", c.company_name AS "companyName", c.kind AS "holderKind", c.custom_text AS "customText"
     FROM page e
     CROSS JOIN LATERAL (SELECT * FROM customers x WHERE x.org_id = $1 AND x.customer_id = e.customer_id LIMIT 1) d
     CROSS JOIN LATERAL (SELECT * FROM customers x WHERE x.org_id = $1 AND x.customer_id = COALESCE(d.merged_into, d.customer_id) LIMIT 1) c
     WHERE e.campaign_id = ANY ($5::bigint[]) AND ${standing("e", true)}) t ON true
   ORDER BY t."occurredAt", t."entryId"`,
  { replanned: true },
);

/** A page of customers that were looked at: the number of the last one, NULL behind the end, and the numbers of those who are told. */
interface NumbersRow {
  readonly last: number | null;
  readonly numbers: readonly number[];
}

const isMember = `EXISTS (SELECT 1 FROM identifiers i
    WHERE i.org_id = $1 AND i.customer_id = p.customer_id AND i.kind = 'loyalty-code' AND NOT i.retired OFFSET 0)`;

/** Who has joined one of the campaigns $4; NULL: anybody. */
const hasJoined = (more = ""): string => `($4::bigint[] IS NULL OR EXISTS (SELECT 1 FROM ledger_balances b
    WHERE b.org_id = $1 AND b.customer_id = p.customer_id AND b.campaign_id = ANY ($4::bigint[]) AND b.item_id = 0${more} OFFSET 0))`;

const told = (condition: string): string =>
  `SELECT max(p.customer_id) AS last, COALESCE(array_agg(p.customer_id ORDER BY p.customer_id) FILTER (WHERE ${isMember} AND ${condition}), '{}') AS numbers
   FROM page p`;

/** Of the $3 customers numbered above $2 those who have joined one of the campaigns $4 and of whom a condition holds. */
const numbersWhere = (condition: string): string =>
  `WITH page AS MATERIALIZED (
       SELECT c.customer_id, c.created_at, c.custom_date FROM customers c
       WHERE c.org_id = $1 AND c.customer_id > $2 AND c.merged_into IS NULL ORDER BY c.customer_id LIMIT $3)
     ${told(`${hasJoined()} AND ${condition}`)}`;

/** All of them. */
export const numbersOfAll = statement<NumbersRow>("report-numbers-of-all", numbersWhere("true"), { replanned: true });

/** Who was added on the days from $6 to $7 in the time zone $5; with campaigns who joined one of them then. */
export const numbersOfNew = statement<NumbersRow>(
  "report-numbers-of-new",
  numbersWhere(
    `($4::bigint[] IS NOT NULL OR (${within("p.created_at", 5, 6)})) AND ${hasJoined(` AND ${within("b.enrolled_at", 5, 6)}`)}`,
  ),
  { replanned: true },
);

/** Whose custom date is from $5 to $6, either of which may be NULL. */
export const numbersByCustomDate = statement<NumbersRow>(
  "report-numbers-by-custom-date",
  numbersWhere("p.custom_date >= COALESCE($5::date, '-infinity') AND p.custom_date <= COALESCE($6::date, 'infinity')"),
  { replanned: true },
);

/** The month and day of whose custom date, as 714, is among $5; NULL: any. */
export const numbersByBirthday = statement<NumbersRow>(
  "report-numbers-by-birthday",
  numbersWhere(`p.custom_date IS NOT NULL
   AND ($5::int[] IS NULL OR (extract(month FROM p.custom_date) * 100 + extract(day FROM p.custom_date))::int = ANY ($5::int[]))`),
  { replanned: true },
);

/**
 * Entries `e` that stand of the customer `p` and of who was merged into them: on the days from $`zone + 1` to $`zone + 2` in the time zone $`zone`, of the campaigns and the kinds
 * that follow. OFFSET 0 keeps the days apart: in their sight the planner of a young table would go through all entries of these days for each customer.
 */
const doings = (zone: number): string =>
  `(SELECT p.customer_id UNION ALL SELECT m.customer_id FROM customers m WHERE m.org_id = $1 AND m.merged_into = p.customer_id) k
    CROSS JOIN LATERAL (SELECT x.* FROM ledger_entries x
      WHERE x.org_id = $1 AND x.customer_id = k.customer_id AND x.campaign_id = ANY ($${zone + 3}::bigint[]) OFFSET 0) e
    WHERE e.kind = ANY ($${zone + 4}::text[]) AND ${within("e.occurred_at", zone, zone + 1)} AND ${standing("e", true)}`;

/** Who has from $10 to $11 such entries; $5 to $9 say which. */
export const numbersByDoings = statement<NumbersRow>(
  "report-numbers-by-doings",
  numbersWhere(`int8range($10, $11, '[]') @> (SELECT count(*) FROM ${doings(5)})`),
  { replanned: true },
);

/** Of the $3 customers numbered above $2 who have joined the campaign whose id is alone in $4. */
export const numbersOfJoined = statement<NumbersRow>(
  "report-numbers-of-joined",
  `WITH page AS MATERIALIZED (
     SELECT b.customer_id FROM ledger_balances b
     WHERE b.org_id = $1 AND b.campaign_id = ($4::bigint[])[1] AND b.item_id = 0 AND b.customer_id > $2 ORDER BY b.customer_id LIMIT $3)
   ${told("true")}`,
  { replanned: true },
);

/** Those of the customers $2, at most $3, who have joined one of the campaigns $4. */
export const numbersAmong = statement<NumbersRow>(
  "report-numbers-among",
  `WITH page AS MATERIALIZED (SELECT n AS customer_id FROM unnest($2::int[]) AS n ORDER BY n LIMIT $3)
   ${told(hasJoined())}`,
  { replanned: true },
);

/** How many such entries the customers $2 have, and on which day the last one was; $3 to $7 say which. */
export const doingsOf = statement<{ customerId: number; count: number; last: string | null }>(
  "report-doings-of",
  `SELECT p.customer_id AS "customerId", t.count, t.last FROM unnest($2::int[]) AS p (customer_id)
   CROSS JOIN LATERAL (SELECT count(*)::int AS count, (max(e.occurred_at) AT TIME ZONE $3)::date AS last FROM ${doings(3)}) t`,
  { replanned: true },
);

/** What the customers $2 have and have earned in the campaign $3, items counted together, and what they have in the campaigns $4. */
export const balancesOf = statement<{ customerId: number; balance: number; cumulative: number; coalition: number }>(
  "report-balances-of",
  `SELECT p.customer_id AS "customerId", t.balance, t.cumulative, a.coalition FROM unnest($2::int[]) AS p (customer_id)
   CROSS JOIN LATERAL (SELECT COALESCE(sum(b.balance), 0)::bigint AS balance, COALESCE(sum(b.cumulative), 0)::bigint AS cumulative
     FROM ledger_balances b WHERE b.org_id = $1 AND b.customer_id = p.customer_id AND b.campaign_id = $3) t
   CROSS JOIN LATERAL (SELECT COALESCE(sum(b.balance), 0)::bigint AS coalition
     FROM ledger_balances b WHERE b.org_id = $1 AND b.customer_id = p.customer_id AND b.campaign_id = ANY ($4::bigint[])) a`,
  { replanned: true },
);
