-- Season ticketing: what venues look like, what is played there, what it costs, and who has which seat.

-- Feeds follow the number of a change and, by time, when it was given that number: a later number never has an earlier time. Of changes before this migration it is not known.
ALTER TABLE changes ADD COLUMN numbered_at timestamptz NOT NULL DEFAULT '1970-01-01T00:00:00Z';
ALTER TABLE change_counters ADD COLUMN numbered_at timestamptz NOT NULL DEFAULT '1970-01-01T00:00:00Z';
CREATE INDEX changes_of_accounts ON changes (org_id, numbered_at, seq) WHERE seq IS NOT NULL AND entity IN ('account', 'customer');
CREATE INDEX changes_of_prices ON changes (org_id, numbered_at, seq) WHERE seq IS NOT NULL AND entity = 'price';
ALTER TABLE changes DROP CONSTRAINT changes_entity_check;
ALTER TABLE changes ADD CONSTRAINT changes_entity_check CHECK (entity IN ('customer', 'account', 'delivery', 'loyalty-account', 'campaign', 'transaction',
  'venue', 'manifest', 'section', 'seat-row', 'season', 'event', 'plan', 'item-set', 'price', 'ticket-type', 'hold-class', 'class-attribute', 'delivery-method', 'payment-type',
  'service-charge', 'account-rep', 'note', 'order', 'seats', 'scan', 'ticket-value'));

ALTER TABLE counters DROP CONSTRAINT counters_counter_check;
ALTER TABLE counters ADD CONSTRAINT counters_counter_check
  CHECK (counter IN ('customer', 'account', 'delivery', 'campaign-part', 'transaction', 'set-up', 'order', 'seat-move', 'scan'));
INSERT INTO counters (org_id, counter, last) SELECT org_id, 'set-up', 0 FROM change_counters;
INSERT INTO counters (org_id, counter, last) SELECT org_id, 'order', 0 FROM change_counters;
INSERT INTO counters (org_id, counter, last) SELECT org_id, 'seat-move', 0 FROM change_counters;
INSERT INTO counters (org_id, counter, last) SELECT org_id, 'scan', 0 FROM change_counters;

CREATE TABLE venues (
  org_id int NOT NULL,
  venue_id int NOT NULL,
  name text NOT NULL,
  abbreviation text,
  online_name text,
  address_1 text,
  address_2 text,
  city text,
  region text,
  postal_code text,
  country text,
  phone text,
  -- What another ticketing system calls it.
  host_venue_id text,
  version bigint NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, venue_id)
);
CREATE UNIQUE INDEX venues_name ON venues (org_id, upper(name));

-- A way in which a venue is seated.
CREATE TABLE manifests (
  org_id int NOT NULL,
  manifest_id int NOT NULL,
  venue_id int NOT NULL,
  name text NOT NULL,
  version bigint NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, manifest_id),
  FOREIGN KEY (org_id, venue_id) REFERENCES venues (org_id, venue_id)
);
CREATE UNIQUE INDEX manifests_name ON manifests (org_id, upper(name));

CREATE TABLE sections (
  org_id int NOT NULL,
  section_id int NOT NULL,
  manifest_id int NOT NULL,
  name text NOT NULL,
  description text,
  type text NOT NULL CHECK (type IN ('standard', 'suite', 'club')),
  -- Numbered seats, standing places, or seats that nobody has in particular.
  seating text NOT NULL CHECK (seating IN ('reserved', 'standing', 'general')),
  gate text,
  -- Behind the gate: the portal or exit that leads to it.
  portal text,
  -- Sections are shown in this order, then by number.
  sort int NOT NULL DEFAULT 0,
  host_name text,
  info_1 text,
  info_2 text,
  info_3 text,
  info_4 text,
  info_5 text,
  version bigint NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, section_id),
  FOREIGN KEY (org_id, manifest_id) REFERENCES manifests (org_id, manifest_id)
);
CREATE UNIQUE INDEX sections_name ON sections (org_id, manifest_id, upper(name));

CREATE TABLE seat_rows (
  org_id int NOT NULL,
  row_id int NOT NULL,
  section_id int NOT NULL,
  name text NOT NULL,
  description text,
  sort int NOT NULL DEFAULT 0,
  -- Neighbours' numbers differ by it.
  seat_increment int NOT NULL DEFAULT 1 CHECK (seat_increment BETWEEN 1 AND 100),
  host_name text,
  info_1 text,
  info_2 text,
  info_3 text,
  info_4 text,
  info_5 text,
  version bigint NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, row_id),
  FOREIGN KEY (org_id, section_id) REFERENCES sections (org_id, section_id)
);
CREATE UNIQUE INDEX seat_rows_name ON seat_rows (org_id, section_id, upper(name));

