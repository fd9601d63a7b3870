-- A sandbox is an organisation for trying integrations out: its clock can be turned, its answers can be told to go wrong, and its
-- calls are kept to be looked at. Nothing of this can be switched on for an organisation that was not made as one.
ALTER TABLE organisations ADD COLUMN sandbox boolean NOT NULL DEFAULT false;

-- Keys of the native API; their products are its scopes.
ALTER TABLE api_keys DROP CONSTRAINT api_keys_protocol_check;
ALTER TABLE api_keys ADD CONSTRAINT api_keys_protocol_check CHECK (protocol IN ('archtics', 'loyalty', 'delivery', 'native'));

-- By how much an organisation's clock is ahead of the machine's.
CREATE TABLE sandbox_clocks (
  org_id int PRIMARY KEY,
  ahead_ms bigint NOT NULL
);

-- How the calls of a key are to be answered.
CREATE TABLE sandbox_behaviours (
  org_id int NOT NULL,
  key_id uuid NOT NULL,
  behaviour jsonb NOT NULL,
  -- The calls that are still to be answered so; NULL: all.
  times_left int CHECK (times_left >= 0),
  set_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, key_id)
);

-- How often a behaviour that calls bring along, for so many times, has been had.
CREATE TABLE sandbox_counts (
  org_id int NOT NULL,
  key_id uuid NOT NULL,
  -- SHA-256 of what tells such calls apart.
  mark bytea NOT NULL CHECK (length(mark) = 32),
  times int NOT NULL,
  ends_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, key_id, mark)
);

-- The last calls of each key, without secrets.
CREATE TABLE sandbox_calls (
  org_id int NOT NULL,
  key_id uuid NOT NULL,
  -- In the order of time.
  call_id uuid NOT NULL,
  -- JSON, as text: it may hold what jsonb can't.
  call text NOT NULL,
  PRIMARY KEY (org_id, key_id, call_id)
);
