-- What the marks on the log say was published, and what a stream has applied of it. told_at is the
-- time of the mark that told the count last.
CREATE TABLE stream_counts (
  stream            text NOT NULL,
  topic             text NOT NULL,
  partition         integer NOT NULL,
  minute            timestamptz NOT NULL,
  expected_events   bigint NOT NULL DEFAULT 0,
  expected_checksum bigint NOT NULL DEFAULT 0,
  applied_events    bigint NOT NULL DEFAULT 0,
  applied_checksum  bigint NOT NULL DEFAULT 0,
  told_at           timestamptz,
  PRIMARY KEY (stream, topic, partition, minute)
);
