package dev.mocha.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mocha.app.client.MochaClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code mocha import}, as its users call it. */
@ExtendWith(InProcess.class)
class ImportIT {

  private static final String MERCHANT =
      """
      {"merchantId":"imp-1","name":"Warung","timeZone":"Asia/Jakarta","dayCutoff":"04:00","currency":"IDR","commissionBps":2000}\
      """;

  private static final String ORDER =
      """
      {"orderId":"imp-o-%d","orderNumber":"F-1","merchantId":"imp-1","customerId":"c-9","paymentMethod":"GOPAY",\
      "placedAt":"2018-07-26T05:12:33Z","lines":[{"sku":"ng","name":"Nasi Goreng","quantity":2,"unitPrice":2500000}],\
      "discount":0,"deliveryFee":800000,"tax":0,"acceptedAt":"2018-07-26T05:13:00Z","readyAt":"2018-07-26T05:30:00Z",\
      "pickedUpAt":"2018-07-26T05:35:00Z","deliveredAt":"2018-07-26T06:00:00Z"}\
      """;

  @TempDir private Path folder;

  private record Refused(int line, String field, String reason) {}

  @Test
  void impossible_lines_are_refused_and_the_others_imported(Running mocha) throws Exception {
    var lines = new ArrayList<String>();
    var expected = new ArrayList<Refused>();
    refuse(
        lines,
        expected,
        order(1).put("merchantId", "nobody"),
        "merchantId",
        "there is no such merchant");
    refuse(
        lines,
        expected,
        order(2).put("acceptedAt", "2018-07-26T05:00:00Z"),
        "acceptedAt",
        "the step is earlier than the previous one");
    refuse(
        lines,
        expected,
        order(3).put("cancelledAt", "2018-07-26T07:00:00Z"),
        "cancelledAt",
        "the order is already delivered, rejected or cancelled");
    refuse(
        lines,
        expected,
        order(4).put("discount", 5_000_001),
        "discount",
        "the discount exceeds the items' total");
    refuse(
        lines,
        expected,
        order(5).put("discount", -1),
        "discount",
        "must be greater than or equal to 0");
    refuse(
        lines,
        expected,
        order(6).put("rejectedAt", "2018-07-26T07:00:00Z").without("deliveredAt"),
        "rejectedAt",
        "an order can be rejected only before it is accepted");
    refuse(
        lines,
        expected,
        refunded(7, 5_000_001, "2018-07-27T00:00:00Z"),
        "refunds[0]",
        "the refunds exceed the payment for the items");
    refuse(
        lines,
        expected,
        refunded(8, 1, "2018-07-26T05:59:59Z"),
        "refunds[0]",
        "the step is earlier than the previous one");
    refuse(
        lines,
        expected,
        ((ObjectNode) refunded(9, 1, "2018-07-27T00:00:00Z")).without("deliveredAt"),
        "refunds[0]",
        "only a delivered order can be refunded");
    refuse(
        lines,
        expected,
        order(10).put("placedAt", "yesterday"),
        "placedAt",
        "has the wrong type or format");
    refuse(
        lines,
        expected,
        order(11).put("placedAt", "2999-01-01T00:00:00Z"),
        "placedAt",
        "is in the future");
    refuse(lines, expected, order(12).without("customerId"), "customerId", "must not be null");
    refuse(
        lines,
        expected,
        order(13).put("orderId", "../x"),
        "orderId",
        "must match \"[A-Za-z0-9][A-Za-z0-9._-]{0,63}\"");
    refuse(
        lines,
        expected,
        order(14).put("paymentMethod", "a\u0000b"),
        "paymentMethod",
        "must be a text of 1 to 32 printable characters");
    lines.add("{\"orderId\": ");
    expected.add(new Refused(lines.size(), "null", "is not JSON: an error at column 13"));
    lines.add("42");
    expected.add(new Refused(lines.size(), "null", "is not a JSON object"));
    lines.add("");
    lines.add(order(20).toString());
    lines.add(order(21).without(List.of("acceptedAt", "readyAt", "pickedUpAt")).toString());
    Path merchants = write("merchants.ndjson", List.of(MERCHANT));
    Path orders = write("orders.ndjson", lines);

    assertThat(mocha.run("import", merchants.toString(), orders.toString())).isEqualTo(3);

    List<String> refused = Files.readAllLines(folder.resolve("orders.ndjson.rejected.ndjson"));
    assertThat(refused.stream().map(Running::parse).map(ImportIT::refused).toList())
        .isEqualTo(expected);
    for (String line : refused) {
      JsonNode it = Running.parse(line);
      assertThat(it.get("record").asText()).isEqualTo(lines.get(it.get("line").asInt() - 1));
    }
    assertThat(mocha.get("/api/v1/orders/imp-o-20").get("status").asText()).isEqualTo("DELIVERED");
    assertThat(mocha.get("/api/v1/orders/imp-o-21").get("deliveredAt").asText())
        .isEqualTo("2018-07-26T06:00:00Z");
  }

