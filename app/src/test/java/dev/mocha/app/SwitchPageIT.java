package dev.mocha.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

/** Operators move the switch on its page. */
@ExtendWith(InProcess.class)
class SwitchPageIT {

  private static final Duration SOON = Duration.ofSeconds(20);

  private final Running mocha;

  SwitchPageIT(Running mocha) {
    this.mocha = mocha;
  }

  private JsonNode setting() {
    return mocha.get("/api/v1/switch").get("setting");
  }

  private static WebElement form(Browser browser, String action) {
    return browser.find("form[action='" + action + "']");
  }

  private static void submit(Browser browser, String action, String reason) {
    WebElement form = form(browser, action);
    form.findElement(By.name("reason")).sendKeys(reason);
    form.findElement(By.name("confirmed")).click();
    browser.leaving(form.findElement(By.tagName("button"))::click);
  }

  @Test
  void operators_set_follow_and_roll_back_the_switch_with_a_reason() throws Exception {
    assumeTrue(Browser.isThere(), "needs Chromium and its driver");
    try (var browser = new Browser(mocha, "id")) {
      browser.open("/switch");
      assertThat(browser.path()).isEqualTo("/sign-in");
      WebElement token = browser.find("#token");
      token.sendKeys(TestIssuer.token());
      browser.leaving(token::submit);
      assertThat(browser.path()).startsWith("/switch");
      assertThat(browser.texts("#mode")).isEqualTo(List.of("primary"));

      WebElement set = form(browser, "/switch");
      set.findElement(By.tagName("button")).click();
      assertThat(setting().get("mode").asText()).as("without a reason").isEqualTo("primary");
      new Select(browser.find("#set-mode")).selectByVisibleText("ramp");
      browser.find("#set-share").clear();
      browser.find("#set-share").sendKeys("5");
      browser.find("#set-never").clear();
      browser.find("#set-never").sendKeys("m-1, m-2");
      submit(browser, "/switch", "a first comparison");

      assertThat(browser.texts("main > .banner"))
          .containsExactly("Changed. All processes follow within a second.");
      assertThat(browser.texts("#now .freshness strong")).containsExactly("ramp 5 %");
      assertThat(setting().get("never").toString()).isEqualTo("[\"m-1\",\"m-2\"]");
      assertThat(browser.texts("section table tbody tr:first-child td").toString())
          .contains("primary", "ramp 5 %", "a first comparison");
      browser.requireAccessible();
      browser.picture("switch");

      assertThat(mocha.run("switch", "ramp", "--share", "25", "--reason", "elsewhere")).isZero();
      Awaitility.await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(browser.texts("#now .freshness strong")).containsExactly("ramp 25 %"));
      submit(browser, "/switch/ramp", "too late");
      assertThat(browser.texts("main > .banner"))
          .singleElement()
          .asString()
          .startsWith("Nothing changed: the switch is no longer in epoch ");
      assertThat(setting().get("share").asInt()).isEqualTo(25);

      submit(browser, "/switch/rollback", "home");
      assertThat(setting().get("mode").asText()).isEqualTo("primary");
      assertThat(browser.texts("#mode")).isEqualTo(List.of("primary"));
      assertThat(browser.complaints()).isEmpty();
      browser.prefer("dark");
      browser.size(Browser.PHONE);
      browser.requireAccessible();
      assertThat(
              browser.evaluate(
                  "return document.documentElement.scrollWidth <="
                      + " document.documentElement.clientWidth"))
          .isEqualTo(true);
      browser.picture("switch-phone");

      browser.follow(".sign-out button");
      browser.signIn(TestIssuer.merchants("page-1"));
      browser.open("/switch");
      assertThat(browser.find("h1").getText()).isNotEqualTo("Report switch");
    } finally {
      assertThat(mocha.run("switch", "rollback", "--reason", "the test is over")).isZero();
    }
  }
}
