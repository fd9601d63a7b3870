-- Numbers whose columns hold more than an int may go further: of the ledger's entries, of moves of seats and of scans.
ALTER TABLE counters DROP CONSTRAINT counters_last_check;
ALTER TABLE counters ADD CONSTRAINT counters_last_check
  CHECK (last >= 0 AND (last <= 2147483647 OR counter IN ('transaction', 'seat-move', 'scan')));
