-- Walks over merchants and days that hold the report tables against the operational tables.
CREATE TABLE reconciliations (
  id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  state             text NOT NULL DEFAULT 'RUNNING',
  from_date         date NOT NULL,
  to_date           date NOT NULL,
  merchants         text[] NOT NULL,
  rate              integer NOT NULL,
  repair            boolean NOT NULL,
  off_peak          boolean NOT NULL,
  asked_by          text NOT NULL,
  reason            text NOT NULL,
  begun_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at          timestamptz,
  cancelled_by      text,
  cancelled_because text,
  at_merchant       text COLLATE "C",
  done_to           date,
  merchants_seen    bigint NOT NULL DEFAULT 0,
  days              bigint NOT NULL DEFAULT 0,
  orders            bigint NOT NULL DEFAULT 0,
  moving            bigint NOT NULL DEFAULT 0,
  differing         bigint NOT NULL DEFAULT 0,
  healed            bigint NOT NULL DEFAULT 0
);

-- One of operators runs at a time, and one off-peak.
CREATE UNIQUE INDEX reconciliations_running ON reconciliations (off_peak) WHERE state = 'RUNNING';

-- What they have found.
CREATE TABLE reconciliation_findings (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  reconciliation bigint NOT NULL REFERENCES reconciliations ON DELETE CASCADE,
  merchant_id    text COLLATE "C" NOT NULL,
  business_date  date,
  fields         jsonb NOT NULL,
  differing      integer NOT NULL,
  outcome        text NOT NULL,
  remark         text
);

CREATE INDEX reconciliation_findings_in_order ON reconciliation_findings (reconciliation, id);
