-- The loyalty side of customers, who may call for it, and merges with their undo.

ALTER TABLE customers ADD COLUMN custom_date date;
ALTER TABLE customers ADD COLUMN custom_text text;
-- Values of fields that the organisation has defined, by the field's number.
ALTER TABLE customers ADD COLUMN custom_fields jsonb;
-- Whether whoever holds the card has made it theirs; a card that is loaded beforehand is not.
ALTER TABLE customers ADD COLUMN registered boolean;
-- Argon2id, as pin_hash: what the loyalty protocol's customers prove themselves with.
ALTER TABLE customers ADD COLUMN password_hash text;
ALTER TABLE customers ADD COLUMN card_pin_hash text;
-- Hashes of the organisation and each three characters in a row of what the customer is searched by: an index that needs no extension, and
-- in which no organisation meets another. NULL: not computed yet; empty: not to be found.
ALTER TABLE customers ADD COLUMN search_grams int[];
-- What waits to be merged into it is read by every search, so little may wait.
CREATE INDEX customers_by_gram ON customers USING gin (search_grams) WITH (gin_pending_list_limit = 512);
CREATE INDEX customers_without_grams ON customers (org_id, customer_id) WHERE search_grams IS NULL;
-- Of one that was merged away: who it is now, never one that was merged away itself.
ALTER TABLE customers ADD COLUMN merged_into int;
ALTER TABLE customers ADD CONSTRAINT customers_merged_into_fkey
  FOREIGN KEY (org_id, merged_into) REFERENCES customers (org_id, customer_id);
CREATE INDEX customers_by_survivor ON customers (org_id, merged_into) WHERE merged_into IS NOT NULL;

-- Retired: it leads to the customer, but is shown no more and never given out again.
ALTER TABLE identifiers ADD COLUMN retired boolean NOT NULL DEFAULT false;
-- The customer that it was merged in from.
ALTER TABLE identifiers ADD COLUMN came_from int;
ALTER TABLE identifiers DROP CONSTRAINT identifiers_kind_check;
ALTER TABLE identifiers ADD CONSTRAINT identifiers_kind_check
  CHECK (kind IN ('email', 'alternate-id', 'loyalty-code', 'external-reference', 'card-number', 'user-name', 'custom-field'));
DROP INDEX identifiers_one_of_kind;
CREATE UNIQUE INDEX identifiers_one_of_kind ON identifiers (org_id, customer_id, kind, type)
  WHERE kind <> 'alternate-id' AND NOT retired;

ALTER TABLE account_names ADD COLUMN came_from int;

-- The customer that a write to a survivor was meant for, when it was addressed by what had been that one's.
ALTER TABLE changes ADD COLUMN meant_for int;
ALTER TABLE changes DROP CONSTRAINT changes_entity_check;
ALTER TABLE changes ADD CONSTRAINT changes_entity_check CHECK (entity IN ('customer', 'account', 'delivery', 'loyalty-account'));

-- Every card number that was ever on file: whoever gives one out or retires it holds its row.
CREATE TABLE card_numbers (
  org_id int NOT NULL,
  card_number text NOT NULL,
  PRIMARY KEY (org_id, card_number)
);

CREATE TABLE merges (
  org_id int NOT NULL,
  merge_id uuid NOT NULL,
  survivor_id int NOT NULL,
  loser_id int NOT NULL,
  -- The survivor's version after it.
  survivor_version bigint NOT NULL,
  -- Both customers' rows as they were, with identifiers and names on accounts; NULL once the customer is erased.
  before jsonb,
  key_id uuid,
  user_name text,
  protocol text NOT NULL,
  merged_at timestamptz NOT NULL,
  undone_at timestamptz,
  PRIMARY KEY (org_id, merge_id),
  FOREIGN KEY (org_id, survivor_id) REFERENCES customers (org_id, customer_id),
  FOREIGN KEY (org_id, loser_id) REFERENCES customers (org_id, customer_id)
);
CREATE INDEX merges_by_survivor ON merges (org_id, survivor_id, merged_at);
CREATE INDEX merges_by_loser ON merges (org_id, loser_id);

