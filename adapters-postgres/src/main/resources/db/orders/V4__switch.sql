-- How the switch between the old report and the new one stands.
CREATE TABLE switch_state (
  one_row   boolean PRIMARY KEY DEFAULT true CHECK (one_row),
  term      bigint NOT NULL,
  mode      text NOT NULL,
  share     integer NOT NULL,
  always    text[] NOT NULL,
  never     text[] NOT NULL,
  automatic boolean NOT NULL,
  since     timestamptz NOT NULL DEFAULT clock_timestamp()
);

INSERT INTO switch_state (term, mode, share, always, never, automatic)
VALUES (0, 'OLD', 0, '{}', '{}', false);

-- What each process has seen of both paths in each minute of a term.
CREATE TABLE switch_evidence (
  term          bigint NOT NULL,
  instance      text NOT NULL,
  minute        timestamptz NOT NULL,
  counts        jsonb NOT NULL,
  old_latencies bigint[] NOT NULL,
  new_latencies bigint[] NOT NULL,
  PRIMARY KEY (term, instance, minute)
);

-- What was done with the switch, by whom, why, and on which evidence. Nothing in here ever changes.
CREATE TABLE switch_changes (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  by       text NOT NULL,
  reason   text NOT NULL,
  term     bigint NOT NULL,
  was      jsonb NOT NULL,
  became   jsonb NOT NULL,
  evidence jsonb NOT NULL
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME;
END
$$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON switch_changes
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Samples of answers that differ, kept for a time.
CREATE TABLE switch_mismatches (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at              timestamptz NOT NULL,
  term            bigint NOT NULL,
  merchant_id     text COLLATE "C" NOT NULL,
  business_date   date NOT NULL,
  kind            text NOT NULL,
  old_complete_to timestamptz NOT NULL,
  new_complete_to timestamptz NOT NULL,
  differing       integer NOT NULL,
  fields          jsonb NOT NULL
);

CREATE INDEX switch_mismatches_by_time ON switch_mismatches (at);
