// What is wrong with a database that `willcall verify` is to look at.

export const raiseCustomers = `WITH more AS (
    INSERT INTO customers (org_id, customer_id, kind, access_level, version, created_at, updated_at)
    SELECT 1, 800000 + n, 'individual', 'full', 1, '2026-01-01', '2026-01-01' FROM generate_series(1, 25) AS n)
  UPDATE customers SET version = version + 1 WHERE org_id = 1`;
export const spoilPepper = "UPDATE pepper_proofs SET proof = sha256(proof)";
export const dropSchemaVersion = "DELETE FROM schema_migrations WHERE version = (SELECT max(version) FROM schema_migrations)";
export const dropEverything = "DROP SCHEMA public CASCADE; CREATE SCHEMA public";
