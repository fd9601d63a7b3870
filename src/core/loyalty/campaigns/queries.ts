import { statement } from "../../../platform/database/statement.ts";
import type { Campaign } from "./campaign.ts";

const parts = (table: string, columns: string, number: string, more = "") =>
  `(SELECT COALESCE(json_agg(json_build_object(${columns}) ORDER BY p.${number}), '[]') FROM ${table} p
    WHERE p.org_id = $1 AND p.campaign_id = c.campaign_id AND p.deleted_at IS NULL${more})`;

const ofRules = `'kind', p.kind, 'ruleId', p.rule_id, 'intervalCount', p.interval_count, 'intervalUnit', p.interval_unit, 'effectiveAfter', p.effective_after`;

/** A Campaign, of `c`. */
const campaign = `c.campaign_id AS "campaignId", c.account, c.name, c.type, c.description, c.latitude::text, c.longitude::text,
  c.points_ratio::text AS "pointsRatio", c.reward_ratio::text AS "rewardRatio", c.event_amount AS "eventAmount", c.in_coalition AS "inCoalition",
  c.two_tier AS "twoTier", c.active, c.shortest_days AS "shortestDays", c.version, c.created_at AS "createdAt",
  ${parts("campaign_rewards", `'rewardId', p.reward_id, 'level', p.level, 'description', p.description, 'identifier', p.identifier`, "reward_id")} AS rewards,
  ${parts(
    "campaign_promotions",
    `'promotionId', p.promotion_id, 'operation', p.operation, 'value', p.value::text, 'description', p.description, 'identifier', p.identifier,
     'startsOn', p.starts_on, 'endsOn', p.ends_on`,
    "promotion_id",
  )} AS promotions,
  ${parts("campaign_items", `'itemId', p.item_id, 'description', p.description, 'level', p.level, 'identifier', p.identifier`, "item_id")} AS items,
  ${parts(
    "campaign_rules",
    `${ofRules}, 'countedFrom', p.counted_from, 'percentage', p.percentage::text`,
    "rule_id",
    " AND p.kind = 'depreciation'",
  )} AS depreciations,
  ${parts("campaign_rules", `${ofRules}, 'amount', p.amount, 'description', p.description`, "rule_id", " AND p.kind = 'fee'")} AS fees`;

export const findCampaign = statement<Campaign>(
  "find-campaign",
  `SELECT ${campaign} FROM campaigns c WHERE c.org_id = $1 AND c.campaign_id = $2 AND c.deleted_at IS NULL`,
);

/** In the order in which they were made; $2: only that account's, or NULL for all. */
export const listCampaigns = statement<Campaign>(
  "list-campaigns",
  `SELECT ${campaign} FROM campaigns c WHERE c.org_id = $1 AND c.deleted_at IS NULL AND ($2::int IS NULL OR c.account = $2)
   ORDER BY c.created_at, c.campaign_id`,
);

/** Holds a campaign as it is until the transaction ends, without keeping others from doing the same. */
export const shareCampaign = statement<{ version: number }>(
  "share-campaign",
  "SELECT version FROM campaigns WHERE org_id = $1 AND campaign_id = $2 AND deleted_at IS NULL FOR SHARE",
);

export const insertCampaign = statement(
  "insert-campaign",
  `INSERT INTO campaigns (org_id, campaign_id, account, name, type, description, latitude, longitude, points_ratio, reward_ratio, event_amount,
     in_coalition, two_tier, active, shortest_days, version, created_at, updated_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1, $16, $16)`,
);

export const insertReward = statement(
  "insert-campaign-reward",
  "INSERT INTO campaign_rewards (org_id, reward_id, campaign_id, level, description, identifier) VALUES ($1, $2, $3, $4, $5, $6)",
);

export const insertPromotion = statement(
  "insert-campaign-promotion",
  `INSERT INTO campaign_promotions (org_id, promotion_id, campaign_id, operation, value, description, identifier, starts_on, ends_on)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);

export const insertItem = statement(
  "insert-campaign-item",
  "INSERT INTO campaign_items (org_id, item_id, campaign_id, description, level, identifier) VALUES ($1, $2, $3, $4, $5, $6)",
);

export const insertRule = statement(
  "insert-campaign-rule",
  `INSERT INTO campaign_rules (org_id, rule_id, campaign_id, kind, interval_count, interval_unit, counted_from, percentage, amount, description, effective_after)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
);

export const updateReward = statement(
  "update-campaign-reward",
  "UPDATE campaign_rewards SET level = $4, description = $5, identifier = $6 WHERE org_id = $1 AND reward_id = $2 AND campaign_id = $3",
);

export const updatePromotion = statement(
  "update-campaign-promotion",
  `UPDATE campaign_promotions SET operation = $4, value = $5, description = $6, identifier = $7, starts_on = $8, ends_on = $9
   WHERE org_id = $1 AND promotion_id = $2 AND campaign_id = $3`,
);

export const updateItem = statement(
  "update-campaign-item",
  "UPDATE campaign_items SET description = $4, level = $5, identifier = $6 WHERE org_id = $1 AND item_id = $2 AND campaign_id = $3",
);

export const updateRule = statement(
  "update-campaign-rule",
  `UPDATE campaign_rules SET kind = $4, interval_count = $5, interval_unit = $6, counted_from = $7, percentage = $8, amount = $9, description = $10, effective_after = $11
   WHERE org_id = $1 AND rule_id = $2 AND campaign_id = $3`,
);