  @Test
  void a_repeated_import_changes_nothing_and_a_longer_history_adds_its_new_events(Running mocha)
      throws Exception {
    var begun = order(30).without(List.of("readyAt", "pickedUpAt", "deliveredAt"));
    Path merchants = write("m.ndjson", List.of(MERCHANT));
    Path first = write("first.ndjson", List.of(begun.toString()));
    Path whole = write("whole.ndjson", List.of(order(30).toString()));

    assertThat(mocha.run("import", merchants.toString(), first.toString())).isZero();
    JsonNode accepted = mocha.get("/api/v1/orders/imp-o-30");
    assertThat(mocha.importFile(first).unchanged()).isEqualTo(1);
    assertThat(mocha.get("/api/v1/orders/imp-o-30")).isEqualTo(accepted);
    assertThat(mocha.importFile(whole).events()).isEqualTo(3);
    assertThat(mocha.get("/api/v1/orders/imp-o-30").get("status").asText()).isEqualTo("DELIVERED");
    assertThat(mocha.importFile(first).unchanged()).isEqualTo(1);
    assertThat(mocha.get("/api/v1/orders/imp-o-30").get("status").asText()).isEqualTo("DELIVERED");
  }

  @Test
  void a_file_without_a_line_in_utf_8_is_refused_line_by_line(Running mocha) throws Exception {
    Path latin =
        Files.writeString(folder.resolve("l.ndjson"), "caf\u00e9\n", StandardCharsets.ISO_8859_1);

    assertThat(mocha.run("import", latin.toString())).isEqualTo(3);
    assertThat(folder.resolve("l.ndjson.rejected.ndjson"))
        .content()
        .contains("\"line\":1", "is not UTF-8");
  }

  @Test
  void an_answer_401_names_the_ways_to_give_a_token(Running mocha) {
    assertThatThrownBy(() -> new MochaClient(mocha.address(), "no token").get("/api/v1/switch"))
        .hasMessage(
            "/api/v1/switch answers 401: the token is not valid; give one with --token or"
                + " MOCHA_TOKEN, or the folder of embedded servers with --data");
    assertThatThrownBy(() -> new MochaClient(mocha.address(), null).get("/api/v1/switch"))
        .hasMessageContaining("there is no token; give one with --token");
  }

  @Test
  void it_exits_with_1_when_no_system_answers() throws Exception {
    Path file = write("m.ndjson", List.of(MERCHANT));

    var nobody = new Running(URI.create("http://localhost:1"));
    assertThat(nobody.run("import", file.toString())).isEqualTo(1);
    assertThat(nobody.run("import", folder.resolve("none").toString())).isEqualTo(1);
  }

  private static ObjectNode order(int number) {
    return (ObjectNode) Running.parse(ORDER.formatted(number));
  }

  private static JsonNode refunded(int number, long amount, String at) {
    ObjectNode order = order(number);
    order.putArray("refunds").addObject().put("at", at).put("amount", amount);
    return order;
  }

  private static void refuse(
      List<String> lines, List<Refused> expected, JsonNode line, String field, String reason) {
    lines.add(line.toString());
    expected.add(new Refused(lines.size(), field, reason));
  }

  private static Refused refused(JsonNode line) {
    return new Refused(
        line.get("line").asInt(), line.get("field").asText(), line.get("reason").asText());
  }

  private Path write(String name, List<String> lines) throws IOException {
    return Files.write(folder.resolve(name), lines);
  }
}