-- The seats of a row, in the longest runs that are alike.
CREATE TABLE seat_blocks (
  org_id int NOT NULL,
  row_id int NOT NULL,
  first_seat int NOT NULL CHECK (first_seat BETWEEN 0 AND 1000000),
  seats int NOT NULL CHECK (seats BETWEEN 1 AND 1000000),
  -- What new events start with.
  class_id int NOT NULL,
  price_code text,
  -- Of a single seat: on an aisle at its low end 1, at its high end 2.
  aisle int NOT NULL DEFAULT 0,
  -- The higher the better.
  quality int NOT NULL DEFAULT 0,
  -- wheelchair, companion, limited-mobility, sight-or-hearing, obstructed, folding.
  attributes text[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (org_id, row_id, first_seat),
  FOREIGN KEY (org_id, row_id) REFERENCES seat_rows (org_id, row_id)
);

CREATE TABLE seasons (
  org_id int NOT NULL,
  season_id int NOT NULL,
  name text NOT NULL,
  year int,
  venue_id int,
  manifest_id int,
  -- Whose events they are, where a venue has several tenants.
  organization text,
  line_1 text,
  line_2 text,
  line_3 text,
  version bigint NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, season_id),
  FOREIGN KEY (org_id, venue_id) REFERENCES venues (org_id, venue_id),
  FOREIGN KEY (org_id, manifest_id) REFERENCES manifests (org_id, manifest_id)
);
CREATE UNIQUE INDEX seasons_name ON seasons (org_id, upper(name));

-- Events, and plans, which are sets of events sold together.
CREATE TABLE events (
  org_id int NOT NULL,
  event_id int NOT NULL,
  -- The code that callers name it by, in capitals.
  name text NOT NULL CHECK (name = upper(name)),
  plan_type text NOT NULL CHECK (plan_type IN ('single', 'plan')),
  season_id int,
  venue_id int,
  manifest_id int,
  status text NOT NULL CHECK (status IN ('draft', 'published', 'postponed', 'cancelled')),
  category text NOT NULL CHECK (category IN ('event', 'parking', 'other')),
  online_name text,
  description text,
  online_text text,
  performer text,
  opponent text,
  organization text,
  starts_at timestamptz,
  doors_at timestamptz,
  duration_minutes int,
  url text,
  major_category text,
  minor_category text,
  thumbnail_image text,
  small_image text,
  large_image text,
  host_event_name text,
  game_number text,
  full_season_equivalent numeric,
  sort int NOT NULL DEFAULT 0,
  allow_singles boolean NOT NULL DEFAULT true,
  on_sale_at timestamptz,
  off_sale_at timestamptz,
  sellable boolean NOT NULL DEFAULT true,
  returnable boolean NOT NULL DEFAULT false,
  -- How its tickets may be exchanged: N not at all.
  exchange_option text NOT NULL DEFAULT 'N',
  -- Whether tickets have barcodes, and may be shown on a telephone.
  barcoded boolean NOT NULL DEFAULT true,
  mobile boolean NOT NULL DEFAULT true,
  hide_mobile_barcode boolean NOT NULL DEFAULT false,
  free_of_fees boolean NOT NULL DEFAULT false,
  -- Until how many minutes before the start tickets may be forwarded, resold, printed or returned.
  transfer_minutes int NOT NULL DEFAULT 0,
  -- From how many hours before the start barcodes are shown; NULL: always.
  delivery_delay_hours int,
  -- Whether who has gone out may come in again, and whether they must have gone out by a gate.
  re_entry boolean NOT NULL DEFAULT false,
  version bigint NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, event_id),
  FOREIGN KEY (org_id, season_id) REFERENCES seasons (org_id, season_id),
  FOREIGN KEY (org_id, venue_id) REFERENCES venues (org_id, venue_id),
  FOREIGN KEY (org_id, manifest_id) REFERENCES manifests (org_id, manifest_id)
);
CREATE UNIQUE INDEX events_name ON events (org_id, name);
CREATE INDEX events_by_start ON events (org_id, starts_at);
CREATE INDEX events_of_season ON events (org_id, season_id);

