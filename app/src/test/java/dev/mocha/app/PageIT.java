package dev.mocha.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page in a real browser, as merchants use it. */
@ExtendWith(InProcess.class)
class PageIT {

  private static final LocalDate DAY = LocalDate.parse("2018-07-26");
  private static final String MERCHANT = "page-1";
  private static final String OTHER_OUTLET = "page-2";
  private static final String OPEN = "page-open";
  private static final String PAGE = "/reports?merchant=" + MERCHANT + "&date=" + DAY;
  private static final String FEW = PAGE + "&q=P-12";
  private static final int ORDERS = 130;

  private static Browser browser;

  private final Running mocha;

  PageIT(Running mocha) {
    this.mocha = mocha;
  }

  @BeforeAll
  static void sell(Running mocha) throws Exception {
    assumeTrue(Browser.isThere(), "needs Chromium and its driver");
    mocha.importLines(
        List.of(merchant(MERCHANT, "Warung ไก่ Sari 🍜"), merchant(OTHER_OUTLET, "Warung مرحبا")));
    mocha.importLines(
        Stream.concat(
                IntStream.range(0, ORDERS).mapToObj(PageIT::order),
                Stream.of(order(OTHER_OUTLET, 0)))
            .toList());
    mocha.awaitReports(MERCHANT);
    browser = new Browser(mocha, "en");
  }

