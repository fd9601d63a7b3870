-- Campaigns of a loyalty programme, and the ledger of what customers were given in them and took out of them.

-- Names of one loyalty account share a number; an organisation with several accounts is an agency, and its campaigns may be a coalition.
ALTER TABLE organisation_names ADD COLUMN account int NOT NULL DEFAULT 1;

CREATE TABLE campaigns (
  org_id int NOT NULL,
  -- 16 digits, and no more than a number in JavaScript holds exactly.
  campaign_id bigint NOT NULL CHECK (campaign_id BETWEEN 1000000000000000 AND 9007199254740991),
  -- The loyalty account that it belongs to.
  account int NOT NULL,
  name text NOT NULL,
  type text NOT NULL CHECK (type IN ('points', 'giftcard', 'events', 'earned', 'buyx')),
  description text,
  latitude numeric,
  longitude numeric,
  -- Of points: how many are earned by 1.00, and how many are worth 1.00 of money off; NULL: as many as are earned by it.
  points_ratio numeric,
  reward_ratio numeric,
  -- Of earned: what each event earns, in minor units.
  event_amount bigint,
  in_coalition boolean NOT NULL,
  two_tier boolean NOT NULL,
  active boolean NOT NULL,
  -- In how many days, at the least, a depreciation or a fee may be due; NULL: never.
  shortest_days int,
  -- The day since which its rules differ from what the balances are due by: all of them are still to be looked at.
  rules_changed_on date,
  -- Counts the changes of this row and of all that belongs to the campaign.
  version bigint NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  -- From then on nobody sees it, and what was recorded in it goes.
  deleted_at timestamptz,
  PRIMARY KEY (org_id, campaign_id)
);

-- What belongs to campaigns. A number is given once in an organisation; what was deleted is kept for the entries that name it.
CREATE TABLE campaign_rewards (
  org_id int NOT NULL,
  reward_id int NOT NULL,
  campaign_id bigint NOT NULL,
  level bigint NOT NULL CHECK (level > 0),
  description text NOT NULL,
  identifier text,
  deleted_at timestamptz,
  PRIMARY KEY (org_id, reward_id),
  FOREIGN KEY (org_id, campaign_id) REFERENCES campaigns (org_id, campaign_id)
);
CREATE INDEX campaign_rewards_of ON campaign_rewards (org_id, campaign_id);

CREATE TABLE campaign_promotions (
  org_id int NOT NULL,
  promotion_id int NOT NULL,
  campaign_id bigint NOT NULL,
  -- Points are added to those of the purchase, or those of the purchase are multiplied.
  operation text NOT NULL CHECK (operation IN ('add', 'multiply')),
  value numeric NOT NULL CHECK (value > 0),
  description text,
  identifier text,
  -- The first and the last day; NULL: any.
  starts_on date,
  ends_on date,
  deleted_at timestamptz,
  PRIMARY KEY (org_id, promotion_id),
  FOREIGN KEY (org_id, campaign_id) REFERENCES campaigns (org_id, campaign_id)
);
CREATE INDEX campaign_promotions_of ON campaign_promotions (org_id, campaign_id);

CREATE TABLE campaign_items (
  org_id int NOT NULL,
  item_id int NOT NULL,
  campaign_id bigint NOT NULL,
  description text NOT NULL,
  -- How many must have been bought for one that is free.
  level bigint NOT NULL CHECK (level > 0),
  identifier text,
  deleted_at timestamptz,
  PRIMARY KEY (org_id, item_id),
  FOREIGN KEY (org_id, campaign_id) REFERENCES campaigns (org_id, campaign_id)
);
CREATE INDEX campaign_items_of ON campaign_items (org_id, campaign_id);

-- What time takes away: depreciations and fees.
CREATE TABLE campaign_rules (
  org_id int NOT NULL,
  rule_id int NOT NULL,
  campaign_id bigint NOT NULL,
  kind text NOT NULL CHECK (kind IN ('depreciation', 'fee')),
  interval_count int NOT NULL CHECK (interval_count > 0),
  interval_unit text NOT NULL CHECK (interval_unit IN ('days', 'months', 'years')),
  -- Of a depreciation: counted from each transaction, or from the customer's last activity; and how much of it goes.
  counted_from text CHECK (counted_from IN ('transaction', 'last-activity')),
  percentage numeric CHECK (percentage > 0 AND percentage <= 100),
  -- Of a fee, in the campaign's units.
  amount bigint CHECK (amount > 0),
  description text,
  -- What was due on this day or before it is none of its affair.
  effective_after date NOT NULL,
  deleted_at timestamptz,
  PRIMARY KEY (org_id, rule_id),
  FOREIGN KEY (org_id, campaign_id) REFERENCES campaigns (org_id, campaign_id)
);
CREATE INDEX campaign_rules_of ON campaign_rules (org_id, campaign_id);

