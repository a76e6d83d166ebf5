-- Which generation of a projection answers the queries.
CREATE TABLE live_generation (
  projection text PRIMARY KEY,
  generation text NOT NULL
);