  @AfterEach
  void forget() {
    browser.forget();
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void shows_the_figures_of_the_report() throws Exception {
    browser.open(PAGE);
    assertThat(browser.path()).isEqualTo("/sign-in");
    browser.picture("sign-in");
    WebElement token = browser.find("#token");
    token.sendKeys(TestIssuer.merchants(MERCHANT));
    browser.leaving(token::submit);
    assertThat(browser.path()).startsWith(PAGE);
    assertThat(browser.find("h1").getText()).isEqualTo("Warung ไก่ Sari 🍜");

    JsonNode report = mocha.candidateReport(MERCHANT, DAY);
    assertThat(Figures.onPage(browser)).isEqualTo(Figures.of(report));
    assertThat(browser.texts(".tag")).isEqualTo(List.of("final"));
    assertThat(browser.all(".hours rect")).hasSize(24);
    assertThat(browser.complaints()).isEmpty();
    browser.picture("report");
  }

  @Test
  void finds_orders_by_status_and_text_and_turns_pages() {
    browser.signIn(TestIssuer.merchants(MERCHANT));
    browser.open(PAGE);
    assertThat(browser.all("#orders .list > li")).hasSize(100);
    browser.follow("[rel=next]");
    assertThat(browser.all("#orders .list > li")).hasSize(ORDERS - 100);
    browser.follow(".pages a");
    assertThat(browser.all("#orders .list > li")).hasSize(100);

    browser.follow(".chip.CANCELLED");
    assertThat(browser.texts(".list .status")).isNotEmpty().containsOnly("Cancelled");
    assertThat(browser.find(".chip.CANCELLED").getDomAttribute("aria-current")).isEqualTo("true");
    browser.follow(".chip.CANCELLED");
    assertThat(browser.path()).isEqualTo(PAGE);

    browser.leaving(() -> browser.find("#q").sendKeys("p-77" + Keys.ENTER));
    assertThat(browser.texts(".list .name")).isEqualTo(List.of("P-77"));
    browser.open(PAGE + "&q=%3Cscript%3E");
    assertThat(browser.texts(".empty").getFirst()).startsWith("No order matches.");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void shows_the_steps_of_an_order() {
    browser.signIn(TestIssuer.merchants(MERCHANT));
    browser.open(PAGE);
    WebElement order = browser.find("#order-page-1-0001");
    assertThat(order.findElement(By.cssSelector(".life")).isDisplayed()).isFalse();
    browser.find("#order-page-1-0001 summary").click();
    assertThat(browser.texts("#order-page-1-0001 .steps li"))
        .isEqualTo(
            List.of(
                "Placed 12:01:00",
                "Accepted 12:02:00",
                "Ready 12:12:01",
                "Picked up 12:20:00",
                "Delivered 12:40:00"));
    assertThat(browser.texts("#order-page-1-0001 .amounts dd"))
        .isEqualTo(
            List.of(
                "IDR 50,000.00",
                "IDR 1,000.00",
                "IDR 8,000.00",
                "IDR 0.00",
                "IDR 9,800.00",
                "IDR 0.00",
                "GOPAY",
                "c-9"));
  }

  @Test
  void follows_an_open_day_and_keeps_what_the_reader_has_opened() throws Exception {
    LiveOrders.register(mocha, List.of(OPEN));
    place("open-1");
    mocha.awaitReports(OPEN);
    browser.signIn(TestIssuer.merchants(OPEN));
    browser.open("/reports");
    assertThat(browser.texts(".tag")).isEqualTo(List.of("open"));
    browser.find("#order-open-1 summary").click();
    browser.find("#q").sendKeys("nothing yet");
    assertThat(figure("ORDERS")).isEqualTo("1");

    place("open-2");
    browser.until("#order-open-2");
    assertThat(figure("ORDERS")).isEqualTo("2");
    Awaitility.await().untilAsserted(() -> assertThat(browser.all("details[open]")).hasSize(1));
    assertThat(browser.find("#order-open-1").getDomAttribute("open")).isNotNull();
    assertThat(browser.find("#q").getDomProperty("value")).isEqualTo("nothing yet");
    assertThat(browser.focused()).isEqualTo(browser.find("#q"));
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void saves_the_day_as_a_file() throws Exception {
    browser.signIn(TestIssuer.merchants(MERCHANT));
    browser.open(PAGE);
    for (String format : List.of("csv", "xlsx", "pdf")) {
      browser.find(".exports a[href*='format=" + format + "']").click();
    }
    Path csv = browser.download(MERCHANT + "-" + DAY + ".csv");
    Path expected = Files.createTempFile("expected", ".csv");
    assertThat(
            mocha.run(
                "report",
                MERCHANT,
                DAY.toString(),
                "--format",
                "csv",
                "--output",
                expected.toString()))
        .isZero();
    assertThat(withoutMoment(csv)).isEqualTo(withoutMoment(expected));
    JsonNode report = mocha.candidateReport(MERCHANT, DAY);
    var currency = Currency.getInstance(report.get("currency").asText());
    assertThat(
            Figures.inXlsx(
                Files.readAllBytes(browser.download(MERCHANT + "-" + DAY + ".xlsx")), currency))
        .isEqualTo(Figures.of(report));
    assertThat(Figures.inPdf(Files.readAllBytes(browser.download(MERCHANT + "-" + DAY + ".pdf"))))
        .contains("Warung", "Refunds processed", DAY.toString());
  }

  @Test
  void sums_up_the_outlets_of_an_owner() throws Exception {
    browser.signIn(TestIssuer.merchants(MERCHANT, OTHER_OUTLET, "page-unknown"));
    browser.open("/reports?date=" + DAY);
    assertThat(browser.find("h1").getText()).isEqualTo("All my outlets");
    assertThat(figure("ORDERS")).isEqualTo(String.valueOf(ORDERS + 1));
    assertThat(browser.texts("tbody th"))
        .containsExactlyInAnyOrder("Warung ไก่ Sari 🍜", "Warung مرحبا");
    browser.picture("outlets");
    browser.requireAccessible();
    browser.open("/reports?date=%s&merchant=%s&merchant=page-unknown".formatted(DAY, OTHER_OUTLET));
    assertThat(browser.find("h1").getText()).isEqualTo("Chosen outlets");
    assertThat(figure("ORDERS")).isEqualTo("1");
    browser.requireAccessible();
    browser.follow(".days a");
    assertThat(browser.find("h1").getText()).isEqualTo("Chosen outlets");
    browser.open("/reports?date=" + DAY);
    browser.follow("tbody a[href*=" + OTHER_OUTLET + "]");
    assertThat(browser.find("h1").getText()).isEqualTo("Warung مرحبا");
    assertThat(figure("ORDERS")).isEqualTo("1");
  }

  @Test
  void denies_other_merchants_and_says_what_is_wrong() throws Exception {
    browser.signIn(TestIssuer.merchants(MERCHANT));
    browser.open("/reports?merchant=" + OTHER_OUTLET + "&date=" + DAY);
    assertThat(browser.find("h1").getText()).isEqualTo("You may not see this");
    browser.open("/reports/file?format=csv&merchant=" + OTHER_OUTLET + "&date=" + DAY);
    assertThat(browser.find("h1").getText()).isEqualTo("You may not see this");
    browser.open("/reports?merchant=" + MERCHANT + "&date=tomorrow");
    assertThat(browser.find("h1").getText()).isEqualTo("This address is malformed");
    browser.picture("error");
    browser.requireAccessible();
    browser.open("/reports?merchant=" + MERCHANT + "&date=2018-01-01");
    assertThat(browser.texts(".empty")).isEqualTo(List.of("No orders on this day."));
    browser.requireAccessible();
    browser.open("/reports?merchant=" + MERCHANT + "&date=9000-01-01");
    assertThat(browser.texts(".banner")).contains("This day has not begun.");

    browser.follow(".sign-out button");
    browser.open(PAGE);
    assertThat(browser.path()).isEqualTo("/sign-in");
    browser.signIn(TestIssuer.token());
    browser.open("/reports?merchant=nobody&date=" + DAY);
    assertThat(browser.find("h1").getText()).isEqualTo("There is no such merchant");
    browser.open("/reports");
    assertThat(browser.texts(".empty"))
        .isEqualTo(
            List.of("Enter a merchant to see its day, or several merchants separated by commas."));
    browser.requireAccessible();
  }

  @Test
  void fits_phones_and_the_dark() throws Exception {
    browser.requireAccessibleAt("/sign-in");
    browser.signIn(TestIssuer.merchants(MERCHANT));
    for (String scheme : List.of("light", "dark")) {
      browser.prefer(scheme);
      browser.size(Browser.DESKTOP);
      browser.requireAccessibleAt(FEW);
      browser.picture("report-" + scheme);
      browser.size(Browser.PHONE);
      browser.open(FEW);
      browser.find("#order-page-1-0012 summary").click();
      browser.requireAccessible();
      assertThat(
              browser.evaluate(
                  "return document.documentElement.scrollWidth <="
                      + " document.documentElement.clientWidth"))
          .isEqualTo(true);
      browser.picture("phone-" + scheme);
    }
    assertThat(browser.evaluate("return getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(23, 18, 14)");
  }

  @Test
  void speaks_indonesian() throws Exception {
    browser.signIn(TestIssuer.merchants(MERCHANT));
    browser.open(PAGE);
    browser.follow("a[hreflang=id]");
    assertThat(browser.texts(".tile dt").getFirst()).isEqualTo("Pesanan");
    assertThat(browser.find("[data-figure=GROSS_SALES]").getText()).startsWith("Rp");
    assertThat(browser.find("html").getDomAttribute("lang")).isEqualTo("id");
    browser.open("/reports?merchant=" + MERCHANT + "&date=" + DAY.plusDays(1));
    assertThat(browser.texts(".empty")).isEqualTo(List.of("Tidak ada pesanan pada hari tersebut."));
    browser.open(FEW);
    browser.picture("indonesian");
    browser.requireAccessible();
  }

  @Test
  void needs_no_mouse_and_no_scripts() {
    browser.signIn(TestIssuer.merchants(MERCHANT));
    browser.open(PAGE);
    press(Keys.TAB);
    assertThat(browser.focused().getText()).isEqualTo("Skip to the report");
    press(Keys.ENTER);
    press(Keys.TAB);
    assertThat(browser.focused()).isEqualTo(browser.find("#date"));
    tabTo("#q");
    browser.leaving(() -> browser.focused().sendKeys("P-3" + Keys.ENTER));
    tabTo("#order-page-1-0003 summary");
    press(Keys.ENTER);
    assertThat(browser.find("#order-page-1-0003 .life").isDisplayed()).isTrue();

    browser.scripts(false);
    browser.open(PAGE);
    browser.follow(".chip.CANCELLED");
    assertThat(browser.texts(".list .status")).isNotEmpty().containsOnly("Cancelled");
  }

  private void press(Keys key) {
    browser.focused().sendKeys(key);
  }

  private void tabTo(String selector) {
    for (int i = 0; i < 60 && !browser.focused().equals(browser.find(selector)); i++) {
      press(Keys.TAB);
    }
    assertThat(browser.focused()).isEqualTo(browser.find(selector));
  }

  private String figure(String name) {
    return browser.attribute("[data-figure=" + name + "]", "value");
  }

  private static List<String> withoutMoment(Path file) throws Exception {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.filter(it -> !it.contains("completeTo")).toList();
    }
  }

  private void place(String id) throws Exception {
    mocha
        .client()
        .post(
            "/api/v1/orders",
            Running.parse(
                """
                {"orderId":"%s","merchantId":"%s","customerId":"c-1","paymentMethod":"CASH",
                 "lines":[{"sku":"a","name":"Nasi","quantity":1,"unitPrice":100}],
                 "discount":0,"deliveryFee":0,"tax":0}
                """
                    .formatted(id, OPEN)));
  }

  private static JsonNode merchant(String id, String name) {
    return Running.parse(
        """
        {"merchantId":"%s","name":"%s","timeZone":"Asia/Jakarta","dayCutoff":"04:00",
         "currency":"IDR","commissionBps":2000}
        """
            .formatted(id, name));
  }

  private static JsonNode order(int number) {
    return order(MERCHANT, number);
  }

  /** Every seventh is cancelled, the others are delivered. */
  private static JsonNode order(String merchant, int number) {
    var placed = DAY.atTime(12, 0).atZone(ZoneId.of("Asia/Jakarta")).plusMinutes(number);
    String end =
        number % 7 == 3
            ? "\"cancelledAt\":\"%s\",\"cancelledBy\":\"customer\",\"reason\":\"TOO_LONG\""
                .formatted(placed.plusMinutes(5).toInstant())
            : "\"readyAt\":\"%s\",\"pickedUpAt\":\"%s\",\"deliveredAt\":\"%s\""
                .formatted(
                    placed.plusMinutes(11).plusSeconds(number).toInstant(),
                    placed.plusMinutes(19).toInstant(),
                    placed.plusMinutes(39).toInstant());
    return Running.parse(
        """
        {"orderId":"%1$s-%2$04d","orderNumber":"P-%2$d","merchantId":"%1$s","customerId":"c-9",
         "paymentMethod":"%3$s","placedAt":"%4$s","acceptedAt":"%5$s",
         "lines":[{"sku":"ng","name":"%6$s","quantity":2,"unitPrice":2500000,"note":"<b>pedas</b>"}],
         "discount":100000,"deliveryFee":800000,"tax":0,%7$s}
        """
            .formatted(
                merchant,
                number,
                number % 3 == 0 ? "CASH" : "GOPAY",
                placed.toInstant(),
                placed.plusMinutes(1).toInstant(),
                List.of("Nasi 🍚", "ข้าวผัด", "كبسة").get(number % 3),
                end));
  }
}
