-- What a key has used up of its limits. A row is overwritten when its windows have ended, so there is nothing to sweep.
CREATE TABLE key_windows (
  org_id int NOT NULL,
  key_id uuid NOT NULL,
  -- A window begins with its first call. What was asked for beyond the limit is in the count and was not given.
  minute_ends_at timestamptz NOT NULL,
  minute_taken bigint NOT NULL CHECK (minute_taken >= 0),
  day_ends_at timestamptz NOT NULL,
  day_taken bigint NOT NULL CHECK (day_taken >= 0),
  PRIMARY KEY (org_id, key_id)
);