export const deleteReward = statement(
  "delete-campaign-reward",
  "UPDATE campaign_rewards SET deleted_at = $4 WHERE org_id = $1 AND reward_id = $2 AND campaign_id = $3",
);

export const deletePromotion = statement(
  "delete-campaign-promotion",
  "UPDATE campaign_promotions SET deleted_at = $4 WHERE org_id = $1 AND promotion_id = $2 AND campaign_id = $3",
);

export const deleteItem = statement(
  "delete-campaign-item",
  "UPDATE campaign_items SET deleted_at = $4 WHERE org_id = $1 AND item_id = $2 AND campaign_id = $3",
);

export const deleteRule = statement(
  "delete-campaign-rule",
  "UPDATE campaign_rules SET deleted_at = $4 WHERE org_id = $1 AND rule_id = $2 AND campaign_id = $3",
);

/** Keeps everybody else from changing a campaign, or recording in it, until the transaction ends. */
export const lockCampaign = statement<{ version: number }>(
  "lock-campaign",
  "SELECT version FROM campaigns WHERE org_id = $1 AND campaign_id = $2 AND deleted_at IS NULL FOR UPDATE",
);

/** $14: when; $15: the same, if it is deleted by it. */
export const updateCampaign = statement(
  "update-campaign",
  `UPDATE campaigns SET name = $3, description = $4, latitude = $5, longitude = $6, points_ratio = $7, reward_ratio = $8, event_amount = $9, in_coalition = $10,
     two_tier = $11, active = $12, shortest_days = $13, updated_at = $14, deleted_at = $15, version = version + 1
   WHERE org_id = $1 AND campaign_id = $2`,
);

/** What may be due to all customers of the campaign $2 is to be worked out anew from the day $3 on. */
export const markRulesChanged = statement(
  "mark-rules-changed",
  "UPDATE campaigns SET rules_changed_on = $3 WHERE org_id = $1 AND campaign_id = $2",
);

/** Campaigns whose rules have changed since their balances were made due, with their versions. */
export const campaignsToSpread = statement<{ campaignId: number; day: string; version: number }>(
  "campaigns-to-spread",
  `SELECT campaign_id AS "campaignId", rules_changed_on AS day, version FROM campaigns
   WHERE org_id = $1 AND rules_changed_on IS NOT NULL AND deleted_at IS NULL ORDER BY campaign_id`,
);

/** All balances of the campaign $2 are due by its version $3. */
export const clearRulesChanged = statement(
  "clear-rules-changed",
  "UPDATE campaigns SET rules_changed_on = NULL WHERE org_id = $1 AND campaign_id = $2 AND version = $3",
);

/** What may be due to customers of the campaign $2 is worked out anew on the day $3: of those of the first $5 balances behind the customer $4. `last`: the last of them. */
export const makeDue = statement<{ last: number | null; count: number }>(
  "make-balances-due",
  `WITH chosen AS (
     SELECT customer_id FROM ledger_balances WHERE org_id = $1 AND campaign_id = $2 AND customer_id > $4 ORDER BY customer_id LIMIT $5
   ), made AS (
     UPDATE ledger_balances b SET due_on = $3 WHERE b.org_id = $1 AND b.campaign_id = $2 AND b.customer_id > $4
       AND b.customer_id <= (SELECT max(customer_id) FROM chosen) AND b.due_on IS DISTINCT FROM $3::date)
   SELECT max(customer_id) AS last, count(*)::int AS count FROM chosen`,
);

/** Those of which something is left. */
export const deletedCampaigns = statement<{ campaign_id: number }>(
  "deleted-campaigns",
  `SELECT c.campaign_id FROM campaigns c WHERE c.org_id = $1 AND c.deleted_at IS NOT NULL
     AND EXISTS (SELECT 1 FROM ledger_balances b WHERE b.org_id = $1 AND b.campaign_id = c.campaign_id) ORDER BY c.campaign_id`,
);

/** All that the customers of $3 balances of the campaign $2 have in it. */
export const deleteBalancesOf = statement<{ customer_id: number }>(
  "delete-balances-of-campaign",
  `DELETE FROM ledger_balances b WHERE b.org_id = $1 AND b.campaign_id = $2 AND b.customer_id IN (
     SELECT s.customer_id FROM (SELECT customer_id FROM ledger_balances WHERE org_id = $1 AND campaign_id = $2 ORDER BY customer_id LIMIT $3) s)
   RETURNING b.customer_id`,
);

/** The numbers that lead to the customers $2. */
export const mergedInto = statement<{ customer_id: number }>(
  "merged-into-customers",
  "SELECT customer_id FROM customers WHERE org_id = $1 AND merged_into = ANY ($2::int[])",
);

/** What was made in the campaign $2 under the numbers $3. */
export const deleteEntriesOf = statement<{ count: number }>(
  "delete-entries-of-campaign",
  `WITH gone AS (DELETE FROM ledger_entries WHERE org_id = $1 AND campaign_id = $2 AND customer_id = ANY ($3::int[]) RETURNING entry_id), undone AS (
     DELETE FROM ledger_undone u USING gone g WHERE u.org_id = $1 AND u.entry_id = g.entry_id)
   SELECT count(*)::int AS count FROM gone`,
);
