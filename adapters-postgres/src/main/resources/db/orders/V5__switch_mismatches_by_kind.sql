-- A rare kind is found among very many of a frequent one.
CREATE INDEX switch_mismatches_by_kind ON switch_mismatches (kind, id);
