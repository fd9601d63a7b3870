-- Mails to send: inserted by the write that causes them, sent after it has committed.
CREATE TABLE mails (
  org_id int NOT NULL,
  -- Also the Message-ID's left half, so that a mail which comes twice can be recognised.
  mail_id uuid NOT NULL,
  recipient text NOT NULL,
  subject text NOT NULL,
  -- Gone as soon as the mail is sent or given up: it may hold a link that opens something.
  body_text text,
  body_html text,
  state text NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
  -- When it may be tried next. Who takes it for sending moves this on, so that it becomes due again when that process dies.
  due_at timestamptz NOT NULL,
  -- The process that took it last.
  holder uuid,
  attempts int NOT NULL,
  first_tried_at timestamptz,
  -- When it is of no use any more; NULL: never.
  expires_at timestamptz,
  -- What the mail server said last.
  reason text,
  created_at timestamptz NOT NULL,
  settled_at timestamptz,
  PRIMARY KEY (org_id, mail_id)
);
CREATE INDEX mails_waiting ON mails (org_id, due_at) WHERE state = 'waiting';
CREATE INDEX mails_settled ON mails (org_id, settled_at) WHERE state <> 'waiting';

-- People who signed up for a key of their own. Nobody is here before the e-mail is confirmed.
CREATE TABLE developers (
  org_id int NOT NULL,
  developer_id uuid NOT NULL,
  -- Lower case.
  email text NOT NULL,
  name text NOT NULL,
  -- Their app's name.
  app text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, developer_id)
);
CREATE UNIQUE INDEX developers_by_email ON developers (org_id, email);
CREATE UNIQUE INDEX developers_by_app ON developers (org_id, app);

-- Links that were mailed: each proves an e-mail, once.
CREATE TABLE developer_links (
  org_id int NOT NULL,
  -- SHA-256 of the token, which only the mail has.
  token_hash bytea NOT NULL CHECK (length(token_hash) = 32),
  email text NOT NULL,
  -- What they called themselves when they signed up; NULL: they only want to sign in.
  name text,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  PRIMARY KEY (org_id, token_hash)
);
CREATE INDEX developer_links_by_expiry ON developer_links (org_id, expires_at);

CREATE TABLE developer_sessions (
  org_id int NOT NULL,
  -- SHA-256 of the cookie's token.
  token_hash bytea NOT NULL CHECK (length(token_hash) = 32),
  developer_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, token_hash),
  FOREIGN KEY (org_id, developer_id) REFERENCES developers (org_id, developer_id)
);
CREATE INDEX developer_sessions_by_expiry ON developer_sessions (org_id, expires_at);

-- Whose key an API key is.
CREATE TABLE developer_keys (
  org_id int NOT NULL,
  key_id uuid NOT NULL,
  developer_id uuid NOT NULL,
  PRIMARY KEY (org_id, key_id),
  FOREIGN KEY (org_id, developer_id) REFERENCES developers (org_id, developer_id)
);
CREATE INDEX developer_keys_of ON developer_keys (org_id, developer_id);

-- What they did: the keys are no customer's data, so the change log does not have them.
CREATE TABLE developer_events (
  org_id int NOT NULL,
  event_id uuid NOT NULL,
  developer_id uuid NOT NULL,
  action text NOT NULL CHECK (action IN ('signed-up', 'signed-in', 'key-created', 'key-rotated', 'key-revoked')),
  key_id uuid,
  request_id text NOT NULL,
  occurred_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, event_id)
);
CREATE INDEX developer_events_of ON developer_events (org_id, developer_id, occurred_at);

-- How often something was asked for in a window that begins with the first time.
CREATE TABLE developer_limits (
  org_id int NOT NULL,
  -- HMAC under the pepper of what is counted: an e-mail, an address, a developer.
  subject bytea NOT NULL,
  count int NOT NULL,
  window_ends_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, subject)
);
CREATE INDEX developer_limits_by_end ON developer_limits (org_id, window_ends_at);

-- Calls per key and day (UTC), added up in batches.
CREATE TABLE key_use (
  org_id int NOT NULL,
  key_id uuid NOT NULL,
  day date NOT NULL,
  calls bigint NOT NULL,
  last_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, key_id, day)
);
