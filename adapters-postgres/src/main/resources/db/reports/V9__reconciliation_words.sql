-- The words of the field for reconciliations.
ALTER TABLE reconciliations RENAME COLUMN asked_by TO requested_by;
ALTER TABLE reconciliations RENAME COLUMN at_merchant TO last_merchant;
ALTER TABLE reconciliations RENAME COLUMN done_to TO last_date;
ALTER TABLE reconciliations RENAME COLUMN merchants_seen TO merchants_checked;
ALTER TABLE reconciliations RENAME COLUMN moving TO unstable;
ALTER TABLE reconciliations RENAME COLUMN healed TO repaired;
ALTER TABLE reconciliations RENAME COLUMN rests_until TO paused_until;
UPDATE reconciliations SET requested_by = 'automatic' WHERE requested_by = 'by itself';

ALTER TABLE reconciliation_findings RENAME COLUMN differing TO field_count;
ALTER INDEX reconciliation_findings_unhealed RENAME TO reconciliation_findings_to_repair;
UPDATE reconciliation_findings SET
  outcome = CASE outcome WHEN 'HEALED' THEN 'REPAIRED' WHEN 'NOT_HEALED' THEN 'NOT_REPAIRED'
                         ELSE outcome END,
  fields = (SELECT coalesce(jsonb_agg(jsonb_build_object('field', it -> 'field',
                                                         'operational', it -> 'one',
                                                         'report', it -> 'other')
                                      ORDER BY place), '[]')
            FROM jsonb_array_elements(fields) WITH ORDINALITY AS listed(it, place));
