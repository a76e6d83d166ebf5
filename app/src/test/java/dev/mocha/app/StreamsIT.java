package dev.mocha.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The shipped streams in the running system. */
@ExtendWith(InProcess.class)
class StreamsIT {

  private static final Duration CATCH_UP = Duration.ofMinutes(1);

  private static final String MERCHANT =
      """
      {"merchantId":"str-1","name":"Warung Aliran","timeZone":"Asia/Jakarta","dayCutoff":"04:00","currency":"IDR","commissionBps":2000}\
      """;

  private static final String ORDER =
      """
      {"orderId":"str-o-%d","orderNumber":"F-1","merchantId":"str-1","customerId":"c-secret","paymentMethod":"GOPAY",\
      "placedAt":"2018-07-26T05:12:33Z","lines":[{"sku":"ng","name":"Nasi Goreng","quantity":2,"unitPrice":2500000}],\
      "discount":0,"deliveryFee":800000,"tax":0,"acceptedAt":"2018-07-26T05:13:00Z"}\
      """;

  @Test
  void merchants_and_order_events_are_in_their_tables(
      Running mocha, ConfigurableApplicationContext context) throws Exception {
    JdbcClient reports = JdbcClient.create(context.getBean("reportsDataSource", DataSource.class));
    mocha.importLines(
        List.of(
            Running.parse(MERCHANT),
            Running.parse(ORDER.formatted(1)),
            Running.parse(ORDER.formatted(2))));

    Awaitility.await()
        .atMost(CATCH_UP)
        .untilAsserted(() -> assertThat(count(reports, "stream_order_events")).isEqualTo(4));
    Awaitility.await()
        .atMost(CATCH_UP)
        .untilAsserted(() -> assertThat(count(reports, "stream_merchants")).isEqualTo(1));
    assertThat(
            reports
                .sql(
                    """
                    SELECT name, time_zone, day_cutoff, currency, commission_bps
                    FROM stream_merchants WHERE merchant_id = 'str-1'
                    """)
                .query()
                .singleRow())
        .isEqualTo(
            Map.of(
                "name", "Warung Aliran",
                "time_zone", "Asia/Jakarta",
                "day_cutoff", "04:00:00",
                "currency", "IDR",
                "commission_bps", 2000));
    assertThat(
            reports
                .sql(
                    """
                    SELECT order_id || ' ' || sequence || ' ' || type
                    FROM stream_order_events WHERE merchant_id = 'str-1' ORDER BY 1
                    """)
                .query(String.class)
                .list())
        .containsExactly(
            "str-o-1 0 order-placed",
            "str-o-1 1 order-accepted",
            "str-o-2 0 order-placed",
            "str-o-2 1 order-accepted");
  }

  @Test
  void order_events_have_a_hash_in_place_of_the_customer_id(
      Running mocha, ConfigurableApplicationContext context) throws Exception {
    JdbcClient reports = JdbcClient.create(context.getBean("reportsDataSource", DataSource.class));
    mocha.importLines(
        List.of(
            Running.parse(MERCHANT),
            Running.parse(ORDER.formatted(1)),
            Running.parse(ORDER.formatted(2))));
    Awaitility.await()
        .atMost(CATCH_UP)
        .untilAsserted(() -> assertThat(count(reports, "stream_order_events")).isEqualTo(4));

    List<String> customers =
        reports
            .sql(
                """
                SELECT data ->> 'customerId' FROM stream_order_events
                WHERE merchant_id = 'str-1' AND type = 'order-placed'
                """)
            .query(String.class)
            .list();

    assertThat(customers).hasSize(2).allMatch(it -> it.matches("[0-9a-f]{64}"));
    assertThat(customers.getFirst()).isEqualTo(customers.getLast());
    assertThat(
            reports
                .sql("SELECT count(*) FROM stream_order_events WHERE data::text LIKE '%c-secret%'")
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void the_list_names_the_report_and_the_shipped_streams(Running mocha) {
    JsonNode streams = mocha.get("/api/v1/streams").get("streams");

    assertThat(streams.findValuesAsText("name"))
        .containsSubsequence(mocha.liveGeneration(), "merchants", "order-events");
    assertThat(streams.findValuesAsText("state")).containsOnly("RUNNING");
  }

  private static long count(JdbcClient reports, String table) {
    return reports
        .sql("SELECT count(*) FROM %s WHERE merchant_id = 'str-1'".formatted(table))
        .query(Long.class)
        .single();
  }
}
