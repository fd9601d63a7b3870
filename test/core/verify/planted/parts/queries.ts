import { entryDigest } from "../../../../../src/core/loyalty/ledger/queries.ts";

// What faults are planted by.

export const points = 1111222233334444;
export const visits = 3333444455556666;
export const at = (customer: number, campaign = points, item = 0): string =>
  `org_id = 1 AND customer_id = ${customer} AND campaign_id = ${campaign} AND item_id = ${item}`;
/** The first activity, or another kind of entry, of a customer in a campaign. */
export const entry = (customer: number, campaign = points, kind = "activity"): string =>
  `org_id = 1 AND entry_id = (SELECT min(entry_id) FROM ledger_entries WHERE ${at(customer, campaign)} AND kind = '${kind}' AND undoes IS NULL)`;
export const counterEntry =
  "org_id = 1 AND entry_id = (SELECT min(entry_id) FROM ledger_entries WHERE org_id = 1 AND undoes IS NOT NULL)";
export const changeOf = (kind: string, id: number, version = 1): string =>
  `org_id = 1 AND entity = '${kind}' AND entity_id = ${id} AND version = ${version}`;
export const valuesOf = (kind: string, id: number, version = 1): string =>
  `(write_id, part) IN (SELECT write_id, part FROM changes WHERE ${changeOf(kind, id, version)})`;
const columns = `customer_id, campaign_id, item_id, kind, amount, money, promotion_id, reward_id, description, custom_fields, occurred_at, undoes, rule_id,
  due_on, write_id, part, recorded_at, key_id, user_name, protocol, call, request_id, salt`;
export const copy = (where: string): string =>
  `INSERT INTO ledger_entries (org_id, entry_id, ${columns}) SELECT org_id, 777777, ${columns} FROM ledger_entries WHERE ${where}`;
/** The change log tells of an entry whatever it has become. */
export const retold = (where: string): string =>
  `UPDATE changes h SET digest = ${entryDigest("e")} FROM ledger_entries e WHERE h.org_id = 1 AND h.entity = 'transaction' AND h.entity_id = e.entry_id AND e.${where}`;
export const told = `INSERT INTO changes (org_id, write_id, part, entity, entity_id, version, action, fields, occurred_at, digest, meant_for)
  SELECT 1, e.write_id, e.part, 'transaction', e.entry_id, 1, 'taken-back', ARRAY['amount'], e.occurred_at, ${entryDigest("e")}, e.customer_id
  FROM ledger_entries e WHERE e.org_id = 1 AND e.entry_id = 777777`;
