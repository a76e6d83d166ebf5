package dev.mocha.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.domain.ordering.OrderEvent.OrderPlaced;
import dev.mocha.kafka.log.JsonEvents;
import dev.mocha.postgres.ordering.OrdersTable;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Orders of revision 1, from before events had the sum of their lines, in today's system. */
@ExtendWith(InProcess.class)
class UpcastingIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CATCH_UP = Duration.ofMinutes(1);
  private static final LocalDate DAY = LocalDate.of(2018, 7, 26);

  private static final String MERCHANT =
      """
      {"merchantId":"%s","name":"Warung Lama","timeZone":"Asia/Jakarta","dayCutoff":"04:00","currency":"IDR","commissionBps":2000}\
      """;

  private static final String PLACED =
      """
      {"orderId":"%s","merchantId":"%s","businessDate":"2018-07-26","at":"2018-07-26T05:12:33Z",\
      "timeZone":"Asia/Jakarta","currency":"IDR","orderNumber":"F-1","customerId":"c-9",\
      "paymentMethod":"GOPAY","lines":[{"sku":"ng","name":"Nasi Goreng","quantity":2,\
      "unitPrice":25000,"note":null},{"sku":"et","name":"Es Teh","quantity":1,"unitPrice":5000,\
      "note":null}],"discount":5000,"deliveryFee":8000,"tax":0,"commission":10000,"note":null}\
      """;

  private static final String STATED =
      """
      {"orderId":"up-stated","orderNumber":"F-1","merchantId":"up-1","customerId":"c-9","paymentMethod":"GOPAY",\
      "placedAt":"2018-07-26T05:12:33Z","lines":[{"sku":"ng","name":"Nasi Goreng","quantity":2,"unitPrice":25000},\
      {"sku":"et","name":"Es Teh","quantity":1,"unitPrice":5000}],\
      "discount":5000,"deliveryFee":8000,"tax":0,"deliveredAt":"2018-07-26T06:00:00Z"}\
      """;

  private static final String SENT =
      """
      {"specversion":"1.0","id":"up-sent-0","source":"/test","type":"order-placed","subject":"up-sent","sequence":0,\
      "time":"2018-07-26T05:12:33Z","dataschema":"urn:mocha:schema:order-placed:1","data":%s}\
      """;

  @Test
  void orders_of_revision_1_live_on_and_are_published_in_revision_2(
      Running mocha, ConfigurableApplicationContext context) throws Exception {
    JdbcClient orders = JdbcClient.create(context.getBean("ordersDataSource", DataSource.class));
    JdbcClient reports = JdbcClient.create(context.getBean("reportsDataSource", DataSource.class));
    mocha.importLines(List.of(Running.parse(MERCHANT.formatted("up-1"))));
    storeAsRevision1(orders, "up-live");
    storeAsRevision1(orders, "up-stated");

    mocha.client().post("/api/v1/orders/up-live/accept", JSON.createObjectNode());
    assertThat(mocha.importLines(List.of(Running.parse(STATED))).refused()).isZero();
    mocha.awaitReports("up-1");

    JsonNode report = mocha.candidateReport("up-1", DAY);
    assertThat(report).isEqualTo(mocha.primaryReport("up-1", DAY));
    assertThat(report.at("/orders/items").findValuesAsText("status"))
        .containsExactly("ACCEPTED", "DELIVERED");
    assertThat(report.at("/orders/items").findValuesAsText("itemsTotal"))
        .containsExactly("55000", "55000");
    assertThat(report.at("/summary/grossSales").asLong()).isEqualTo(55_000);
    Awaitility.await()
        .atMost(CATCH_UP)
        .untilAsserted(
            () ->
                assertThat(archivedTotals(reports, "up-1"))
                    .containsExactlyInAnyOrder(
                        Map.of("order_id", "up-live", "stated", true, "total", 55_000L),
                        Map.of("order_id", "up-stated", "stated", true, "total", 55_000L)));
    assertThat(
            orders
                .sql(
                    """
                    SELECT DISTINCT payload_revision FROM events
                    WHERE aggregate_id IN ('up-live', 'up-stated') AND sequence_number = 0
                    """)
                .query(String.class)
                .list())
        .containsExactly("1");
  }

  @Test
  void other_services_may_still_send_revision_1(
      Running mocha, ConfigurableApplicationContext context) throws Exception {
    JdbcClient reports = JdbcClient.create(context.getBean("reportsDataSource", DataSource.class));
    mocha.importLines(List.of(Running.parse(MERCHANT.formatted("up-2"))));

    send(mocha, SENT.formatted(PLACED.formatted("up-sent", "up-2")));

    Awaitility.await()
        .atMost(CATCH_UP)
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(
                        mocha
                            .candidateReport("up-2", DAY)
                            .at("/orders/items/0/itemsTotal")
                            .asLong())
                    .isEqualTo(55_000));
    Awaitility.await()
        .atMost(CATCH_UP)
        .untilAsserted(
            () ->
                assertThat(archivedTotals(reports, "up-2"))
                    .containsExactly(
                        Map.of("order_id", "up-sent", "stated", false, "total", 55_000L)));
  }

  private static void send(Running mocha, String event) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(mocha.address().resolve("/api/v1/log/mocha.orders"))
                  .header("Authorization", "Bearer " + TestIssuer.token())
                  .header("Content-Type", "application/cloudevents+json")
                  .POST(HttpRequest.BodyPublishers.ofString(event))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
  }

  /** What a process of before the second revision left behind. */
  private static void storeAsRevision1(JdbcClient database, String orderId) {
    var serializer = new JsonEvents();
    byte[] data = PLACED.formatted(orderId, "up-1").getBytes(UTF_8);
    OrderPlaced placed =
        serializer.deserialize(
            new SimpleSerializedObject<>(
                data, byte[].class, new SimpleSerializedType("order-placed", "1")));
    new OrdersTable(database).record(placed);
    database
        .sql(
            """
            INSERT INTO events (event_id, aggregate_type, aggregate_id, sequence_number,
                                recorded_at, payload_type, payload_revision, payload, metadata)
            VALUES (?, 'order', ?, 0, ?, 'order-placed', '1', ?, ?)
            """)
        .params(
            orderId + "-0",
            orderId,
            Instant.now().toString(),
            data,
            serializer.serialize(MetaData.emptyInstance(), byte[].class).getData())
        .update();
  }

  /** By the query of docs/upcasters.md, and whether the event states it. */
  private static List<Map<String, Object>> archivedTotals(JdbcClient reports, String merchant) {
    return reports
        .sql(
            """
            SELECT order_id, jsonb_exists(data, 'itemsTotal') AS stated,
                   coalesce((data ->> 'itemsTotal')::bigint,
                            (SELECT sum((line ->> 'quantity')::bigint * (line ->> 'unitPrice')::bigint)
                             FROM jsonb_array_elements(data -> 'lines') AS line))::bigint AS total
            FROM stream_order_events
            WHERE merchant_id = ? AND type = 'order-placed'
            """)
        .param(merchant)
        .query()
        .listOfRows();
  }
}
