-- The positions of all streams lie in one table, under the name of the stream: here the generation.
INSERT INTO public.stream_positions (stream, topic, partition, next_offset, complete_to)
SELECT current_schema(), topic, partition, next_offset, complete_to FROM positions;

DROP TABLE positions;
