-- The generations of each projection, those that are gone too: of each version of the code one
-- answers, others are filled or kept up to date beside it.
CREATE TABLE generations (
  projection     text NOT NULL,
  generation     text NOT NULL,
  number         integer NOT NULL,
  version        integer NOT NULL,
  state          text NOT NULL,
  source         text NOT NULL,
  promote        boolean NOT NULL,
  force          boolean NOT NULL,
  rate           integer NOT NULL,
  asked_by       text NOT NULL,
  reason         text NOT NULL,
  phase          text NOT NULL,
  done           bigint NOT NULL DEFAULT 0,
  total          bigint NOT NULL DEFAULT 0,
  speed          bigint NOT NULL DEFAULT 0,
  progressed_at  timestamptz,
  created_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  ready_at       timestamptz,
  promoted_at    timestamptz,
  ended_at       timestamptz,
  dropped_at     timestamptz,
  differing_days bigint,
  proven_at      timestamptz,
  failure        text,
  PRIMARY KEY (projection, generation)
);

-- One is in the making at a time.
CREATE UNIQUE INDEX generations_in_the_making ON generations (projection)
  WHERE state IN ('BUILDING', 'CATCHING_UP');

-- The parts of the history that a generation is filled with, and the generation that was in use when
-- their ends were frozen.
CREATE TABLE generation_parts (
  generation text NOT NULL,
  topic      text NOT NULL,
  partition  integer NOT NULL,
  begins     bigint NOT NULL,
  ends       bigint NOT NULL,
  loaded     boolean NOT NULL DEFAULT false,
  reference  text NOT NULL,
  PRIMARY KEY (generation, topic, partition)
);

-- What was done with generations, by whom and why.
CREATE TABLE generation_actions (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  by         text NOT NULL,
  reason     text NOT NULL,
  projection text NOT NULL,
  generation text NOT NULL,
  action     text NOT NULL,
  detail     text NOT NULL
);

INSERT INTO generations
  (projection, generation, number, version, state, source, promote, force, rate, asked_by, reason,
   phase, ready_at, promoted_at)
SELECT projection, generation, 1, 1, 'READY', 'LOG', true, false, 0, 'mocha', 'the first', 'DONE',
       clock_timestamp(), clock_timestamp()
FROM live_generation;

-- Each version of the code points to the generation that answers its queries. The version before this
-- table goes on with its own pointer, live_generation.
CREATE TABLE live_generations (
  projection text NOT NULL,
  version    integer NOT NULL,
  generation text NOT NULL,
  PRIMARY KEY (projection, version)
);

INSERT INTO live_generations (projection, version, generation)
SELECT projection, 1, generation FROM live_generation;

-- A stream that did not count from the beginning compares the minutes after this moment.
ALTER TABLE stream_positions ADD COLUMN counted_from timestamptz;
