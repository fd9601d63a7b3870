-- The directory finds the organisation that a call is for. It is small, read through a cache, and on Citus a set of
-- reference tables; everything else leads with org_id (docs/architecture.md).

-- One row: every change to the directory, to users and to vocabularies raises the number, which tells all caches.
CREATE TABLE directory_version (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  version bigint NOT NULL,
  next_org_id int NOT NULL
);
INSERT INTO directory_version (version, next_org_id) VALUES (1, 1);

CREATE TABLE organisations (
  org_id int PRIMARY KEY,
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text NOT NULL,
  time_zone text NOT NULL,
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  -- Networks from which the organisation's own systems call without a key, in CIDR notation.
  own_networks text[] NOT NULL DEFAULT '{}',
  -- The types of alternate id that its customers may have, in its own spelling.
  alternate_id_types text[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL
);

-- The names under which a protocol reaches an organisation: an Archtics DSN, a loyalty account_id, a PDM company_id. Lower case.
CREATE TABLE organisation_names (
  protocol text NOT NULL CHECK (protocol IN ('archtics', 'loyalty', 'delivery')),
  name text NOT NULL,
  org_id int NOT NULL REFERENCES organisations,
  PRIMARY KEY (protocol, name)
);
CREATE INDEX organisation_names_by_organisation ON organisation_names (org_id);

CREATE TABLE api_keys (
  -- SHA-256 of the key; the key itself is shown once and kept nowhere.
  key_hash bytea PRIMARY KEY CHECK (length(key_hash) = 32),
  key_id uuid NOT NULL UNIQUE,
  org_id int NOT NULL REFERENCES organisations,
  label text NOT NULL,
  protocol text NOT NULL CHECK (protocol IN ('archtics', 'loyalty', 'delivery')),
  products text[] NOT NULL,
  -- NULL: all of the organisation's names, or all commands of the products.
  names text[],
  commands text[],
  -- NULL: no limit.
  calls_per_minute int CHECK (calls_per_minute > 0),
  calls_per_day int CHECK (calls_per_day > 0),
  expires_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz NOT NULL
);
CREATE INDEX api_keys_by_organisation ON api_keys (org_id, created_at);

-- A fixed text under each version of the pepper, so that a start with another pepper is noticed before it hashes anything.
CREATE TABLE pepper_proofs (
  pepper_version int PRIMARY KEY,
  proof bytea NOT NULL
);

-- Work that one process at a time does. The holder renews; another takes over when it has not.
CREATE TABLE leases (
  name text PRIMARY KEY,
  holder uuid NOT NULL,
  expires_at timestamptz NOT NULL
);

-- The names that calls are made under (an Archtics uid). Lower case.
CREATE TABLE users (
  org_id int NOT NULL,
  user_name text NOT NULL,
  -- NULL: all of the organisation's names.
  names text[],
  password_hash text,
  password_required boolean NOT NULL DEFAULT false CHECK (NOT password_required OR password_hash IS NOT NULL),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, user_name)
);

-- The last number given out per kind of number that vendors show.
CREATE TABLE counters (
  org_id int NOT NULL,
  counter text NOT NULL CHECK (counter IN ('customer', 'account')),
  last bigint NOT NULL CHECK (last BETWEEN 0 AND 2147483647),
  PRIMARY KEY (org_id, counter)
);
