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
