package dev.mocha.app;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;

/**
 * The figures of a day, read back from any of the forms that a report takes. Amounts are in the
 * minor unit.
 *
 * @param numbers of summary, status and preparation, by names such as {@code GROSS_SALES}
 * @param lists each row as its name and its numbers, by the name of the list
 */
record Figures(Map<String, Long> numbers, Map<String, List<List<String>>> lists) {

  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);

  private static final List<String> LISTS =
      List.of("byHour", "byPaymentMethod", "topItems", "cancellations");

  private static final List<String> COUNTS =
      List.of("ORDERS", "DELIVERED", "CANCELLED", "REJECTED", "IN_PROGRESS", "ITEMS");

  private static final Map<String, String> LISTS_OF_SHEET =
      Map.of(
          "Hour", "byHour",
          "Payment method", "byPaymentMethod",
          "Top item", "topItems",
          "Cancelled or rejected", "cancellations");

  static Figures of(JsonNode report) {
    var numbers = new TreeMap<String, Long>();
    for (String part : List.of("summary", "byStatus", "preparation")) {
      for (Map.Entry<String, JsonNode> it : report.get(part).properties()) {
        if (it.getValue().isNumber() && !(part + it.getKey()).equals("preparationorders")) {
          numbers.put(named(part, it.getKey()), it.getValue().asLong());
        }
      }
    }
    var lists = new TreeMap<String, List<List<String>>>();
    for (String list : LISTS) {
      lists.put(
          list,
          report
              .get(list)
              .valueStream()
              .map(it -> it.valueStream().map(JsonNode::asText).toList())
              .toList());
    }
    return new Figures(numbers, lists);
  }

  /** The numbers of a summary. */
  static Map<String, Long> summary(JsonNode summary) {
    var numbers = new TreeMap<String, Long>();
    for (Map.Entry<String, JsonNode> it : summary.properties()) {
      if (it.getValue().isNumber()) {
        numbers.put(constant(it.getKey()), it.getValue().asLong());
      }
    }
    return numbers;
  }

  /** The numbers of each summary that the browser shows, one after the other. */
  static List<Map<String, Long>> summariesOnPage(Browser browser) {
    return shown(
            browser,
            "return JSON.stringify([...document.querySelectorAll('section')]"
                + ".map(it => valuesIn(it, 'data-figure')))")
        .valueStream()
        .map(Figures::numbers)
        .toList();
  }

  private static String named(String part, String name) {
    return part.equals("byStatus") ? "status " + name : constant(name);
  }

  private static String constant(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
  }

  /** What the browser shows; of a day without orders it shows no preparation. */
  static Figures onPage(Browser browser) {
    JsonNode shown =
        shown(
            browser,
            """
            const cells = row => [...row.querySelectorAll('th time, th bdi, th span, data')].map(
                it => it.getAttribute('datetime') ?? it.getAttribute('value') ?? it.textContent);
            const lists = {};
            for (const list of arguments[0]) {
              lists[list] = [...document.querySelectorAll(`[data-list=${list}]`)].map(cells);
            }
            return JSON.stringify({
                figures: valuesIn(document, 'data-figure'),
                statuses: valuesIn(document, 'data-status'),
                lists: lists});
            """);
    var numbers = new TreeMap<>(Map.of("MEDIAN_SECONDS", 0L, "P90_SECONDS", 0L));
    numbers.putAll(numbers(shown.get("figures")));
    numbers(shown.get("statuses")).forEach((name, value) -> numbers.put("status " + name, value));
    var lists = new TreeMap<String, List<List<String>>>();
    for (Map.Entry<String, JsonNode> list : shown.get("lists").properties()) {
      boolean byHour = list.getKey().equals("byHour");
      lists.put(
          list.getKey(),
          list.getValue()
              .valueStream()
              .map(row -> row.valueStream().map(JsonNode::asText).toList())
              .map(row -> byHour ? withHour(row) : row)
              .toList());
    }
    return new Figures(numbers, lists);
  }

  /** What a script returns, at one moment: an open page replaces its parts while it is read. */
  private static JsonNode shown(Browser browser, String script) {
    String valuesIn =
        """
        const valuesIn = (part, name) => Object.fromEntries(
            [...part.querySelectorAll(`[${name}]`)].map(
                it => [it.getAttribute(name), it.getAttribute('value')]));
        """;
    return Running.parse(String.valueOf(browser.evaluate(valuesIn + script, LISTS)));
  }

  private static Map<String, Long> numbers(JsonNode values) {
    var numbers = new TreeMap<String, Long>();
    values
        .properties()
        .forEach(it -> numbers.put(it.getKey(), Long.valueOf(it.getValue().asText())));
    return numbers;
  }

  private static List<String> withHour(List<String> row) {
    var named = new ArrayList<>(row);
    named.set(0, HOUR.format(OffsetDateTime.parse(row.getFirst())));
    return named;
  }

  static Figures inCsv(byte[] file) throws IOException {
    var numbers = new TreeMap<String, Long>();
    var lists = new TreeMap<String, List<List<String>>>();
    LISTS.forEach(it -> lists.put(it, new ArrayList<>()));
    try (CsvReader<CsvRecord> rows =
        CsvReader.builder().ofCsvRecord(new String(file, StandardCharsets.UTF_8))) {
      for (CsvRecord row : rows) {
        if (row.getField(0).equals("figure")) {
          inCsv(row.getField(1), row.getField(2), numbers, lists);
        }
      }
    }
    return new Figures(numbers, lists);
  }

  private static void inCsv(
      String path, String value, Map<String, Long> numbers, Map<String, List<List<String>>> lists) {
    String[] steps = path.split("[.\\[\\]]+", -1);
    List<List<String>> list = lists.get(steps[0]);
    if (list != null) {
      int index = Integer.parseInt(steps[1]);
      if (list.size() == index) {
        list.add(new ArrayList<>());
      }
      list.get(index).add(plain(value));
    } else if (List.of("summary", "byStatus", "preparation").contains(steps[0])
        && !path.equals("preparation.orders")
        && !path.endsWith("OrderAt")) {
      numbers.put(named(steps[0], steps[1]), Long.valueOf(value));
    }
  }

  /** Without the apostrophe that keeps spreadsheets from calculating. */
  private static String plain(String text) {
    return text.startsWith("'") ? text.substring(1) : text;
  }

  static Figures inXlsx(byte[] file, Currency currency) throws IOException {
    var numbers = new TreeMap<String, Long>();
    var lists = new TreeMap<String, List<List<String>>>();
    LISTS.forEach(it -> lists.put(it, new ArrayList<>()));
    try (var book = new ReadableWorkbook(new ByteArrayInputStream(file))) {
      String section = "";
      int last = 0;
      for (Row row : book.getFirstSheet().read()) {
        List<Cell> cells = row.stream().filter(it -> it != null && it.getValue() != null).toList();
        boolean begins = row.getRowNum() > last + 1;
        last = row.getRowNum();
        if (begins) {
          section = cells.getFirst().asString();
        } else if (LISTS_OF_SHEET.containsKey(section)) {
          requireNonNull(lists.get(LISTS_OF_SHEET.get(section)))
              .add(inXlsx(section, cells, currency));
        } else if (cells.size() > 1 && cells.get(1).getType() == CellType.NUMBER) {
          String name = cells.getFirst().asString();
          if (section.equals("Status")) {
            numbers.put("status " + name, cells.get(1).asNumber().longValueExact());
          } else if (section.equals("Summary") && !name.endsWith("order at")) {
            String figure = name.toUpperCase(Locale.ROOT).replace(' ', '_');
            numbers.put(
                figure,
                COUNTS.contains(figure)
                    ? cells.get(1).asNumber().longValueExact()
                    : minor(cells.get(1), currency));
          } else if (section.equals("Preparation") && !name.equals("Orders")) {
            numbers.put(
                name.startsWith("Median") ? "MEDIAN_SECONDS" : "P90_SECONDS",
                cells.get(1).asNumber().longValueExact());
          }
        }
      }
    }
    return new Figures(numbers, lists);
  }

  private static List<String> inXlsx(String section, List<Cell> cells, Currency currency) {
    var row = new ArrayList<String>();
    if (section.equals("Hour")) {
      row.add(
          cells.get(0).asDate().format(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
              + cells.get(1).asString().replace("UTC", ""));
      row.add(cells.get(2).asNumber().toPlainString());
      row.add(String.valueOf(minor(cells.get(3), currency)));
      return row;
    }
    row.add(plain(cells.getFirst().asString()));
    row.add(cells.get(1).asNumber().toPlainString());
    if (cells.size() > 2) {
      row.add(String.valueOf(minor(cells.get(2), currency)));
    }
    return row;
  }

  private static long minor(Cell cell, Currency currency) {
    BigDecimal amount = cell.asNumber();
    return amount.movePointRight(Math.max(currency.getDefaultFractionDigits(), 0)).longValueExact();
  }

  /** The words of a PDF's first page, with single spaces between. */
  static String inPdf(byte[] file) throws IOException {
    try (var document = Loader.loadPDF(file)) {
      var text = new PDFTextStripper();
      text.setSortByPosition(true);
      text.setEndPage(1);
      return text.getText(document).replaceAll("\\s+", " ");
    }
  }
}