-- The events of a plan.
CREATE TABLE plan_events (
  org_id int NOT NULL,
  plan_id int NOT NULL,
  event_id int NOT NULL,
  PRIMARY KEY (org_id, plan_id, event_id),
  FOREIGN KEY (org_id, plan_id) REFERENCES events (org_id, event_id),
  FOREIGN KEY (org_id, event_id) REFERENCES events (org_id, event_id)
);
CREATE INDEX plan_events_of ON plan_events (org_id, event_id);

-- Named sets of events and plans.
CREATE TABLE item_sets (
  org_id int NOT NULL,
  item_set_id int NOT NULL,
  name text NOT NULL CHECK (name = upper(name)),
  description text,
  -- Holds every event there is or will be.
  all_events boolean NOT NULL DEFAULT false,
  version bigint NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, item_set_id)
);
CREATE UNIQUE INDEX item_sets_name ON item_sets (org_id, name);
CREATE TABLE item_set_events (
  org_id int NOT NULL,
  item_set_id int NOT NULL,
  event_id int NOT NULL,
  PRIMARY KEY (org_id, item_set_id, event_id),
  FOREIGN KEY (org_id, item_set_id) REFERENCES item_sets (org_id, item_set_id),
  FOREIGN KEY (org_id, event_id) REFERENCES events (org_id, event_id)
);
CREATE INDEX item_set_events_of ON item_set_events (org_id, event_id);

CREATE TABLE ticket_types (
  org_id int NOT NULL,
  ticket_type_id int NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  description text,
  category text,
  -- Given away.
  complimentary boolean NOT NULL DEFAULT false,
  version bigint NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, ticket_type_id)
);
CREATE UNIQUE INDEX ticket_types_code ON ticket_types (org_id, upper(code));

-- What one seat of an event or plan costs under a price code, as a ticket of a type. Money is in minor units.
CREATE TABLE prices (
  org_id int NOT NULL,
  price_id int NOT NULL,
  event_id int NOT NULL,
  price_code text NOT NULL,
  ticket_type_id int NOT NULL,
  description text,
  code_group text,
  parent_code text,
  ticket bigint NOT NULL CHECK (ticket >= 0),
  tax bigint NOT NULL DEFAULT 0,
  licence_fee bigint NOT NULL DEFAULT 0,
  other_1 bigint NOT NULL DEFAULT 0,
  other_2 bigint NOT NULL DEFAULT 0,
  other_3 bigint NOT NULL DEFAULT 0,
  other_4 bigint NOT NULL DEFAULT 0,
  other_5 bigint NOT NULL DEFAULT 0,
  other_6 bigint NOT NULL DEFAULT 0,
  other_7 bigint NOT NULL DEFAULT 0,
  other_8 bigint NOT NULL DEFAULT 0,
  tax_rate_a numeric,
  tax_rate_b numeric,
  tax_rate_c numeric,
  printed_price bigint,
  pricing_method text,
  host_price_level text,
  color text,
  sellable boolean NOT NULL DEFAULT true,
  on_sale_at timestamptz,
  off_sale_at timestamptz,
  online_sellable boolean NOT NULL DEFAULT true,
  online_on_sale_at timestamptz,
  online_off_sale_at timestamptz,
  online_name text,
  online_text text,
  online_full_price bigint,
  online_least int,
  online_most int,
  memberships text,
  -- What its tickets may not be used for: forward, resale, print, card, exchange, mobile, return.
  not_allowed text[] NOT NULL DEFAULT '{}',
  info_1 text,
  info_2 text,
  info_3 text,
  info_4 text,
  info_5 text,
  version bigint NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, price_id),
  FOREIGN KEY (org_id, event_id) REFERENCES events (org_id, event_id),
  FOREIGN KEY (org_id, ticket_type_id) REFERENCES ticket_types (org_id, ticket_type_id)
);
CREATE UNIQUE INDEX prices_code ON prices (org_id, event_id, price_code, ticket_type_id);

