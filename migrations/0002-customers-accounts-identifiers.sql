CREATE TABLE customers (
  org_id int NOT NULL,
  customer_id int NOT NULL CHECK (customer_id > 0),
  kind text NOT NULL CHECK (kind IN ('individual', 'company')),
  given_name text,
  middle_name text,
  family_name text,
  title text,
  company_name text,
  address_1 text,
  address_2 text,
  city text,
  region text,
  postal_code text,
  country text,
  phone_day text,
  phone_evening text,
  phone_fax text,
  phone_mobile text,
  phone_alternate_1 text,
  phone_alternate_2 text,
  birth_date date,
  gender text,
  email_opt_out boolean,
  email_format text CHECK (email_format IN ('html', 'text')),
  text_messages boolean,
  access_level text NOT NULL CHECK (access_level IN ('full', 'restricted')),
  -- Argon2id over an HMAC under the pepper, with the pepper's version in front.
  pin_hash text,
  pin_temporary boolean NOT NULL DEFAULT false CHECK (NOT pin_temporary OR pin_hash IS NOT NULL),
  -- Counts the changes of this row, identifiers included: the order of its changes in the change log.
  version bigint NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, customer_id)
);

-- What a customer can be found by.
CREATE TABLE identifiers (
  org_id int NOT NULL,
  customer_id int NOT NULL,
  kind text NOT NULL CHECK (kind IN ('email', 'alternate-id', 'loyalty-code')),
  -- The kind of alternate id; otherwise empty.
  type text NOT NULL DEFAULT '',
  -- How it compares: an e-mail trimmed and in lower case, everything else as it is.
  value_key text NOT NULL,
  value text NOT NULL,
  comment text,
  -- No second customer of the organisation may have it exclusively: e-mails of customers on an account, loyalty codes.
  exclusive boolean NOT NULL,
  -- For e-mails: whether mail to it arrives.
  valid boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, customer_id, kind, type, value_key),
  FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, customer_id)
);
CREATE UNIQUE INDEX identifiers_exclusive ON identifiers (org_id, kind, value_key) WHERE exclusive;
CREATE INDEX identifiers_by_value ON identifiers (org_id, kind, value_key);
-- A customer has one e-mail and one loyalty code.
CREATE UNIQUE INDEX identifiers_one_of_kind ON identifiers (org_id, customer_id, kind) WHERE kind <> 'alternate-id';

CREATE TABLE accounts (
  org_id int NOT NULL,
  account_id int NOT NULL CHECK (account_id > 0),
  primary_customer_id int NOT NULL,
  type text NOT NULL CHECK (type IN ('personal', 'business')),
  status text NOT NULL CHECK (status IN ('active', 'inactive')),
  external_id_1 text,
  external_id_2 text,
  -- Free text 1 to 20, by number.
  other_info jsonb NOT NULL DEFAULT '{}',
  locked boolean NOT NULL DEFAULT false,
  -- Wrong PINs in a row, and PINs being checked right now, which count no more once pin_checks_until is past
  -- (the process that checked them died).
  pin_failures int NOT NULL DEFAULT 0 CHECK (pin_failures >= 0),
  pin_checks int NOT NULL DEFAULT 0 CHECK (pin_checks >= 0),
  pin_checks_until timestamptz,
  version bigint NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, account_id),
  FOREIGN KEY (org_id, primary_customer_id) REFERENCES customers (org_id, customer_id)
);

-- The names on an account, its primary one included.
CREATE TABLE account_names (
  org_id int NOT NULL,
  account_id int NOT NULL,
  customer_id int NOT NULL,
  nickname text,
  nickname_order int NOT NULL,
  PRIMARY KEY (org_id, account_id, customer_id),
  FOREIGN KEY (org_id, account_id) REFERENCES accounts (org_id, account_id),
  FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, customer_id)
);
CREATE INDEX account_names_by_customer ON account_names (org_id, customer_id);

CREATE TABLE account_groups (
  org_id int NOT NULL,
  group_id int NOT NULL,
  name text NOT NULL,
  PRIMARY KEY (org_id, group_id)
);

CREATE TABLE account_group_members (
  org_id int NOT NULL,
  account_id int NOT NULL,
  group_id int NOT NULL,
  PRIMARY KEY (org_id, account_id, group_id),
  FOREIGN KEY (org_id, account_id) REFERENCES accounts (org_id, account_id),
  FOREIGN KEY (org_id, group_id) REFERENCES account_groups (org_id, group_id)
);
