export const countOrganisations = "SELECT count(*)::int AS count FROM organisations";
export const newerMigration =
  "INSERT INTO schema_migrations (version, name, applied_at) VALUES (9999, '9999-from-the-future.sql', '2099-01-01')";
