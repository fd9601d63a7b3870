-- Who wrote, through what. The id is chosen before the write begins and inserted first, so that a write whose answer
-- was lost is recognised when it is tried again: the key waits for the one that may still be committing.
CREATE TABLE writes (
  org_id int NOT NULL,
  write_id uuid NOT NULL,
  occurred_at timestamptz NOT NULL,
  key_id uuid,
  user_name text,
  protocol text NOT NULL,
  call text NOT NULL,
  request_id text NOT NULL,
  PRIMARY KEY (org_id, write_id)
);

-- One row per entity that a write touched, in the write's own transaction: the change log and the audit trail are one.
CREATE TABLE changes (
  org_id int NOT NULL,
  write_id uuid NOT NULL,
  part int NOT NULL,
  -- Its place in the log, given after commit; NULL until then.
  seq bigint,
  entity text NOT NULL CHECK (entity IN ('customer', 'account')),
  entity_id bigint NOT NULL,
  -- The entity's version after this change.
  version bigint NOT NULL,
  action text NOT NULL,
  -- Which fields changed; what from and to is in change_values.
  fields text[] NOT NULL,
  occurred_at timestamptz NOT NULL,
  -- SHA-256 over the salt and the values.
  digest bytea NOT NULL CHECK (length(digest) = 32),
  PRIMARY KEY (org_id, write_id, part),
  FOREIGN KEY (org_id, write_id) REFERENCES writes (org_id, write_id)
);
CREATE UNIQUE INDEX changes_by_number ON changes (org_id, seq) WHERE seq IS NOT NULL;
CREATE INDEX changes_not_numbered ON changes (org_id, occurred_at) WHERE seq IS NULL;
CREATE INDEX changes_of_entity ON changes (org_id, entity, entity_id, version);

-- What changed, from what and to what: personal data, which an erasure deletes while the digest above stays.
CREATE TABLE change_values (
  org_id int NOT NULL,
  write_id uuid NOT NULL,
  part int NOT NULL,
  entity text NOT NULL,
  entity_id bigint NOT NULL,
  salt bytea NOT NULL CHECK (length(salt) = 16),
  -- Field to [before, after], as text: the digest is over these very bytes.
  field_values text NOT NULL,
  PRIMARY KEY (org_id, write_id, part),
  FOREIGN KEY (org_id, write_id, part) REFERENCES changes (org_id, write_id, part)
);
CREATE INDEX change_values_of_entity ON change_values (org_id, entity, entity_id);

CREATE TABLE change_counters (
  org_id int PRIMARY KEY,
  last_seq bigint NOT NULL,
  sealed_seq bigint NOT NULL
);

-- Each seal covers the changes up to last_seq that the one before did not, and hashes that one too.
CREATE TABLE audit_seals (
  org_id int NOT NULL,
  last_seq bigint NOT NULL,
  first_seq bigint NOT NULL,
  previous bytea NOT NULL,
  hash bytea NOT NULL,
  sealed_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, last_seq)
);

-- Who read whose data: a row per batch, key, user and call.
CREATE TABLE read_log (
  org_id int NOT NULL,
  read_id uuid NOT NULL,
  key_id uuid,
  user_name text,
  protocol text NOT NULL,
  call text NOT NULL,
  customer_ids int[] NOT NULL,
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, read_id)
);
CREATE INDEX read_log_by_time ON read_log (org_id, last_at);
