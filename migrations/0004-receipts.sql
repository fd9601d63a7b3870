-- A call that outlives its request: its caller holds a token and asks again. Made only when a call does not answer in time.
CREATE TABLE receipts (
  org_id int NOT NULL,
  -- SHA-256 of the token, which only the caller has.
  token_hash bytea NOT NULL CHECK (length(token_hash) = 32),
  -- HMAC under the pepper of who called, where, and the body: the token is good for nothing else.
  bound_to bytea NOT NULL,
  -- The process that works on the call, and until when it counts as alive.
  holder uuid NOT NULL,
  held_until timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, token_hash)
);
CREATE INDEX receipts_by_expiry ON receipts (org_id, expires_at);

-- The answers to the parts of the call, each stored by the transaction that did the part; encrypted under a key of the token's.
CREATE TABLE receipt_answers (
  org_id int NOT NULL,
  token_hash bytea NOT NULL,
  part int NOT NULL,
  answer bytea NOT NULL,
  PRIMARY KEY (org_id, token_hash, part),
  FOREIGN KEY (org_id, token_hash) REFERENCES receipts (org_id, token_hash) ON DELETE CASCADE
);
