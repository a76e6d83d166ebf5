package dev.mocha.postgres.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.postgres.TestDatabase;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class OrderRefundsMigrationTest {

  @AutoClose private final TestDatabase database = TestDatabase.empty();

  private void happened(int number, String type, String payload) {
    database
        .jdbc()
        .sql(
            """
            INSERT INTO events (event_id, aggregate_type, aggregate_id, sequence_number, recorded_at,
                                payload_type, payload_revision, payload)
            VALUES (gen_random_uuid(), 'order', 'o-1', ?, '', ?, '1', ?)
            """)
        .params(number, type, payload.getBytes(StandardCharsets.UTF_8))
        .update();
  }

  @Test
  void refunds_made_before_there_was_a_table_of_them_come_from_the_event_store() {
    database.migrate("orders", "2");
    String refund =
        """
        {"orderId":"o-1","merchantId":"m-1","businessDate":"2018-07-26","at":"%s","amount":%d,
         "reason":"kalt ❄"}
        """;
    happened(4, "order-delivered", "{\"orderId\":\"o-1\"}");
    happened(6, "order-refunded", refund.formatted("2018-07-26T05:12:33Z", 20));
    happened(5, "order-refunded", refund.formatted("2018-07-26T05:12:33.123456Z", 1));

    database.migrate("orders", "3");

    assertThat(
            database
                .jdbc()
                .sql("SELECT to_json(r)::text FROM order_refunds AS r ORDER BY number")
                .query(String.class)
                .list())
        .containsExactly(
            """
            {"order_id":"o-1","number":1,"merchant_id":"m-1",\
            "refunded_at":"2018-07-26T05:12:33.123456+00:00","amount":1}\
            """,
            """
            {"order_id":"o-1","number":2,"merchant_id":"m-1",\
            "refunded_at":"2018-07-26T05:12:33+00:00","amount":20}\
            """);
  }
}
