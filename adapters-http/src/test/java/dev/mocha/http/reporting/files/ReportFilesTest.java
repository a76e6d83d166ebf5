package dev.mocha.http.reporting.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.mocha.application.reporting.DailyReport;
import dev.mocha.domain.ordering.PlacedOrder;
import dev.mocha.http.HttpTest;
import dev.mocha.http.ReportsInMemory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** The files are read back: what they say is what the JSON says. */
@HttpTest
class ReportFilesTest {

  private final MockMvcTester http;
  private final ReportsInMemory reports;
  private final ObjectMapper json;

  ReportFilesTest(MockMvcTester http, ReportsInMemory reports, ObjectMapper json) {
    this.http = http;
    this.reports = reports;
    this.json = json;
  }

  static Stream<SampleDay> days() {
    return Stream.of(
        SampleDay.of("f-jakarta", "Asia/Jakarta", "IDR", "2018-07-26", 130),
        SampleDay.of("f-nothing", "Asia/Jakarta", "IDR", "2018-07-26", 0),
        SampleDay.of("f-25-hours", "America/New_York", "USD", "2018-11-04", 50),
        SampleDay.of("f-whole", "Asia/Tokyo", "JPY", "2018-07-26", 25),
        SampleDay.of("f-thousandth", "Asia/Kuwait", "KWD", "2018-07-26", 25),
        SampleDay.of("f-long-ago", "Asia/Jakarta", "IDR", "0001-01-01", 0));
  }

  @ParameterizedTest
  @MethodSource("days")
  void csv_has_every_figure_by_its_path_and_every_order_by_its_fields(SampleDay day)
      throws IOException {
    JsonNode expected = report(day);
    var figures = new ArrayList<List<String>>();
    expected
        .properties()
        .forEach(
            it -> {
              if (!it.getKey().equals("orders")) {
                flatten(it.getKey(), it.getValue(), figures);
              }
            });

    String text = new String(file(day, "csv"), StandardCharsets.UTF_8);
    List<CsvRecord> rows;
    try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(text)) {
      rows = reader.stream().toList();
    }

    assertThat(text).endsWith("\r\n").startsWith("record,figure,value,orderId,orderNumber,");
    assertThat(
            rows.stream()
                .filter(it -> it.getField(0).equals("figure"))
                .map(it -> it.getFields().subList(1, 3))
                .toList())
        .isEqualTo(figures);
    List<String> fields = rows.getFirst().getFields();
    var orders = rows.stream().filter(it -> it.getField(0).equals("order")).toList();
    JsonNode items = expected.at("/orders/items");
    assertThat(orders).hasSize(items.size());
    assertThat(rows).hasSize(1 + figures.size() + orders.size());
    for (int i = 0; i < items.size(); i++) {
      assertThat(fields.subList(3, fields.size()))
          .isEqualTo(items.get(i).properties().stream().map(Map.Entry::getKey).toList());
      for (int field = 3; field < fields.size(); field++) {
        JsonNode value = items.get(i).get(fields.get(field));
        assertThat(orders.get(i).getField(field))
            .isEqualTo(value.isArray() ? FormulaEscape.separated(lines(value)) : cell(value));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("days")
  void xlsx_has_every_figure_and_every_order_typed(SampleDay day) throws IOException {
    DailyReport report = day.report();
    try (var workbook =
        new ReadableWorkbook(
            new ByteArrayInputStream(file(day, "xlsx")), new ReadingOptions(true, false))) {
      var summary = new ArrayList<List<Object>>();
      try (Stream<Row> rows = workbook.findSheet("Summary").orElseThrow().openStream()) {
        rows.map(SheetCells::of).filter(it -> !it.isEmpty()).forEach(summary::add);
      }
      assertThat(summary).isEqualTo(SheetCells.expected(report));

      var orders = new ArrayList<List<Object>>();
      try (Stream<Row> rows = workbook.findSheet("Orders").orElseThrow().openStream()) {
        rows.skip(1).map(SheetCells::of).forEach(orders::add);
      }
      var expected = new ArrayList<List<Object>>();
      for (PlacedOrder order : day.whole().orders().items()) {
        expected.add(SheetCells.expected(order));
      }
      assertThat(orders).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("days")
  void pdf_has_every_figure_on_its_first_page_and_every_order_after(SampleDay day)
      throws IOException {
    var pages = PrintedPages.of(file(day, "pdf"));

    assertThat(pages.summary()).containsAll(PrintedPages.expected(day.report()));
    assertThat(pages.orders()).isEqualTo(PrintedPages.expected(day.whole().orders().items()));
  }

  private JsonNode report(SampleDay day) throws IOException {
    reports.add(day.whole());
    return json.readTree(get(day, "json"));
  }

  private byte[] file(SampleDay day, String format) {
    reports.add(day.whole());
    return get(day, format);
  }

  private byte[] get(SampleDay day, String format) {
    var answer =
        http.get()
            .uri(
                "/api/v1/merchants/{id}/reports/daily/{date}?format={format}",
                day.merchantId(),
                day.date(),
                format)
            .exchange();
    assertThat(answer).hasStatusOk();
    return answer.getResponse().getContentAsByteArray();
  }

  private static void flatten(String path, JsonNode node, List<List<String>> figures) {
    if (node.isObject()) {
      node.properties().forEach(it -> flatten(path + "." + it.getKey(), it.getValue(), figures));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        flatten("%s[%d]".formatted(path, i), node.get(i), figures);
      }
    } else {
      figures.add(List.of(path, cell(node)));
    }
  }

  private static String cell(JsonNode value) {
    return value.isTextual() ? FormulaEscape.separated(value.asText()) : value.asText("");
  }

  private static String lines(JsonNode lines) {
    return String.join(
        "; ",
        lines
            .valueStream()
            .map(
                it ->
                    "%s x %s [%s] @ %s%s"
                        .formatted(
                            it.get("quantity").asText(),
                            it.get("name").asText(),
                            it.get("sku").asText(),
                            it.get("unitPrice").asText(),
                            it.get("note").isNull() ? "" : " (" + it.get("note").asText() + ")"))
            .toList());
  }
}
