-- The transaction that stored an event. The outbox relay reads what became visible between two
-- snapshots. Transaction 3 is the first of a server, so every snapshot contains it: it marks what
-- the relay had published before it read this way.
ALTER TABLE events ADD COLUMN transaction_id xid8 NOT NULL DEFAULT '3';
ALTER TABLE events ALTER COLUMN transaction_id SET DEFAULT pg_current_xact_id();

-- Whether the event was validated against its schema when it was stored. What is older is validated
-- when it is published.
ALTER TABLE events ADD COLUMN validated boolean NOT NULL DEFAULT false;

WITH stored AS (
  SELECT convert_from(token, 'UTF8')::jsonb AS token
  FROM tokens
  WHERE processor_name = 'log-publisher' AND token IS NOT NULL
), last AS (
  SELECT coalesce(max((token ->> 'index')::bigint), -1) AS index FROM stored
), gaps AS (
  SELECT jsonb_array_elements_text(token -> 'gaps')::bigint AS index FROM stored
)
UPDATE events SET transaction_id = pg_current_xact_id()
WHERE global_index > (SELECT index FROM last) OR global_index IN (SELECT index FROM gaps);

DROP TABLE tokens;

CREATE INDEX events_of_transactions ON events (transaction_id, global_index)
WHERE transaction_id > '3';

-- A session that takes indexes in advance would store later events under lower indexes.
ALTER SEQUENCE events_global_index_seq CACHE 1;

-- How far the outbox relay is.
CREATE TABLE outbox_relay (
  is_only_row   boolean PRIMARY KEY DEFAULT true CHECK (is_only_row),
  -- the log holds every event that is visible in this snapshot
  published     pg_snapshot NOT NULL,
  -- the snapshot that is being published in several batches, when it was taken, and the last index
  publishing    pg_snapshot,
  publishing_at timestamptz,
  after_index   bigint,
  -- how many all processes have written
  watermarks    bigint NOT NULL DEFAULT 0,
  CHECK (num_nulls(publishing, publishing_at, after_index) IN (0, 3))
);

INSERT INTO outbox_relay (published) VALUES ('4:4:');
