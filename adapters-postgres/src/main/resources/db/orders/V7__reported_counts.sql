-- A watermark reports counts of published events to the readers of the log.
ALTER TABLE published_counts RENAME COLUMN marked_events TO reported_events;
ALTER INDEX published_counts_unmarked RENAME TO published_counts_unreported;
