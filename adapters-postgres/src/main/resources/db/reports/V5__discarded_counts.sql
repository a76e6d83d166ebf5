-- What a letter counts for in the counts of the log; null where it is not counted. A rebuild passes
-- over a record that was discarded and counts it, as the stream did that discarded it.
ALTER TABLE dead_letter_actions ADD COLUMN minute timestamptz, ADD COLUMN checksum bigint;
