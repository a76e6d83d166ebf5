-- The refunds of an order, numbered in the order in which they were made; those made before this table
-- come from the event store.
CREATE TABLE order_refunds (
  order_id    text COLLATE "C" NOT NULL,
  number      integer NOT NULL,
  merchant_id text COLLATE "C" NOT NULL,
  refunded_at timestamptz NOT NULL,
  amount      bigint NOT NULL,
  PRIMARY KEY (order_id, number)
);

INSERT INTO order_refunds (order_id, number, merchant_id, refunded_at, amount)
SELECT event ->> 'orderId',
       row_number() OVER (PARTITION BY event ->> 'orderId' ORDER BY sequence_number),
       event ->> 'merchantId',
       (event ->> 'at')::timestamptz,
       (event ->> 'amount')::bigint
FROM (
  SELECT convert_from(payload, 'UTF8')::jsonb AS event, sequence_number
  FROM events
  WHERE payload_type = 'order-refunded'
) AS refunded;

CREATE INDEX order_refunds_by_merchant_and_time ON order_refunds (merchant_id, refunded_at)
  INCLUDE (amount);
