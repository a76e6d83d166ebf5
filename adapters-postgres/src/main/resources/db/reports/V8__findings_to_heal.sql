-- A reconciliation that repairs asks before each step for what is still to be healed.
CREATE INDEX reconciliation_findings_unhealed ON reconciliation_findings (reconciliation, id)
  WHERE outcome = 'FOUND';

-- It rests between its steps, whichever process takes them.
ALTER TABLE reconciliations ADD COLUMN rests_until timestamptz;
