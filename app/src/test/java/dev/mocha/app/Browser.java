package dev.mocha.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * A real Chromium with a profile of its own. Pictures of what it shows are kept in {@code
 * target/screenshots}.
 */
final class Browser implements AutoCloseable {

  static final Dimension DESKTOP = new Dimension(1280, 900);
  static final Dimension PHONE = new Dimension(390, 844);

  private static final Path CHROMIUM =
      Path.of(System.getProperty("mocha.chromium", "/usr/bin/chromium"));
  private static final Path DRIVER =
      Path.of(System.getProperty("mocha.chromedriver", "/usr/bin/chromedriver"));
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration GLANCE = Duration.ofMillis(50);

  private final ChromeDriver driver;
  private final Running mocha;
  private final Path downloads;

  /** Whether there is one on this machine; where there must be one, using it fails loudly. */
  static boolean isThere() {
    return "required".equals(System.getProperty("mocha.browser"))
        || (Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER));
  }

  Browser(Running mocha, String language) {
    this.mocha = mocha;
    try {
      downloads = Files.createTempDirectory("downloads");
      Files.createDirectories(SCREENSHOTS);
      var messages = new LoggingPreferences();
      messages.enable(LogType.BROWSER, Level.ALL);
      var options = new ChromeOptions();
      options.setBinary(CHROMIUM.toFile());
      options.addArguments(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--disable-dev-shm-usage",
          "--user-data-dir=" + Files.createTempDirectory("chromium"));
      options.setExperimentalOption(
          "prefs",
          Map.of(
              "download.default_directory",
              downloads.toString(),
              "intl.accept_languages",
              language));
      options.setCapability("goog:loggingPrefs", messages);
      driver =
          new ChromeDriver(
              new ChromeDriverService.Builder()
                  .usingDriverExecutable(DRIVER.toFile())
                  .usingAnyFreePort()
                  .build(),
              options);
      size(DESKTOP);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  void open(String path) {
    driver.get(mocha.address() + path);
  }

  String path() {
    return driver.getCurrentUrl().substring(mocha.address().toString().length());
  }

  void signIn(String token) {
    open("/sign-in");
    WebElement field = find("#token");
    field.sendKeys(token);
    leaving(field::submit);
  }

  /** Clicks what leads to another page, and waits for that page. */
  void follow(String selector) {
    leaving(() -> find(selector).click());
  }

  /** Does what leads to another page, and waits for that page. */
  void leaving(Runnable action) {
    evaluate("document.documentElement.dataset.left = ''");
    action.run();
    waiting()
        .ignoring(WebDriverException.class) // between two pages there is none to be asked
        .until(
            _ ->
                Boolean.TRUE.equals(
                    evaluate(
                        "return document.readyState == 'complete' &&"
                            + " !('left' in document.documentElement.dataset) &&"
                            + " !!document.getElementById('main')")));
  }

  void size(Dimension size) {
    driver.manage().window().setSize(size);
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width", size.getWidth(),
            "height", size.getHeight(),
            "deviceScaleFactor", 1,
            "mobile", size.equals(PHONE)));
  }

  /**
   * As if the reader liked it so.
   *
   * @param scheme {@code light} or {@code dark}
   */
  void prefer(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** As if scripts were switched off, or on again. */
  void scripts(boolean on) {
    driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !on));
  }

  /** Is again like new. */
  void forget() {
    scripts(true);
    prefer("light");
    size(DESKTOP);
    driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
    complaints();
  }

  WebElement find(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  List<WebElement> all(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  List<String> texts(String selector) {
    return steady(() -> all(selector).stream().map(WebElement::getText).toList());
  }

  String attribute(String selector, String name) {
    return steady(() -> String.valueOf(find(selector).getDomAttribute(name)));
  }

  /** Reads again where the page has replaced what was being read. */
  private <T> T steady(Supplier<T> reading) {
    return waiting().ignoring(StaleElementReferenceException.class).until(_ -> reading.get());
  }

  /** Waits for it. */
  WebElement until(String selector) {
    return waiting()
        .until(
            it ->
                it.findElements(By.cssSelector(selector)).stream()
                    .filter(WebElement::isDisplayed)
                    .findFirst()
                    .orElse(null));
  }

  private WebDriverWait waiting() {
    return new WebDriverWait(driver, PATIENCE, GLANCE);
  }

  WebElement focused() {
    return driver.switchTo().activeElement();
  }

  @Nullable Object evaluate(String script, Object... arguments) {
    return ((JavascriptExecutor) driver).executeScript(script, arguments);
  }

  /** Waits for a file that the browser saves. */
  Path download(String name) {
    Path file = downloads.resolve(name);
    waiting().until(_ -> Files.exists(file));
    return file;
  }

  /** Keeps a picture of the whole page. */
  void picture(String name) throws IOException {
    var shot =
        (Map<?, ?>)
            driver.executeCdpCommand(
                "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
    Files.write(
        SCREENSHOTS.resolve(name + ".png"),
        OutputType.BYTES.convertFromBase64Png(String.valueOf(shot.get("data"))));
  }

  /**
   * What hinders readers with other senses or other devices, by the rules of axe. The pages have no
   * frames; without the legacy mode axe gives each frame, and the page, one second to load.
   */
  @SuppressWarnings("deprecation")
  void requireAccessible() {
    List<Rule> violations = new AxeBuilder().setLegacyMode(true).analyze(driver).getViolations();
    assertThat(violations).as(path()).extracting(it -> it.getId() + " " + it.getNodes()).isEmpty();
  }

  void requireAccessibleAt(String path) {
    open(path);
    requireAccessible();
  }

  /** What the browser complained of since it was last asked. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::toString)
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