-- What the organisation says of itself to the loyalty protocol; its version counts the changes of this row, of users and of fields.
CREATE TABLE loyalty_accounts (
  org_id int PRIMARY KEY,
  language text NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'es', 'fr')),
  -- Whom mail about new customers goes to; NULL: nobody.
  owner_email text,
  -- Whether a call may carry its secrets in a URL.
  get_allowed boolean NOT NULL DEFAULT false,
  suspended boolean NOT NULL DEFAULT false,
  -- Names, address and telephones of the business and its contact.
  details jsonb NOT NULL DEFAULT '{}',
  version bigint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
INSERT INTO loyalty_accounts (org_id, created_at, updated_at) SELECT org_id, created_at, created_at FROM organisations;

CREATE TABLE loyalty_users (
  org_id int NOT NULL,
  -- Lower case.
  user_name text NOT NULL,
  -- Stands for the user wherever a key would: limits, use, the audit trail.
  user_key_id uuid NOT NULL,
  role text NOT NULL,
  -- NULL: all of the organisation's names.
  names text[],
  given_name text,
  family_name text,
  password_hash text,
  pin_hash text,
  -- HMAC under the pepper: two users of an organisation have no PIN in common.
  pin_mark bytea,
  additional_info text,
  language text CHECK (language IN ('en', 'es', 'fr')),
  time_zone text,
  -- NULL: all.
  allowed_campaigns text[],
  -- Permissions of the role that the user does not have.
  suppressed text[] NOT NULL DEFAULT '{}',
  calls_per_minute int CHECK (calls_per_minute > 0),
  -- The last day of who is there for a time.
  ends_on date,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, user_name)
);
CREATE UNIQUE INDEX loyalty_users_pin ON loyalty_users (org_id, pin_mark) WHERE pin_mark IS NOT NULL;

CREATE TABLE loyalty_keys (
  org_id int NOT NULL,
  user_name text NOT NULL,
  -- SHA-256 of the key. Two users may have the same one: imported keys are often hashes of passwords.
  key_hash bytea NOT NULL CHECK (length(key_hash) = 32),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, user_name, key_hash),
  FOREIGN KEY (org_id, user_name) REFERENCES loyalty_users (org_id, user_name)
);

-- Finds the organisations that have a user of a name, for who logs in without naming an account.
CREATE TABLE loyalty_logins (
  user_name text NOT NULL,
  org_id int NOT NULL,
  PRIMARY KEY (user_name, org_id)
);

CREATE TABLE custom_fields (
  org_id int NOT NULL,
  -- Whose field it is.
  subject text NOT NULL CHECK (subject IN ('customer', 'transaction')),
  number int NOT NULL CHECK (number > 0),
  label text NOT NULL,
  shown boolean NOT NULL DEFAULT false,
  type text NOT NULL CHECK (type IN ('text', 'date', 'list', 'pick', 'number', 'money')),
  choices text[] NOT NULL DEFAULT '{}',
  searchable boolean NOT NULL DEFAULT false,
  is_unique boolean NOT NULL DEFAULT false,
  required boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL,
  -- From then on nobody sees it; the row goes when the last value has gone.
  deleted_at timestamptz,
  PRIMARY KEY (org_id, subject, number)
);

-- What an organisation calls the fields that every customer has, and whether it shows them; without a row as Willcall has them.
CREATE TABLE standard_fields (
  org_id int NOT NULL,
  name text NOT NULL,
  label text,
  shown boolean,
  PRIMARY KEY (org_id, name)
);

-- Attempts to prove a secret that lock after some wrong ones.
CREATE TABLE secret_attempts (
  org_id int NOT NULL,
  -- HMAC under the pepper of what is tried.
  subject bytea NOT NULL CHECK (length(subject) = 32),
  failures int NOT NULL,
  checks int NOT NULL,
  checks_until timestamptz,
  locked_until timestamptz,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, subject)
);
CREATE INDEX secret_attempts_by_time ON secret_attempts (org_id, updated_at);

CREATE TABLE customer_tokens (
  org_id int NOT NULL,
  -- SHA-256 of the token, which only the caller has.
  token_hash bytea NOT NULL CHECK (length(token_hash) = 32),
  customer_id int NOT NULL,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, token_hash),
  FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, customer_id)
);
CREATE INDEX customer_tokens_of ON customer_tokens (org_id, customer_id);
