-- Reports are read in this role. It reads what a report needs and nothing else, and of the tables of
-- the report only the rows of those merchants that the transaction names in mocha.merchants: the
-- policies stand with the tables. Where this user may not make roles somebody else must have made it,
-- and granted it to this user.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'mocha_reader') THEN
    BEGIN
      CREATE ROLE mocha_reader NOLOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL; -- made at this moment for another database of this server
    END;
  END IF;
  IF NOT pg_has_role(current_user, 'mocha_reader', 'SET') THEN
    EXECUTE format('GRANT mocha_reader TO %I WITH SET TRUE', current_user);
  END IF;
END $$;

GRANT SELECT ON live_generations, stream_positions TO mocha_reader;
GRANT SELECT (stream, record_key, complete_to) ON dead_letters TO mocha_reader;