-- What each customer has in each campaign, and of each item of one that counts items; item 0 is the campaign itself. Points, events and items are
-- whole, money is in minor units. A row is made when the customer joins the campaign, goes when they are merged into another or erased, and whoever
-- changes it holds it: so nothing is written to a customer who is not there any more.
CREATE TABLE ledger_balances (
  org_id int NOT NULL,
  customer_id int NOT NULL,
  campaign_id bigint NOT NULL,
  item_id int NOT NULL DEFAULT 0,
  balance bigint NOT NULL CHECK (balance >= 0),
  -- All that was ever earned, whatever became of it.
  cumulative bigint NOT NULL,
  enrolled_at timestamptz NOT NULL,
  -- No depreciation or fee is due before that day; NULL: none ever is.
  due_on date,
  PRIMARY KEY (org_id, customer_id, campaign_id, item_id),
  FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, customer_id),
  FOREIGN KEY (org_id, campaign_id) REFERENCES campaigns (org_id, campaign_id)
) WITH (fillfactor = 80);
CREATE INDEX ledger_balances_of_campaign ON ledger_balances (org_id, campaign_id, customer_id);
CREATE INDEX ledger_balances_due ON ledger_balances (org_id, due_on) WHERE due_on IS NOT NULL;

-- Nothing of it is ever changed; it goes only with its customer or its campaign. Keys to balances and campaigns, checks and indexes of few rows are not declared: each would
-- cost something at every entry, and who writes one holds the balance that it belongs to. willcall verify looks after all of them.
CREATE TABLE ledger_entries (
  org_id int NOT NULL,
  entry_id bigint NOT NULL,
  -- Whom it was made for; once they have been merged into another it counts for that one.
  customer_id int NOT NULL,
  campaign_id bigint NOT NULL,
  item_id int NOT NULL,
  -- enrolment, activity, redemption, depreciation, fee or transfer.
  kind text NOT NULL,
  -- What it adds to the balance, or takes from it.
  amount bigint NOT NULL,
  -- The money that was spent or taken off, in minor units, where it is not the amount.
  money bigint,
  promotion_id int,
  reward_id int,
  description text,
  custom_fields jsonb,
  -- When it happened; recorded_at says when it was recorded.
  occurred_at timestamptz NOT NULL,
  -- The entry that it takes back.
  undoes bigint,
  -- The rule that made it, and the day on which it was due.
  rule_id int,
  due_on date,
  -- Its write, and its place among the parts of that.
  write_id uuid NOT NULL,
  part int NOT NULL,
  -- Who recorded it and when, as in writes.
  recorded_at timestamptz NOT NULL,
  key_id uuid,
  user_name text,
  protocol text NOT NULL,
  call text NOT NULL,
  request_id text NOT NULL,
  -- Of the digest in the change log.
  salt bytea NOT NULL,
  PRIMARY KEY (org_id, entry_id)
);
CREATE INDEX ledger_entries_of ON ledger_entries (org_id, customer_id, campaign_id, item_id, occurred_at, entry_id);
CREATE INDEX ledger_entries_by_time ON ledger_entries (org_id, occurred_at, entry_id);
-- Entries that were taken back, and the one that did: once.
CREATE TABLE ledger_undone (
  org_id int NOT NULL,
  entry_id bigint NOT NULL,
  undone_by bigint NOT NULL,
  PRIMARY KEY (org_id, entry_id)
);

-- Entries that the change log does not tell of yet. An entry says by itself who made it, so its rows of writes and changes are made after it, many at a time, by who
-- numbers them (core/audit/sequencer.ts): with every entry they would cost as much again as all the rest.
CREATE TABLE ledger_untold (
  org_id int NOT NULL,
  entry_id bigint NOT NULL,
  PRIMARY KEY (org_id, entry_id)
);

ALTER TABLE changes DROP CONSTRAINT changes_entity_check;
ALTER TABLE changes ADD CONSTRAINT changes_entity_check
  CHECK (entity IN ('customer', 'account', 'delivery', 'loyalty-account', 'campaign', 'transaction'));

-- Numbers of transactions are taken in blocks; those of what belongs to campaigns begin where no level of a reward is, since clients name a reward by either.
ALTER TABLE counters DROP CONSTRAINT counters_counter_check;
ALTER TABLE counters ADD CONSTRAINT counters_counter_check
  CHECK (counter IN ('customer', 'account', 'delivery', 'campaign-part', 'transaction'));
INSERT INTO counters (org_id, counter, last) SELECT org_id, 'campaign-part', 1000000000 FROM change_counters;
INSERT INTO counters (org_id, counter, last) SELECT org_id, 'transaction', 0 FROM change_counters;
