package dev.mocha.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code mocha report} into files, as its users call it. */
@ExtendWith(InProcess.class)
class ReportFilesIT {

  private static final String MERCHANT = "files-1";
  private static final LocalDate DAY = LocalDate.parse("2018-07-26");
  private static final int ORDERS = 1_234;

  @TempDir private Path folder;

  @Test
  void files_contain_what_the_report_contains(Running mocha) throws Exception {
    mocha.importLines(List.of(merchant()));
    assertThat(mocha.importLines(IntStream.range(0, ORDERS).mapToObj(this::order).toList()))
        .matches(it -> it.imported() == ORDERS);
    mocha.awaitReports(MERCHANT);
    JsonNode expected = mocha.candidateReport(MERCHANT, DAY);

    Path csv = folder.resolve("day.csv");
    assertThat(report(mocha, MERCHANT, "csv", csv)).isEmpty();
    List<CsvRecord> rows = rows(csv);
    Map<String, String> figures = new LinkedHashMap<>();
    for (CsvRecord row : rows) {
      if (row.getField(0).equals("figure")) {
        figures.put(row.getField(1), row.getField(2));
      }
    }
    assertThat(figures)
        .containsEntry("summary.orders", String.valueOf(ORDERS))
        .containsEntry("summary.grossSales", expected.at("/summary/grossSales").asText())
        .containsEntry("summary.netPayout", expected.at("/summary/netPayout").asText())
        .containsEntry("topItems[0].name", "'=Nasi 🍚");
    List<String> ids = new ArrayList<>();
    expected.at("/orders/items").forEach(it -> ids.add(it.get("orderId").asText()));
    assertThat(rows.stream().filter(it -> it.getField(0).equals("order")).map(it -> it.getField(3)))
        .isEqualTo(ids)
        .hasSize(ORDERS);

    Path xlsx = folder.resolve("day.xlsx");
    assertThat(report(mocha, MERCHANT, "xlsx", xlsx)).isEmpty();
    try (var zip = new ZipFile(xlsx.toFile())) {
      assertThat(zip.stream().map(Object::toString))
          .contains("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml");
    }

    Path pdf = folder.resolve("day.pdf");
    assertThat(report(mocha, MERCHANT, "pdf", pdf)).isEmpty();
    assertThat(new String(Files.readAllBytes(pdf), StandardCharsets.ISO_8859_1))
        .startsWith("%PDF-")
        .endsWith("%%EOF\n");
  }

  @Test
  void a_failed_export_leaves_no_file_and_prints_the_reason(Running mocha) throws IOException {
    assertThat(report(mocha, "nobody", "pdf", folder.resolve("nobody.pdf")))
        .contains("There is no such merchant.");
    assertThat(report(mocha, MERCHANT, "xlsx", null)).contains("--format xlsx needs --output");
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  /** What it says on standard error. */
  private static String report(
      Running mocha,
      String merchant,
      String format,
      @org.jspecify.annotations.Nullable Path output) {
    var arguments =
        new ArrayList<>(
            List.of(
                "report",
                merchant,
                DAY.toString(),
                "--format",
                format,
                "--url",
                mocha.address().toString(),
                "--token",
                TestIssuer.merchants(merchant)));
    if (output != null) {
      arguments.addAll(List.of("--output", output.toString()));
    }
    var errors = new StringWriter();
    int exitCode =
        Mocha.commandLine()
            .setErr(new PrintWriter(errors))
            .execute(arguments.toArray(String[]::new));
    assertThat(exitCode == 0).as("%d: %s", exitCode, errors).isEqualTo(errors.toString().isEmpty());
    return errors.toString();
  }

  private static List<CsvRecord> rows(Path file) throws IOException {
    try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(file)) {
      return reader.stream().toList();
    }
  }

  private static JsonNode merchant() {
    return Running.parse(
        """
        {"merchantId":"%s","name":"Warung ไก่","timeZone":"Asia/Jakarta","dayCutoff":"04:00",
         "currency":"IDR","commissionBps":2000}
        """
            .formatted(MERCHANT));
  }

  private JsonNode order(int number) {
    return Running.parse(
        """
        {"orderId":"files-%04d","orderNumber":"F-%d","merchantId":"%s","customerId":"c-9",
         "paymentMethod":"GOPAY","placedAt":"2018-07-26T05:12:33Z",
         "lines":[{"sku":"ng","name":"=Nasi 🍚","quantity":2,"unitPrice":2500000}],
         "discount":0,"deliveryFee":800000,"tax":0,"deliveredAt":"2018-07-26T06:00:00Z"}
        """
            .formatted(number, number, MERCHANT));
  }
}
