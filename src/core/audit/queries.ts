import { statement } from "../../platform/database/statement.ts";
import type { Entity } from "./change.ts";

export const insertWrite = statement(
  "insert-write",
  `INSERT INTO writes (org_id, write_id, occurred_at, key_id, user_name, protocol, call, request_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
);

/** The changes of the write $2 at the time $3, with their values: a list per column, in the order of their parts; names of fields have no commas. */
export const insertChanges = statement(
  "insert-changes",
  `WITH given AS (
     SELECT * FROM unnest($4::text[], $5::bigint[], $6::bigint[], $7::text[], $8::text[], $9::bytea[], $10::bytea[], $11::text[], $12::int[])
       WITH ORDINALITY AS g (entity, entity_id, version, action, fields, digest, salt, field_values, meant_for, part)
   ), change AS (
     INSERT INTO changes (org_id, write_id, part, entity, entity_id, version, action, fields, occurred_at, digest, meant_for)
     SELECT $1, $2, part, entity, entity_id, version, action, string_to_array(fields, ','), $3, digest, meant_for FROM given)
   INSERT INTO change_values (org_id, write_id, part, entity, entity_id, salt, field_values)
   SELECT $1, $2, part, entity, entity_id, salt, field_values FROM given`,
);

// The sequencer. It looks for work over all organisations; everything that it then does is bound to one.

export const organisationsToNumber = statement<{ org_id: number }>(
  "organisations-to-number",
  `SELECT org_id FROM changes WHERE seq IS NULL UNION SELECT org_id FROM ledger_untold
   UNION SELECT org_id FROM seat_moves WHERE seq IS NULL UNION SELECT org_id FROM scans WHERE seq IS NULL`,
);

export const lockChangeCounter = statement<{ last_seq: number; sealed_seq: number }>(
  "lock-change-counter",
  "SELECT last_seq, sealed_seq FROM change_counters WHERE org_id = $1 FOR UPDATE",
);

/** When what is numbered now counts as numbered, the machine's clock being at $2: never before what was numbered earlier, whatever clocks say. */
export const numberedAt = "(SELECT GREATEST(numbered_at, $2) FROM change_counters WHERE org_id = $1)";

/**
 * Numbers committed changes that have none, by time: all of the entities that the oldest few thousand are about. Versions of one
 * entity keep their order whatever their times say: the entity's places go to its changes by version. The rows are found again by where
 * they lie, which holds within a statement: by their key the planner, with the statistics of a young table, would look through all of them.
 */
export const numberChanges = statement<{ seq: number }>(
  "number-changes",
  `WITH oldest AS (
     SELECT entity, entity_id FROM changes WHERE org_id = $1 AND seq IS NULL ORDER BY occurred_at LIMIT 5000
   ), waiting AS (
     SELECT ctid AS row, entity, entity_id, version, row_number() OVER (ORDER BY occurred_at, write_id, part) AS place
     FROM changes WHERE org_id = $1 AND seq IS NULL AND (entity, entity_id) IN (SELECT entity, entity_id FROM oldest)
   ), ranked AS (
     SELECT *, row_number() OVER (PARTITION BY entity, entity_id ORDER BY place) AS nth_place,
               row_number() OVER (PARTITION BY entity, entity_id ORDER BY version) AS nth_version
     FROM waiting
   )
   UPDATE changes c SET seq = (SELECT last_seq FROM change_counters WHERE org_id = $1) + p.place, numbered_at = ${numberedAt}
   FROM ranked v JOIN ranked p ON p.entity = v.entity AND p.entity_id = v.entity_id AND p.nth_place = v.nth_version
   WHERE c.org_id = $1 AND c.ctid = v.row
   RETURNING c.seq`,
);

/** To the last number given out, at the time $2. */
export const moveChangeCounter = statement(
  "move-change-counter",
  `UPDATE change_counters SET last_seq = (SELECT max(seq) FROM changes WHERE org_id = $1), numbered_at = GREATEST(numbered_at, $2)
   WHERE org_id = $1 AND EXISTS (SELECT 1 FROM changes WHERE org_id = $1 AND seq > last_seq)`,
);

/** Rows that say by themselves who made them, and whose rows of writes and changes are made by who numbers them: many at a time, since with each they would cost as much again as all the rest. */
export interface Untold {
  readonly table: string;
  /** The column of their number. */
  readonly key: string;
  /** Columns in whose order they are told; whatever is selected, what must come before it has been. */
  readonly order: string;
  readonly entity: Entity;
  /** An expression of `t`, the row: what was done; which fields; the digest; whom it is of, or NULL. */
  readonly action: string;
  readonly fields: string;
  readonly digest: string;
  readonly meantFor: string;
}

/** Tells $3 rows that have no number yet, at the time $2, with the numbers behind the last one. Their writes are there when they are parts of greater ones. */
export const tell = ({ table, key, order, entity, action, fields, digest, meantFor }: Untold): string => `
   WITH waiting AS (
     SELECT u.ctid AS row, u.${key} AS told FROM ${table} u WHERE u.org_id = $1 AND u.seq IS NULL ORDER BY ${order} LIMIT $3
   ), told AS MATERIALIZED (
     SELECT w.row, e.*, row_number() OVER (ORDER BY ${order}) AS place
     FROM waiting w CROSS JOIN LATERAL (SELECT * FROM ${table} l WHERE l.org_id = $1 AND l.${key} = w.told LIMIT 1) e
   ), write AS (
     INSERT INTO writes (org_id, write_id, occurred_at, key_id, user_name, protocol, call, request_id)
     SELECT $1, d.write_id, d.recorded_at, d.key_id, d.user_name, d.protocol, d.call, d.request_id FROM (SELECT DISTINCT ON (t.write_id) t.* FROM told t) d
     ON CONFLICT (org_id, write_id) DO NOTHING
   ), change AS (
     INSERT INTO changes (org_id, write_id, part, seq, entity, entity_id, version, action, fields, occurred_at, digest, meant_for, numbered_at)
     SELECT $1, t.write_id, t.part, (SELECT last_seq FROM change_counters WHERE org_id = $1) + t.place, '${entity}', t.${key}, 1, ${action},
       ${fields}, t.recorded_at, ${digest}, ${meantFor}, ${numberedAt}
     FROM told t)
   UPDATE ${table} u SET seq = (SELECT last_seq FROM change_counters WHERE org_id = $1) + t.place, numbered_at = ${numberedAt}
   FROM told t WHERE u.org_id = $1 AND u.ctid = t.row RETURNING u.seq`;

// Readers.

export interface LoggedChange {
  readonly seq: number;
  readonly write_id: string;
  readonly part: number;
  readonly entity: Entity;
  readonly entity_id: number;
  readonly version: number;
  readonly action: string;
  readonly fields: string[];
  readonly occurred_at: Date;
  readonly digest: Buffer;
}

const logged = "seq, write_id, part, entity, entity_id, version, action, fields, occurred_at, digest";

export const changesAfter = statement<LoggedChange>(
  "changes-after",
  `SELECT ${logged} FROM changes WHERE org_id = $1 AND seq > $2 ORDER BY seq LIMIT $3`,
);

export interface AuditedChange extends LoggedChange {
  readonly key_id: string | null;
  readonly user_name: string | null;
  readonly protocol: string;
  readonly call: string;
  readonly request_id: string;
  readonly salt: Buffer | null;
  readonly field_values: string | null;
}

/** What an entry of the ledger tells is the entry itself. Each LIMIT 1 keeps the planner to one look-up by key per change: with the statistics of a young table, or none, it would read the whole history of the organisation each time instead, and more of it every second. */
const audited = `SELECT ${logged
  .split(", ")
  .map((column) => `c.${column}`)
  .join(", ")},
     w.key_id, w.user_name, w.protocol, w.call, w.request_id, v.salt,
     CASE WHEN c.entity = 'transaction' THEN (SELECT json_build_object('customerId', json_build_array(NULL, e.customer_id), 'campaignId', json_build_array(NULL, e.campaign_id),
         'kind', json_build_array(NULL, e.kind), 'amount', json_build_array(NULL, e.amount))::text
       FROM ledger_entries e WHERE e.org_id = $1 AND e.entry_id = c.entity_id) ELSE v.field_values END AS field_values
   FROM changes c
   CROSS JOIN LATERAL (SELECT * FROM writes WHERE org_id = $1 AND write_id = c.write_id LIMIT 1) w
   LEFT JOIN LATERAL (SELECT * FROM change_values WHERE org_id = $1 AND write_id = c.write_id AND part = c.part LIMIT 1) v ON true`;

/** What a seal is of: the $3 changes after the number $2, without their values. */
export const changesToSeal = statement<Omit<AuditedChange, "salt" | "field_values">>(
  "changes-to-seal",
  `SELECT ${logged
    .split(", ")
    .map((column) => `c.${column}`)
    .join(", ")}, w.key_id, w.user_name, w.protocol, w.call, w.request_id
   FROM changes c CROSS JOIN LATERAL (SELECT * FROM writes WHERE org_id = $1 AND write_id = c.write_id LIMIT 1) w
   WHERE c.org_id = $1 AND c.seq > $2 AND c.seq <= $2 + $3::bigint ORDER BY c.seq`,
);

/** The $3 changes after the number $2; numbers have no gaps. */
export const auditAfter = statement<AuditedChange>(
  "audit-after",
  `${audited} WHERE c.org_id = $1 AND c.seq > $2 AND c.seq <= $2 + $3::bigint ORDER BY c.seq`,
);

/** Of one entity ($2, $3), numbered changes above the version $4, $5 of them. */
export const auditOfEntity = statement<AuditedChange>(
  "audit-of-entity",
  `${audited} WHERE c.org_id = $1 AND c.entity = $2 AND c.entity_id = $3 AND c.version > $4 AND c.seq IS NOT NULL ORDER BY c.version LIMIT $5`,
);

// Seals.

export const organisationsToSeal = statement<{ org_id: number }>(
  "organisations-to-seal",
  "SELECT org_id FROM change_counters WHERE sealed_seq < last_seq",
);

export const lastSeal = statement<{ last_seq: number; hash: Buffer }>(
  "last-seal",
  "SELECT last_seq, hash FROM audit_seals WHERE org_id = $1 ORDER BY last_seq DESC LIMIT 1",
);

export const insertSeal = statement(
  "insert-seal",
  "INSERT INTO audit_seals (org_id, last_seq, first_seq, previous, hash, sealed_at) VALUES ($1, $2, $3, $4, $5, $6)",
);

export const moveSealedCounter = statement("move-sealed-counter", "UPDATE change_counters SET sealed_seq = $2 WHERE org_id = $1");

export const seals = statement<{ last_seq: number; first_seq: number; previous: Buffer; hash: Buffer }>(
  "seals",
  "SELECT last_seq, first_seq, previous, hash FROM audit_seals WHERE org_id = $1 AND last_seq > $2 ORDER BY last_seq LIMIT $3",
);

// Reads of personal data.

export const insertRead = statement(
  "insert-read",
  `INSERT INTO read_log (org_id, read_id, key_id, user_name, protocol, call, customer_ids, first_at, last_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);

export interface RecordedRead {
  readonly read_id: string;
  readonly key_id: string | null;
  readonly user_name: string | null;
  readonly protocol: string;
  readonly call: string;
  readonly customer_ids: number[];
  readonly first_at: Date;
  readonly last_at: Date;
}

/** Batches that ended before the time $2 and, at that time, with ids below $3, latest first, $4 of them; $5: only those with that customer. */
export const readsBefore = statement<RecordedRead>(
  "reads-before",
  `SELECT read_id, key_id, user_name, protocol, call, customer_ids, first_at, last_at FROM read_log
   WHERE org_id = $1 AND ($2::timestamptz IS NULL OR (last_at, read_id) < ($2, $3::uuid)) AND ($5::int IS NULL OR $5 = ANY (customer_ids))
   ORDER BY last_at DESC, read_id DESC LIMIT $4`,
);

// Leases: work that one process at a time does, for all organisations.

/** A row when $2 holds the lease now: it was free, had run out, or was held already. */
export const takeLease = statement<{ name: string }>(
  "take-lease",
  `INSERT INTO leases (name, holder, expires_at) VALUES ($1, $2, $4)
   ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
     WHERE leases.holder = excluded.holder OR leases.expires_at < $3
   RETURNING name`,
);

export const releaseLease = statement("release-lease", "DELETE FROM leases WHERE name = $1 AND holder = $2");
