package dev.mocha.http.reporting.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.mocha.application.reporting.DailyReport;
import dev.mocha.application.reporting.DailyReport.OrderPage;
import dev.mocha.domain.ordering.PlacedOrder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One table by RFC 4180: a row for each figure of the report, named by its path in the JSON, then a
 * row for each order with the fields of its JSON. Amounts are in the minor unit.
 */
final class CsvFile implements ReportFile {

  private static final List<String> FIGURE_COLUMNS = List.of("record", "figure", "value");

  static final List<String> ORDER_FIELDS =
      List.of(
          "orderId",
          "orderNumber",
          "placedAt",
          "acceptedAt",
          "readyAt",
          "pickedUpAt",
          "deliveredAt",
          "rejectedAt",
          "cancelledAt",
          "cancelledBy",
          "reason",
          "status",
          "paymentMethod",
          "customerId",
          "lines",
          "itemsTotal",
          "discount",
          "deliveryFee",
          "tax",
          "commission",
          "refunded",
          "note");

  private final ObjectMapper json;
  private final CsvWriter rows;

  CsvFile(ObjectMapper json, DailyReport report, OutputStream out) {
    this.json = json;
    this.rows =
        CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(out, StandardCharsets.UTF_8);
    var header = new ArrayList<>(FIGURE_COLUMNS);
    header.addAll(ORDER_FIELDS);
    rows.writeRecord(header);
    for (var field : json.valueToTree(report.with(OrderPage.NONE)).properties()) {
      if (!field.getKey().equals("orders")) {
        figures(field.getKey(), field.getValue());
      }
    }
  }

  private void figures(String path, JsonNode node) {
    if (node.isObject()) {
      node.properties().forEach(it -> figures(path + "." + it.getKey(), it.getValue()));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        figures(path + "[" + i + "]", node.get(i));
      }
    } else {
      row(List.of("figure", path, cell(node)), Collections.nCopies(ORDER_FIELDS.size(), ""));
    }
  }

  @Override
  public void order(PlacedOrder order) {
    JsonNode body = json.valueToTree(order);
    String lines = FileFormats.lines(order.placed().lines(), String::valueOf);
    row(
        List.of("order", "", ""),
        ORDER_FIELDS.stream()
            .map(it -> it.equals("lines") ? FormulaEscape.separated(lines) : cell(body.path(it)))
            .toList());
  }

  private void row(List<String> figure, List<String> order) {
    var row = new ArrayList<>(figure);
    row.addAll(order);
    rows.writeRecord(row);
  }

  private static String cell(JsonNode value) {
    return value.isTextual() ? FormulaEscape.separated(value.textValue()) : value.asText("");
  }

  @Override
  public void end() throws IOException {
    rows.flush();
  }
}
