-- What a certificate's bearer may call, counted as a key's calls are (0005). NULL: no limit, as for the certificates of before.
ALTER TABLE client_certificates ADD COLUMN calls_per_minute int CHECK (calls_per_minute > 0);
ALTER TABLE client_certificates ADD COLUMN calls_per_day int CHECK (calls_per_day > 0);
