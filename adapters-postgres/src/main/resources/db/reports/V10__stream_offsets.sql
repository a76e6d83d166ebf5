-- Offsets of Kafka are called offsets, a dead letter is called a dead letter, and a watermark reports
-- a count. Rows and grants stay with the renamed tables.
ALTER TABLE stream_positions RENAME TO stream_offsets;
ALTER TABLE stream_offsets RENAME CONSTRAINT stream_positions_pkey TO stream_offsets_pkey;
ALTER TABLE dead_letter_actions RENAME COLUMN letter_id TO dead_letter_id;
ALTER TABLE stream_counts RENAME COLUMN told_at TO reported_at;
