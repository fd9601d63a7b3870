-- TLS client certificates that stand in for a key: the directory finds the organisation by them too.
CREATE TABLE client_certificates (
  -- SHA-256 of the certificate's DER.
  fingerprint bytea PRIMARY KEY CHECK (length(fingerprint) = 32),
  certificate_id uuid NOT NULL UNIQUE,
  org_id int NOT NULL REFERENCES organisations,
  label text NOT NULL,
  -- NULL: all of the organisation's names.
  names text[],
  not_before timestamptz NOT NULL,
  not_after timestamptz NOT NULL,
  revoked_at timestamptz,
  created_at timestamptz NOT NULL
);
CREATE INDEX client_certificates_by_organisation ON client_certificates (org_id, created_at);
