package dev.mocha.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mocha.app.demo.SimulatedDay;
import dev.mocha.application.reporting.SummaryFigure;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page, the files and the JSON say the same of a day, however odd the day. */
@ExtendWith(InProcess.class)
class FiguresAgreeIT {

  private static final LocalDate SIMULATED = LocalDate.parse("2017-05-04");

  /** Merchant and day, and what is odd about them. */
  private static final String[][] DAYS = {
    {"odd-0", "2018-07-26", "refunds, names in many scripts"},
    {"odd-0", "2017-01-01", "no orders"},
    {"odd-1", "2018-11-04", "25 hours"},
    {"odd-2", "2018-03-11", "23 hours, a cut-off that there was not"},
    {"odd-5", "2018-10-28", "25 hours, cut-off within the change"},
    {"odd-9", "2018-03-31", "24 and a half hours"},
    {"odd-10", "2018-12-31", "a currency without decimals"},
    {"odd-11", "2018-01-01", "a currency with three decimals"},
    {"figures-0001", SIMULATED.toString(), "a usual day"},
  };

  /** Other tests have simulated merchants with other terms. */
  private static JsonNode ofThisTest(String line) {
    return Running.parse(line.replace("\"m-", "\"figures-"));
  }

  @Test
  void on_every_day(Running mocha) throws Exception {
    assumeTrue(Browser.isThere(), "needs Chromium and its driver");
    var simulated = new SimulatedDay(SIMULATED, 2018, 3, 500);
    var orders = new ArrayList<>(OddHistory.orders(42));
    simulated.orders(it -> orders.add(ofThisTest(it)));
    mocha.importLines(OddHistory.merchants());
    mocha.importLines(simulated.merchants().stream().map(FiguresAgreeIT::ofThisTest).toList());
    mocha.importLines(orders);
    mocha.awaitReports("odd-0");

    try (var browser = new Browser(mocha, "en")) {
      browser.signIn(TestIssuer.token());
      for (String[] day : DAYS) {
        String path = "/api/v1/merchants/%s/reports/daily/%s".formatted(day[0], day[1]);
        JsonNode report = mocha.get(path + "?orders=none");
        var currency = Currency.getInstance(report.get("currency").asText());
        Figures expected = Figures.of(report);
        if (!day[2].equals("no orders")) {
          assertThat(expected.numbers().get("GROSS_SALES")).as(day[2]).isPositive();
        }

        browser.open("/reports?merchant=%s&date=%s".formatted(day[0], day[1]));
        assertThat(Figures.onPage(browser)).as("page, %s", day[2]).isEqualTo(expected);
        assertThat(Figures.inCsv(file(mocha, path + "?format=csv")))
            .as("CSV, %s", day[2])
            .isEqualTo(expected);
        assertThat(Figures.inXlsx(file(mocha, path + "?format=xlsx"), currency))
            .as("XLSX, %s", day[2])
            .isEqualTo(expected);
        assertThat(Figures.inPdf(file(mocha, path + "?format=pdf")))
            .as("PDF, %s", day[2])
            .satisfies(it -> printed(it, report, currency));
      }
      summedUpByCurrency(mocha, browser);
    }
  }

  /** Amounts of yen, dinars and others are never added; the page has a part for each. */
  private static void summedUpByCurrency(Running mocha, Browser browser) {
    String merchants = "merchant=odd-0&merchant=odd-1&merchant=odd-10&merchant=odd-11";
    JsonNode currencies =
        mocha.get("/api/v1/reports/daily/2018-01-01?" + merchants).get("currencies");
    assertThat(currencies.size()).isGreaterThanOrEqualTo(3);

    browser.open("/reports?date=2018-01-01&" + merchants);

    List<Map<String, Long>> expected =
        currencies.valueStream().map(it -> Figures.summary(it.get("summary"))).toList();
    assertThat(Figures.summariesOnPage(browser)).isEqualTo(expected);
    assertThat(expected).anySatisfy(it -> assertThat(it.get("GROSS_SALES")).isPositive());
  }

  private static void printed(String text, JsonNode report, Currency currency) {
    JsonNode summary = report.get("summary");
    for (SummaryFigure figure : SummaryFigure.values()) {
      JsonNode value = summary.get(figure.field());
      assertThat(text)
          .containsPattern(
              row(figure.label(), figure.isMoney() ? money(value, currency) : count(value)));
    }
    report
        .get("byStatus")
        .properties()
        .forEach(it -> assertThat(text).containsPattern(row(it.getKey(), count(it.getValue()))));
    for (JsonNode hour : report.get("byHour")) {
      String start = hour.get("hour").asText();
      assertThat(text)
          .containsPattern(
              row(
                  start.substring(11, 16) + " UTC" + start.substring(19),
                  count(hour.get("orders")) + " " + money(hour.get("grossSales"), currency)));
    }
    for (JsonNode item : report.get("topItems")) {
      assertThat(text)
          .containsPattern(
              row("", count(item.get("quantity")) + " " + money(item.get("grossSales"), currency)));
    }
  }

  private static Pattern row(String name, String figures) {
    return Pattern.compile(Pattern.quote(name + " " + figures) + "(?![\\d.,])");
  }

  private static String count(JsonNode count) {
    return String.format(Locale.ROOT, "%,d", count.asLong());
  }

  private static String money(JsonNode amount, Currency currency) {
    int digits = currency.getDefaultFractionDigits();
    return String.format(
        Locale.ROOT, "%,." + digits + "f", BigDecimal.valueOf(amount.asLong(), digits));
  }

  private static byte[] file(Running mocha, String path) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(mocha.address() + path))
                  .header("Authorization", "Bearer " + TestIssuer.token())
                  .build(),
              BodyHandlers.ofByteArray())
          .body();
    }
  }
}