-- What a seat that is not sold is kept for.
CREATE TABLE hold_classes (
  org_id int NOT NULL,
  hold_class_id int NOT NULL,
  name text NOT NULL,
  description text,
  letter text,
  color text,
  -- Seats of it are not there to be had at all.
  kill boolean NOT NULL DEFAULT false,
  -- Whether the public may buy them.
  open boolean NOT NULL DEFAULT false,
  valid_for_reclass boolean NOT NULL DEFAULT true,
  -- Where its seats go when they are returned; NULL: back to it.
  return_class_id int,
  distribution_status text,
  distribution_name text,
  unsold_type text,
  attribute_type text,
  attribute_code text,
  qualifier text,
  built_in boolean NOT NULL DEFAULT false,
  version bigint NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, hold_class_id)
);
CREATE UNIQUE INDEX hold_classes_name ON hold_classes (org_id, upper(name));

CREATE TABLE class_attributes (
  org_id int NOT NULL,
  class_attribute_id int NOT NULL,
  abbreviation text NOT NULL,
  description text NOT NULL,
  -- The attribute of seats that it abbreviates.
  attribute text,
  version bigint NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, class_attribute_id)
);
CREATE UNIQUE INDEX class_attributes_abbreviation ON class_attributes (org_id, upper(abbreviation));

CREATE TABLE delivery_methods (
  org_id int NOT NULL,
  delivery_method_id int NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  -- What it comes to: at home by print, on a telephone, by mail, at the box office, on a card.
  type text NOT NULL CHECK (type IN ('print', 'mobile', 'mail', 'will-call', 'card')),
  -- On in some way of buying online.
  online boolean NOT NULL DEFAULT true,
  version bigint NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, delivery_method_id)
);
CREATE UNIQUE INDEX delivery_methods_code ON delivery_methods (org_id, upper(code));

CREATE TABLE payment_types (
  org_id int NOT NULL,
  payment_type_id int NOT NULL,
  code text NOT NULL,
  description text NOT NULL,
  version bigint NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, payment_type_id)
);
CREATE UNIQUE INDEX payment_types_code ON payment_types (org_id, upper(code));

CREATE TABLE service_charges (
  org_id int NOT NULL,
  service_charge_id int NOT NULL,
  name text NOT NULL,
  description text,
  type text NOT NULL CHECK (type IN ('service', 'delivery')),
  amount bigint NOT NULL CHECK (amount >= 0),
  -- Of a delivery charge: the method that it is for.
  delivery_method_id int,
  active boolean NOT NULL DEFAULT true,
  version bigint NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, service_charge_id)
);
CREATE UNIQUE INDEX service_charges_name ON service_charges (org_id, upper(name));

-- Who at the box office looks after an account.
CREATE TABLE account_reps (
  org_id int NOT NULL,
  account_rep_id int NOT NULL,
  account_id int NOT NULL,
  -- A letter, S for who sells to it.
  type text NOT NULL DEFAULT 'S',
  type_name text,
  given_name text,
  middle_name text,
  family_name text,
  title text,
  company_name text,
  nickname text,
  user_name text,
  email text,
  phone text,
  version bigint NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, account_rep_id),
  FOREIGN KEY (org_id, account_id) REFERENCES accounts (org_id, account_id)
);
CREATE INDEX account_reps_of ON account_reps (org_id, account_id);

CREATE TABLE notes (
  org_id int NOT NULL,
  note_id int NOT NULL,
  account_id int NOT NULL,
  text text NOT NULL,
  type text,
  subject text,
  category text,
  subcategory text,
  response text,
  contact_type text,
  priority text,
  version bigint NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, note_id),
  FOREIGN KEY (org_id, account_id) REFERENCES accounts (org_id, account_id)
);
CREATE INDEX notes_of ON notes (org_id, account_id);

CREATE TABLE orders (
  org_id int NOT NULL,
  order_id int NOT NULL,
  account_id int NOT NULL,
  -- reserved: kept for the account, not paid for and not sold.
  status text NOT NULL CHECK (status IN ('reserved', 'sold')),
  sell_location text,
  sales_source text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, order_id),
  FOREIGN KEY (org_id, account_id) REFERENCES accounts (org_id, account_id)
);
CREATE INDEX orders_of ON orders (org_id, account_id);

