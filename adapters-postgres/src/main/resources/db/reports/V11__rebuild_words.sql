-- Who asks for a rebuild requests it; a generation is verified; the parts of a history are offsets.
ALTER TABLE generations RENAME COLUMN asked_by TO requested_by;
ALTER TABLE generations RENAME COLUMN proven_at TO verified_at;
ALTER TABLE generations RENAME COLUMN speed TO throughput;
ALTER INDEX generations_in_the_making RENAME TO generations_rebuilding;
UPDATE generations SET phase = CASE phase WHEN 'COMPLETING' THEN 'INDEXING' ELSE 'VERIFYING' END
WHERE phase IN ('COMPLETING', 'PROVING');

ALTER TABLE generation_parts RENAME COLUMN begins TO begin_offset;
ALTER TABLE generation_parts RENAME COLUMN ends TO end_offset;

ALTER TABLE generation_actions RENAME COLUMN by TO requested_by;
