-- What the delivery protocol reaches an organisation by: companies (organisation_names) and their branches, to which keys belong.
ALTER TABLE organisation_names ADD COLUMN active boolean NOT NULL DEFAULT true;

CREATE TABLE branches (
  org_id int NOT NULL,
  -- The company, as in organisation_names.
  company text NOT NULL,
  branch int NOT NULL CHECK (branch BETWEEN 1 AND 9999),
  name text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, company, branch)
);

-- The branch that a key of the delivery protocol belongs to, and the networks (CIDR) from which a key may be used; NULL: all.
ALTER TABLE api_keys ADD COLUMN branch int;
ALTER TABLE api_keys ADD COLUMN networks text[];
ALTER TABLE api_keys ADD CONSTRAINT api_keys_branch_check CHECK ((branch IS NOT NULL) = (protocol = 'delivery'));

-- Session tokens of the delivery protocol: each opens one branch of one company for a while.
CREATE TABLE delivery_sessions (
  -- SHA-256 of the token, which only the caller has.
  token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
  org_id int NOT NULL,
  key_id uuid NOT NULL,
  company text NOT NULL,
  branch int NOT NULL,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX delivery_sessions_by_key ON delivery_sessions (key_id, expires_at);

ALTER TABLE customers ADD COLUMN address_3 text;
-- True: deliveries are made no more. NULL as long as nobody said so.
ALTER TABLE customers ADD COLUMN inactive boolean;

-- A reference by which a company's own system knows the customer: one per company, unique in it. Its value_key has the company in front.
ALTER TABLE identifiers DROP CONSTRAINT identifiers_kind_check;
ALTER TABLE identifiers ADD CONSTRAINT identifiers_kind_check
  CHECK (kind IN ('email', 'alternate-id', 'loyalty-code', 'external-reference'));
DROP INDEX identifiers_one_of_kind;
CREATE UNIQUE INDEX identifiers_one_of_kind ON identifiers (org_id, customer_id, kind, type) WHERE kind <> 'alternate-id';

ALTER TABLE counters DROP CONSTRAINT counters_counter_check;
ALTER TABLE counters ADD CONSTRAINT counters_counter_check CHECK (counter IN ('customer', 'account', 'delivery'));
INSERT INTO counters (org_id, counter, last) SELECT org_id, 'delivery', 0 FROM change_counters;

ALTER TABLE changes DROP CONSTRAINT changes_entity_check;
ALTER TABLE changes ADD CONSTRAINT changes_entity_check CHECK (entity IN ('customer', 'account', 'delivery'));

CREATE TABLE deliveries (
  org_id int NOT NULL,
  delivery_id int NOT NULL CHECK (delivery_id > 0),
  company text NOT NULL,
  branch int NOT NULL,
  customer_id int NOT NULL,
  -- The company's own system's; unique in the company.
  external_reference text,
  delivery_date date NOT NULL,
  status text NOT NULL CHECK (status IN ('scheduled', 'out', 'delivered', 'failed', 'cancelled')),
  -- Name, address and telephones as they were when the delivery was made.
  recipient jsonb NOT NULL,
  boxes int CHECK (boxes > 0),
  fridge boolean NOT NULL,
  controlled boolean NOT NULL,
  -- A list of {reference, description, quantity, packSize}.
  items jsonb NOT NULL,
  notes text,
  version bigint NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, delivery_id),
  FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, customer_id)
);
CREATE UNIQUE INDEX deliveries_external_reference ON deliveries (org_id, company, external_reference) WHERE external_reference IS NOT NULL;
CREATE INDEX deliveries_by_customer ON deliveries (org_id, customer_id, delivery_date);
CREATE INDEX deliveries_by_day ON deliveries (org_id, company, branch, delivery_date, delivery_id);

-- The states that a delivery has gone through, the first one included: when, and who said so.
CREATE TABLE delivery_steps (
  org_id int NOT NULL,
  delivery_id int NOT NULL,
  -- The delivery's version that it began with.
  version bigint NOT NULL,
  status text NOT NULL,
  reason text,
  key_id uuid,
  user_name text,
  occurred_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, delivery_id, version),
  FOREIGN KEY (org_id, delivery_id) REFERENCES deliveries (org_id, delivery_id)
);
