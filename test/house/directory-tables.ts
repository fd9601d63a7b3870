/** Tables that find the organisation, or serve all of them, so that org_id can't lead; with the reason (docs/architecture.md). */
export const directoryTables: Readonly<Record<string, string>> = {
  directory_version: "one row that tells all caches of changes",
  organisations: "the list of organisations itself",
  organisation_names: "finds the organisation by a protocol's name for it",
  api_keys: "finds the organisation by the key",
  loyalty_logins: "finds the organisation by the name of a user who logs in",
  delivery_sessions: "finds the organisation by a session token",
  client_certificates: "finds the organisation by the certificate",
  pepper_proofs: "a row about each version of the server's pepper",
  leases: "work that one process does for all organisations",
  schema_migrations: "the schema's own history",
};