-- What was sold or reserved: neighbouring seats of one event at one price. Prices are those of one seat, in minor units. Which seats are still of it, event_seats says.
CREATE TABLE order_lines (
  org_id int NOT NULL,
  order_id int NOT NULL,
  line int NOT NULL,
  event_id int NOT NULL,
  -- The plan that it was sold in.
  plan_id int,
  row_id int NOT NULL,
  first_seat int NOT NULL,
  seats int NOT NULL,
  price_code text NOT NULL,
  ticket_type_id int NOT NULL,
  full_price bigint NOT NULL,
  purchase_price bigint NOT NULL,
  -- Of one seat; as much as the purchase price when nothing is owed.
  paid bigint NOT NULL,
  discount_code text,
  discount bigint NOT NULL DEFAULT 0,
  surcharge_code text,
  surcharge bigint NOT NULL DEFAULT 0,
  comp_code text,
  comp_name text,
  promotion_code text,
  renewal boolean NOT NULL DEFAULT false,
  delivery_method_id int,
  market text NOT NULL DEFAULT 'primary' CHECK (market IN ('primary', 'secondary', 'host')),
  user_flag boolean NOT NULL DEFAULT false,
  -- Of a reservation: until when; NULL: until somebody ends it.
  reserved_until timestamptz,
  sold_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, order_id, line),
  FOREIGN KEY (org_id, order_id) REFERENCES orders (org_id, order_id)
);

-- What each seat of each event is: one row, which whoever changes it holds. A seat that is held is open again from the moment its hold ends, whether or not somebody has swept it. What is not changed
-- by a hold may have indexes; what is may not, so that a hold stays a change in place.
CREATE TABLE event_seats (
  org_id int NOT NULL,
  event_id int NOT NULL,
  row_id int NOT NULL,
  seat int NOT NULL,
  -- Its block in the manifest.
  first_seat int NOT NULL,
  class_id int NOT NULL,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'held', 'reserved', 'sold')),
  order_id int CHECK ((order_id IS NULL) = (state = 'open')),
  line int CHECK (line IS NULL OR state IN ('reserved', 'sold')),
  -- Whose it is; of a hold nobody's.
  account_id int CHECK ((account_id IS NOT NULL) = (state IN ('reserved', 'sold'))),
  -- Of a hold; of a reservation, or NULL.
  held_until timestamptz CHECK (state <> 'held' OR held_until IS NOT NULL),
  price_code text,
  -- The one barcode that opens a gate: of a seat that is sold.
  barcode bigint CHECK (barcode IS NULL OR state = 'sold'),
  -- Above that of everything that happened to the seat before: by it the moves of one seat keep their order in the change log.
  turn int NOT NULL DEFAULT 0,
  PRIMARY KEY (org_id, event_id, row_id, seat)
) WITH (fillfactor = 80);
CREATE INDEX event_seats_of ON event_seats (org_id, account_id, event_id, row_id, seat) WHERE account_id IS NOT NULL;
CREATE UNIQUE INDEX event_seats_barcode ON event_seats (org_id, barcode) WHERE barcode IS NOT NULL;

-- Barcodes that no longer are anybody's, so that a gate can say why.
CREATE TABLE retired_barcodes (
  org_id int NOT NULL,
  barcode bigint NOT NULL,
  event_id int NOT NULL,
  row_id int NOT NULL,
  seat int NOT NULL,
  account_id int NOT NULL,
  -- returned, or reissued.
  reason text NOT NULL,
  retired_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, barcode)
);

-- How often a ticket was printed or sent, and what became of it.
CREATE TABLE ticket_prints (
  org_id int NOT NULL,
  event_id int NOT NULL,
  row_id int NOT NULL,
  seat int NOT NULL,
  barcode bigint NOT NULL,
  count int NOT NULL,
  -- Where: box-office, online, customer-service, paperless, forced-paperless, forced-will-call, will-call, mobile, card.
  via text NOT NULL,
  printed_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, event_id, row_id, seat)
);

-- Everything that happened to seats, a row for neighbours that it happened to together. Nothing of it is ever changed but the number that it gets in the change log: its rows of writes and changes
-- are made by who numbers it (core/audit/sequencer.ts), many at a time.
CREATE TABLE seat_moves (
  org_id int NOT NULL,
  move_id bigint NOT NULL,
  event_id int NOT NULL,
  row_id int NOT NULL,
  first_seat int NOT NULL,
  seats int NOT NULL,
  -- hold, release, reserve, sale, return, reclass, and the two sides of a transfer: transfer-out and transfer-in.
  kind text NOT NULL,
  order_id int,
  line int,
  account_id int,
  -- The class after it.
  class_id int,
  price_code text,
  held_until timestamptz,
  reason text,
  -- One more than the highest of its seats before.
  turn int NOT NULL,
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
  salt bytea NOT NULL,
  seq bigint,
  numbered_at timestamptz,
  PRIMARY KEY (org_id, move_id)
);
CREATE INDEX seat_moves_untold ON seat_moves (org_id, turn, move_id) WHERE seq IS NULL;
CREATE INDEX seat_moves_sales ON seat_moves (org_id, numbered_at, seq) WHERE seq IS NOT NULL AND kind IN ('sale', 'return', 'transfer-out', 'transfer-in');
CREATE INDEX seat_moves_sales_of_event ON seat_moves (org_id, event_id, numbered_at, seq) WHERE seq IS NOT NULL AND kind IN ('sale', 'return', 'transfer-out', 'transfer-in');
CREATE INDEX seat_moves_sales_of_account ON seat_moves (org_id, account_id, numbered_at, seq) WHERE seq IS NOT NULL AND kind IN ('sale', 'return', 'transfer-out', 'transfer-in');

