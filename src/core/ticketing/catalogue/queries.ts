import { type Statement, statement } from "../../../platform/database/statement.ts";
import type { Item, Kind } from "./kind.ts";
import { kinds } from "./kinds.ts";

/** The statements of one kind. */
export interface KindStatements {
  /** $1 organisation, $2 number, $3 now, then the fields in their order. */
  readonly insert: Statement<unknown>;
  /** The one of the number $2, locked. */
  readonly hold: Statement<Item>;
  /** Of the number $2 at the time $3, all fields in their order; version $4 afterwards. */
  readonly update: Statement<unknown>;
  readonly remove: Statement<unknown>;
  readonly read: Statement<Item>;
  /** $4 of them behind the number $2, by number; of the parent $3 unless it is NULL, under the name $5 unless that is. */
  readonly list: Statement<Item>;
  /** For who verifies the database: $3 of them behind the number $2, with the version that the change log has last told of each. */
  readonly versions: Statement<{ id: number; version: number; logged: number | null }>;
  /** Which of the numbers $2 are not there, though the change log does not say that they were removed. */
  readonly missing: Statement<{ id: number }>;
}

function statementsOf(kind: Kind): KindStatements {
  const { name, table, id, only } = kind;
  const columns = Object.keys(kind.fields);
  const status = kind.begins ? ["status"] : [];
  const row = [id, ...columns, "version", "created_at", "updated_at", ...status].map((one) => `x.${one}`).join(", ");
  const fixed = [...(only ? [only[0]] : []), ...status];
  const fixedValues = [...(only ? [only[1]] : []), ...(kind.begins ? [kind.begins] : [])].map((one) => `'${one}'`);
  const ours = only ? ` AND x.${only[0]} = '${only[1]}'` : "";
  const parent = kind.parent ? `($3::int IS NULL OR x.${kind.parent} = $3)` : "$3::int IS NULL";
  const key = kind.key ? `($5::text IS NULL OR upper(x.${kind.key}) = upper($5))` : "$5::text IS NULL";
  return {
    insert: statement(
      `insert-${name}`,
      `INSERT INTO ${table} (org_id, ${[id, ...columns, ...fixed].join(", ")}, version, created_at, updated_at)
       VALUES ($1, $2, ${[...columns.map((_, index) => `$${index + 4}`), ...fixedValues].join(", ")}, 1, $3, $3)`,
    ),
    hold: statement<Item>(`hold-${name}`, `SELECT ${row} FROM ${table} x WHERE x.org_id = $1 AND x.${id} = $2${ours} FOR UPDATE`),
    update: statement(
      `update-${name}`,
      `UPDATE ${table} x SET ${columns.map((one, index) => `${one} = $${index + 5}`).join(", ")}, version = $4, updated_at = $3
       WHERE x.org_id = $1 AND x.${id} = $2`,
    ),
    remove: statement(`remove-${name}`, `DELETE FROM ${table} x WHERE x.org_id = $1 AND x.${id} = $2`),
    read: statement<Item>(`read-${name}`, `SELECT ${row} FROM ${table} x WHERE x.org_id = $1 AND x.${id} = $2${ours}`),
    list: statement<Item>(
      `list-${name}`,
      `SELECT ${row} FROM ${table} x WHERE x.org_id = $1 AND x.${id} > $2 AND ${parent} AND ${key}${ours} ORDER BY x.${id} LIMIT $4`,
    ),
    versions: statement(
      `verify-${name}-versions`,
      `SELECT x.${id} AS id, x.version, (SELECT h.version FROM changes h
         WHERE h.org_id = $1 AND h.entity = '${name}' AND h.entity_id = x.${id} ORDER BY h.version DESC LIMIT 1) AS logged
       FROM ${table} x WHERE x.org_id = $1 AND x.${id} > $2${ours} ORDER BY x.${id} LIMIT $3`,
    ),
    missing: statement(
      `verify-${name}-missing`,
      `SELECT id FROM unnest($2::bigint[]) AS id WHERE NOT EXISTS (SELECT 1 FROM ${table} x WHERE x.org_id = $1 AND x.${id} = id)
         AND (SELECT h.action FROM changes h WHERE h.org_id = $1 AND h.entity = '${name}' AND h.entity_id = id ORDER BY h.version DESC LIMIT 1)
           IS DISTINCT FROM 'removed'`,
    ),
  };
}

const byKind = new Map(kinds.map((kind) => [kind, statementsOf(kind)]));

/** All of them, for who looks them through. */
export const catalogueStatements: readonly Statement<unknown>[] = [...byKind.values()].flatMap((one) => Object.values(one));

/** The statements of a kind. */
export const of = (kind: Kind): KindStatements => byKind.get(kind)!;

// What plans and item sets hold.

export const planMembers = statement<{ event_id: number }>(
  "plan-members",
  "SELECT event_id FROM plan_events WHERE org_id = $1 AND plan_id = $2 ORDER BY event_id",
);
export const putPlanMembers = statement(
  "put-plan-members",
  `WITH gone AS (DELETE FROM plan_events WHERE org_id = $1 AND plan_id = $2 AND NOT event_id = ANY ($3::int[]))
   INSERT INTO plan_events (org_id, plan_id, event_id) SELECT $1, $2, m FROM unnest($3::int[]) m ON CONFLICT (org_id, plan_id, event_id) DO NOTHING`,
);
export const itemSetMembers = statement<{ event_id: number }>(
  "item-set-members",
  "SELECT event_id FROM item_set_events WHERE org_id = $1 AND item_set_id = $2 ORDER BY event_id",
);
export const putItemSetMembers = statement(
  "put-item-set-members",
  `WITH gone AS (DELETE FROM item_set_events WHERE org_id = $1 AND item_set_id = $2 AND NOT event_id = ANY ($3::int[]))
   INSERT INTO item_set_events (org_id, item_set_id, event_id) SELECT $1, $2, m FROM unnest($3::int[]) m
   ON CONFLICT (org_id, item_set_id, event_id) DO NOTHING`,
);

/** $3: the version that the plan's or item set's change makes; see catalogue/members.ts. */
export const touchPlan = statement(
  "touch-plan",
  "UPDATE events SET version = $3, updated_at = $4 WHERE org_id = $1 AND event_id = $2",
);
export const touchItemSet = statement(
  "touch-item-set",
  "UPDATE item_sets SET version = $3, updated_at = $4 WHERE org_id = $1 AND item_set_id = $2",
);

/** Which of the numbers $2 are single events. */
export const singleEvents = statement<{ event_id: number }>(
  "single-events",
  "SELECT event_id FROM events WHERE org_id = $1 AND event_id = ANY ($2::int[]) AND plan_type = 'single'",
);
