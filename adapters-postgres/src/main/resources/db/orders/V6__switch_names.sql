-- The switch in the words of its field: primary and candidate, epoch, statistics.
CREATE FUNCTION pg_temp.mode_of(former text) RETURNS text LANGUAGE sql AS $$
  SELECT CASE former
    WHEN 'OLD' THEN 'PRIMARY' WHEN 'NEW' THEN 'CANDIDATE' WHEN 'NEW_ONLY' THEN 'CANDIDATE_ONLY'
    ELSE former END
$$;

CREATE FUNCTION pg_temp.kind_of(former text) RETURNS text LANGUAGE sql AS $$
  SELECT CASE former
    WHEN 'ALIKE' THEN 'MATCH' WHEN 'MOVING' THEN 'UNSTABLE' WHEN 'WRONG' THEN 'VALUE'
    WHEN 'OLD_ASKED' THEN 'PRIMARY_REQUESTS' WHEN 'OLD_FAILED' THEN 'PRIMARY_FAILURES'
    WHEN 'NEW_ASKED' THEN 'CANDIDATE_REQUESTS' WHEN 'NEW_FAILED' THEN 'CANDIDATE_FAILURES'
    WHEN 'NEW_STALE' THEN 'CANDIDATE_STALE' WHEN 'FELL_BACK' THEN 'FALLBACKS'
    ELSE former END
$$;

CREATE FUNCTION pg_temp.counts_of(former jsonb) RETURNS jsonb LANGUAGE sql AS $$
  SELECT coalesce(jsonb_object_agg(pg_temp.kind_of(key), value), '{}') FROM jsonb_each(former)
$$;

ALTER TABLE switch_state RENAME term TO epoch;
UPDATE switch_state SET mode = pg_temp.mode_of(mode);

ALTER TABLE switch_evidence RENAME TO switch_statistics;
ALTER TABLE switch_statistics RENAME CONSTRAINT switch_evidence_pkey TO switch_statistics_pkey;
ALTER TABLE switch_statistics RENAME term TO epoch;
ALTER TABLE switch_statistics RENAME old_latencies TO primary_latencies;
ALTER TABLE switch_statistics RENAME new_latencies TO candidate_latencies;
UPDATE switch_statistics SET counts = pg_temp.counts_of(counts);

-- Recorded changes keep what they say; only the names in them change.
ALTER TABLE switch_changes RENAME term TO epoch;
ALTER TABLE switch_changes RENAME was TO from_setting;
ALTER TABLE switch_changes RENAME became TO to_setting;
ALTER TABLE switch_changes RENAME evidence TO statistics;
ALTER TABLE switch_changes DISABLE TRIGGER append_only;
UPDATE switch_changes SET
  from_setting = from_setting || jsonb_build_object('mode', pg_temp.mode_of(from_setting ->> 'mode')),
  to_setting = to_setting || jsonb_build_object('mode', pg_temp.mode_of(to_setting ->> 'mode')),
  statistics = jsonb_build_object(
    'counts', pg_temp.counts_of(statistics -> 'counts'),
    'primary', statistics -> 'old',
    'candidate', statistics -> 'young');
ALTER TABLE switch_changes ENABLE TRIGGER append_only;

ALTER TABLE switch_mismatches RENAME term TO epoch;
ALTER TABLE switch_mismatches RENAME old_complete_to TO primary_complete_to;
ALTER TABLE switch_mismatches RENAME new_complete_to TO candidate_complete_to;
ALTER TABLE switch_mismatches RENAME differing TO differing_fields;
UPDATE switch_mismatches SET
  kind = pg_temp.kind_of(kind),
  fields = (
    SELECT coalesce(jsonb_agg(
             jsonb_build_object('field', it -> 'path', 'primary', it -> 'old',
                                'candidate', it -> 'young') ORDER BY number), '[]')
    FROM jsonb_array_elements(fields) WITH ORDINALITY AS field (it, number));