-- What came through a gate, or was kept out.
CREATE TABLE scans (
  org_id int NOT NULL,
  scan_id bigint NOT NULL,
  -- The event that the gate was open for.
  event_id int NOT NULL,
  -- As it was read.
  barcode text NOT NULL,
  row_id int,
  seat int,
  account_id int,
  direction text NOT NULL CHECK (direction IN ('in', 'out')),
  -- 0: admitted, or let out.
  result_code int NOT NULL,
  gate text,
  scanner text,
  -- Under which a scanner can report it again without its counting twice.
  scanner_ref text,
  -- By the venue's clock, a scanner's own error taken off; reported_at says when it was heard of.
  happened_at timestamptz NOT NULL,
  offline boolean NOT NULL,
  -- Of one that was admitted while the gate was offline, though somebody else was on the same seat: the scan that it is in conflict with.
  conflicts_with bigint,
  write_id uuid NOT NULL,
  part int NOT NULL,
  recorded_at timestamptz NOT NULL,
  key_id uuid,
  user_name text,
  protocol text NOT NULL,
  call text NOT NULL,
  request_id text NOT NULL,
  salt bytea NOT NULL,
  seq bigint,
  numbered_at timestamptz,
  PRIMARY KEY (org_id, scan_id)
);
CREATE INDEX scans_untold ON scans (org_id, scan_id) WHERE seq IS NULL;
CREATE INDEX scans_by_number ON scans (org_id, numbered_at, seq) WHERE seq IS NOT NULL;
CREATE INDEX scans_of_event ON scans (org_id, event_id, row_id, seat, scan_id);
CREATE INDEX scans_of_account ON scans (org_id, account_id, event_id) WHERE account_id IS NOT NULL;
CREATE UNIQUE INDEX scans_once ON scans (org_id, scanner, scanner_ref) WHERE scanner_ref IS NOT NULL;

-- Who is in: a row for each seat of an event whose ticket has been admitted.
CREATE TABLE admissions (
  org_id int NOT NULL,
  event_id int NOT NULL,
  row_id int NOT NULL,
  seat int NOT NULL,
  -- The ticket that was admitted; another one for the same seat is another admission.
  barcode bigint NOT NULL,
  inside boolean NOT NULL,
  first_scan bigint NOT NULL,
  last_scan bigint NOT NULL,
  last_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, event_id, row_id, seat)
);

-- Value put on tickets, money in minor units; what it comes to may not fall below zero.
CREATE TABLE ticket_values (
  org_id int NOT NULL,
  event_id int NOT NULL,
  row_id int NOT NULL,
  seat int NOT NULL,
  barcode bigint NOT NULL,
  -- Empty: money. Otherwise what it is good for, in pieces.
  item text NOT NULL DEFAULT '',
  balance bigint NOT NULL CHECK (balance >= 0),
  version bigint NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, event_id, row_id, seat, item)
);
CREATE TABLE ticket_value_entries (
  org_id int NOT NULL,
  entry_id bigint NOT NULL,
  event_id int NOT NULL,
  row_id int NOT NULL,
  seat int NOT NULL,
  barcode bigint NOT NULL,
  item text NOT NULL DEFAULT '',
  amount bigint NOT NULL,
  description text,
  -- Whoever sends the same one again learns what came of the first.
  reference text,
  write_id uuid NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, entry_id)
);
CREATE INDEX ticket_value_entries_of ON ticket_value_entries (org_id, event_id, row_id, seat);
CREATE UNIQUE INDEX ticket_value_entries_once ON ticket_value_entries (org_id, reference) WHERE reference IS NOT NULL;
