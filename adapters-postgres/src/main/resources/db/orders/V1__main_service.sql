-- The event store. The global index orders all events; the pair of aggregate and sequence number
-- keeps two writers from deciding on the same state.
CREATE TABLE events (
  global_index     bigserial PRIMARY KEY,
  event_id         text NOT NULL,
  aggregate_type   text NOT NULL,
  aggregate_id     text COLLATE "C" NOT NULL,
  sequence_number  bigint NOT NULL,
  recorded_at      text NOT NULL,
  payload_type     text NOT NULL,
  payload_revision text,
  payload          bytea NOT NULL,
  metadata         bytea,
  UNIQUE (aggregate_id, sequence_number)
);

-- How far each streaming processor has read, and which process owns it.
CREATE TABLE tokens (
  processor_name text NOT NULL,
  segment        integer NOT NULL,
  token          bytea,
  token_type     text,
  claimed_at     text,
  owner          text,
  PRIMARY KEY (processor_name, segment)
);

-- Every agreement with a merchant; the one with the highest sequence is in force.
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

-- The operational tables that the main service's own queries use.
CREATE TABLE orders (
  order_id       text COLLATE "C" PRIMARY KEY,
  merchant_id    text COLLATE "C" NOT NULL,
  business_date  date NOT NULL,
  time_zone      text NOT NULL,
  currency       text NOT NULL,
  order_number   text NOT NULL,
  customer_id    text NOT NULL,
  payment_method text NOT NULL,
  status         text NOT NULL,
  discount       bigint NOT NULL,
  delivery_fee   bigint NOT NULL,
  tax            bigint NOT NULL,
  commission     bigint NOT NULL,
  refunded       bigint NOT NULL,
  note           text,
  placed_at      timestamptz NOT NULL,
  accepted_at    timestamptz,
  ready_at       timestamptz,
  picked_up_at   timestamptz,
  delivered_at   timestamptz,
  rejected_at    timestamptz,
  cancelled_at   timestamptz,
  cancelled_by   text,
  reason         text
);

CREATE INDEX orders_by_merchant_and_status ON orders (merchant_id, status);
CREATE INDEX orders_by_merchant_and_time ON orders (merchant_id, placed_at);

CREATE TABLE order_items (
  order_id   text COLLATE "C" NOT NULL,
  line       integer NOT NULL,
  sku        text NOT NULL,
  name       text NOT NULL,
  quantity   integer NOT NULL,
  unit_price bigint NOT NULL,
  note       text,
  PRIMARY KEY (order_id, line)
);
