-- What a call under an Idempotency-Key has come to, stored by the write that decided it.
CREATE TABLE idempotent_calls (
  org_id int NOT NULL,
  key_id uuid NOT NULL,
  -- HMAC under the pepper of the Idempotency-Key.
  mark bytea NOT NULL CHECK (length(mark) = 32),
  -- HMAC under the pepper of call and body: the Idempotency-Key is good for no other.
  bound_to bytea NOT NULL,
  -- What the core's function gave, encrypted under a key of the Idempotency-Key's.
  outcome bytea NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, key_id, mark)
);
CREATE INDEX idempotent_calls_by_expiry ON idempotent_calls (org_id, expires_at);
