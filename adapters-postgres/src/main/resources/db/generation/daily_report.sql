-- One generation of the daily report, as the projection of this version fills it. A generation that
-- is there is never altered: what changes here asks for the next version and a rebuild. Orders and
-- days are partitioned by the month of the business date; the projection attaches a month when its
-- first order arrives.
CREATE TABLE merchant_terms (
  merchant_id    text COLLATE "C" NOT NULL,
  sequence       bigint NOT NULL,
  valid_from     timestamptz NOT NULL,
  name           text NOT NULL,
  time_zone      text NOT NULL,
  day_cutoff     time NOT NULL,
  currency       text NOT NULL,
  commission_bps integer NOT NULL,
  PRIMARY KEY (merchant_id, sequence)
);

CREATE TABLE orders (
  merchant_id    text COLLATE "C" NOT NULL,
  business_date  date NOT NULL,
  order_id       text COLLATE "C" NOT NULL,
  sequence       bigint NOT NULL,
  placed_at      timestamptz NOT NULL,
  time_zone      text NOT NULL,
  currency       text NOT NULL,
  order_number   text NOT NULL,
  customer_id    text NOT NULL,
  payment_method text NOT NULL,
  lines          jsonb NOT NULL,
  items_total    bigint NOT NULL,
  discount       bigint NOT NULL,
  delivery_fee   bigint NOT NULL,
  tax            bigint NOT NULL,
  commission     bigint NOT NULL,
  note           text,
  status         text NOT NULL,
  accepted_at    timestamptz,
  ready_at       timestamptz,
  picked_up_at   timestamptz,
  delivered_at   timestamptz,
  rejected_at    timestamptz,
  cancelled_at   timestamptz,
  cancelled_by   text,
  reason         text,
  refunds        jsonb NOT NULL,
  PRIMARY KEY (merchant_id, business_date, order_id)
) PARTITION BY RANGE (business_date);

CREATE INDEX orders_by_time ON orders (merchant_id, business_date, placed_at, order_id);

-- The refunds of the orders by the time at which they were made, for the days on which they were.
CREATE TABLE refunds (
  merchant_id    text COLLATE "C" NOT NULL,
  refunded_at    timestamptz NOT NULL,
  order_id       text COLLATE "C" NOT NULL,
  number         integer NOT NULL,
  business_date  date NOT NULL,
  amount         bigint NOT NULL,
  PRIMARY KEY (merchant_id, refunded_at, order_id, number) INCLUDE (amount)
);

CREATE TABLE days (
  merchant_id    text COLLATE "C" NOT NULL,
  business_date  date NOT NULL,
  placed         bigint NOT NULL,
  accepted       bigint NOT NULL,
  ready          bigint NOT NULL,
  picked_up      bigint NOT NULL,
  delivered      bigint NOT NULL,
  rejected       bigint NOT NULL,
  cancelled      bigint NOT NULL,
  items          bigint NOT NULL,
  gross_sales    bigint NOT NULL,
  discounts      bigint NOT NULL,
  taxes          bigint NOT NULL,
  delivery_fees  bigint NOT NULL,
  refunds        bigint NOT NULL,
  commission     bigint NOT NULL,
  first_order_at timestamptz,
  last_order_at  timestamptz,
  breakdown      jsonb NOT NULL,
  checksum       bigint NOT NULL,
  seal_due       boolean NOT NULL,
  ends_at        timestamptz,
  PRIMARY KEY (merchant_id, business_date)
) PARTITION BY RANGE (business_date);

-- Every write of the projection makes a day due; who seals takes it out, and notes when the day ends.
-- The projection changes nothing in here while a day is open, so that its updates stay cheap.
CREATE INDEX days_to_seal ON days (ends_at DESC NULLS FIRST, business_date DESC) WHERE seal_due;

-- The first views of final days, ready to be sent, and what they were made of. One is used while that
-- is what the other tables hold; it is compressed already. Whatever changes of the refunds made
-- between two moments may change the refunds of that day.
CREATE TABLE sealed_days (
  merchant_id    text COLLATE "C" NOT NULL,
  business_date  date NOT NULL,
  day_end        timestamptz NOT NULL,
  checksum       bigint NOT NULL,
  day_before     bigint,
  week_before    bigint,
  terms_sequence bigint NOT NULL,
  refunds_from   timestamptz NOT NULL,
  refunds_to     timestamptz NOT NULL,
  refunds        bigint NOT NULL,
  document       bytea STORAGE EXTERNAL NOT NULL,
  PRIMARY KEY (merchant_id, business_date)
) PARTITION BY RANGE (business_date);

-- Who reads reports sees the merchants that its transaction names, '*' for all; partitions are not
-- open to it at all.
GRANT SELECT ON merchant_terms, orders, refunds, days, sealed_days TO mocha_reader;
ALTER TABLE merchant_terms ENABLE ROW LEVEL SECURITY;
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
ALTER TABLE refunds ENABLE ROW LEVEL SECURITY;
ALTER TABLE days ENABLE ROW LEVEL SECURITY;
ALTER TABLE sealed_days ENABLE ROW LEVEL SECURITY;
CREATE POLICY named_merchants ON merchant_terms FOR SELECT TO mocha_reader
  USING ((SELECT current_setting('mocha.merchants', true)) = '*'
         OR merchant_id = ANY ((SELECT string_to_array(current_setting('mocha.merchants', true), ','))::text[]));
CREATE POLICY named_merchants ON orders FOR SELECT TO mocha_reader
  USING ((SELECT current_setting('mocha.merchants', true)) = '*'
         OR merchant_id = ANY ((SELECT string_to_array(current_setting('mocha.merchants', true), ','))::text[]));
CREATE POLICY named_merchants ON refunds FOR SELECT TO mocha_reader
  USING ((SELECT current_setting('mocha.merchants', true)) = '*'
         OR merchant_id = ANY ((SELECT string_to_array(current_setting('mocha.merchants', true), ','))::text[]));
CREATE POLICY named_merchants ON days FOR SELECT TO mocha_reader
  USING ((SELECT current_setting('mocha.merchants', true)) = '*'
         OR merchant_id = ANY ((SELECT string_to_array(current_setting('mocha.merchants', true), ','))::text[]));
CREATE POLICY named_merchants ON sealed_days FOR SELECT TO mocha_reader
  USING ((SELECT current_setting('mocha.merchants', true)) = '*'
         OR merchant_id = ANY ((SELECT string_to_array(current_setting('mocha.merchants', true), ','))::text[]));
