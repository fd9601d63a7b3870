-- Whether a log-in gave the key out: of these a user keeps the newest, the others never end by it.
ALTER TABLE loyalty_keys ADD COLUMN given_at_login boolean NOT NULL DEFAULT false;
