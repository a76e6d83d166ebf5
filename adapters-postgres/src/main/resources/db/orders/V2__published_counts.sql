-- How many events were published to each partition, by the minute in which they were recorded, and
-- what of that the marks on the log have told.
CREATE TABLE published_counts (
  topic           text NOT NULL,
  partition       integer NOT NULL,
  minute          timestamptz NOT NULL,
  events          bigint NOT NULL,
  checksum        bigint NOT NULL,
  marked_events   bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (topic, partition, minute)
);

CREATE INDEX published_counts_unmarked ON published_counts (topic, partition, minute)
  WHERE events <> marked_events;
