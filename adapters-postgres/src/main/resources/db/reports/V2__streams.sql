-- How far each stream has read the log, moved in the transaction that writes what it made of the
-- records. Everything committed before complete_to is in it, as far as the partition goes.
CREATE TABLE stream_positions (
  stream      text NOT NULL,
  topic       text NOT NULL,
  partition   integer NOT NULL,
  next_offset bigint NOT NULL,
  complete_to timestamptz,
  PRIMARY KEY (stream, topic, partition)
);

-- Records that a stream could not take, as they came. A letter with a sequence holds up the later
-- records of that sequence.
CREATE TABLE dead_letters (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  stream       text NOT NULL,
  topic        text NOT NULL,
  partition    integer NOT NULL,
  log_offset   bigint NOT NULL,
  recorded_at  timestamptz NOT NULL,
  record_key   bytea,
  record_value bytea,
  headers      jsonb NOT NULL,
  sequence_key text,
  reason       text NOT NULL,
  failure      text NOT NULL,
  waits        boolean NOT NULL,
  complete_to  timestamptz,
  parked_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  attempts     integer NOT NULL DEFAULT 0,
  UNIQUE (stream, topic, partition, log_offset)
);

CREATE INDEX dead_letters_by_sequence ON dead_letters (stream, topic, sequence_key, id);

-- A key may be longer than a B-tree takes.
CREATE INDEX dead_letters_by_key ON dead_letters USING hash (record_key);

-- What operators did with dead letters.
CREATE TABLE dead_letter_actions (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at           timestamptz NOT NULL DEFAULT clock_timestamp(),
  by           text NOT NULL,
  reason       text NOT NULL,
  letter_id    bigint NOT NULL,
  stream       text NOT NULL,
  topic        text NOT NULL,
  partition    integer NOT NULL,
  log_offset   bigint NOT NULL,
  sequence_key text,
  result       text NOT NULL,
  detail       text NOT NULL
);
