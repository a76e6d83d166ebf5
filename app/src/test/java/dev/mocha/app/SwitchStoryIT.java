package dev.mocha.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mocha.app.client.MochaClient;
import dev.mocha.application.switching.SwitchState;
import dev.mocha.application.switching.SwitchState.Mode;
import dev.mocha.application.switching.SwitchState.Setting;
import dev.mocha.domain.ordering.MerchantId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The traffic of merchants' apps moves between real processes while orders come. Whatever breaks,
 * each app gets its response, and always the same one.
 */
@ResourceLock("deployment")
@Tag("faults")
@Execution(ExecutionMode.CONCURRENT)
class SwitchStoryIT {

  private static final LocalDate DAY = LocalDate.of(2018, 7, 26);
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final List<String> MERCHANTS =
      List.of("s-1", "s-2", "s-3", "s-4", "s-5", "s-6", "s-7", "s-8", "s-9", "s-10");

  /** Each places some 7 orders a second; 8 of them reach 50 on an idle machine. */
  private static final int CLIENTS = Integer.getInteger("mocha.story.clients", 8);

  /** No app requests this merchant's later day. */
  private static final String WATCHED = "s-1";

  private static final LocalDate LATER = DAY.plusDays(1);

  @TempDir private static Path data;

  private static SwitchedDeployment deployment;
  private static Running main;

  private final List<String> falsified = new ArrayList<>();
  private long begun;
  private LiveOrders orders;
  private MerchantApps apps;

  @BeforeAll
  static void deploy() throws Exception {
    deployment = new SwitchedDeployment(data);
    main = deployment.main();
    LiveOrders.register(main, MERCHANTS);
    main.importLines(PastOrders.of(MERCHANTS, DAY, 300));
    main.importLines(PastOrders.of(List.of(WATCHED), LATER, 5));
    deployment.reports().awaitReports("s-1");
  }

  @AfterAll
  static void end() {
    deployment.close();
  }

  @BeforeEach
  void begin() {
    orders = new LiveOrders(MERCHANTS, 11_000, CLIENTS);
    orders.at(main);
    apps = new MerchantApps(main, MERCHANTS, DAY);
    begun = System.nanoTime();
  }

  @AfterEach
  void home() {
    apps.close();
    orders.close();
    run("switch", "rollback");
    repair();
  }

  private static void run(String... command) {
    assertThat(main.run(command)).isZero();
  }

  private static JsonNode status() {
    return main.get("/api/v1/switch");
  }

  private static void awaitStatus(Predicate<JsonNode> wanted) {
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptions()
        .until(() -> wanted.test(status()));
  }

  private static long fallbacks(JsonNode status) {
    return status.get("statistics").get("fallbacks").asLong();
  }

  private void awaitResponses(int more) {
    int wanted = apps.responses() + more;
    await().atMost(SOON).until(() -> apps.responses() >= wanted);
  }

  private static String liveGeneration() {
    return deployment
        .reportTables()
        .sql("SELECT generation FROM live_generations ORDER BY version DESC LIMIT 1")
        .query(String.class)
        .single();
  }

  /** Falsifies the candidate's figures of the day. */
  private void falsify(String merchant, LocalDate date) {
    falsified.add(merchant);
    assertThat(
            deployment
                .reportTables()
                .sql(
                    """
                    UPDATE %s.days SET gross_sales = 5, checksum = checksum + 1
                    WHERE merchant_id = ? AND business_date = ?
                    """
                        .formatted(liveGeneration()))
                .params(merchant, date)
                .update())
        .isEqualTo(1);
  }

  private void repair() {
    for (String merchant : falsified) {
      String[] command = {
        "rebuild",
        "daily-report",
        "--merchant",
        merchant,
        "--date",
        DAY.toString(),
        "--to",
        LATER.toString()
      };
      assertThat(deployment.consumer().run(command)).isZero();
    }
  }

  private static long grossSales(Running main) {
    return main.get("/api/v1/merchants/%s/order-report?date=%s".formatted(WATCHED, LATER))
        .at("/summary/grossSales")
        .asLong();
  }

  /** The candidate answers all merchants. */
  private void rampedUp() {
    run("switch", "set", "ramp", "--share", "100");
    awaitStatus(it -> it.get("statistics").get("candidate").get("requests").asLong() > 100);
  }

  private void assertNobodyNoticed() {
    assertThat(apps.failures()).isEmpty();
  }

  @Test
  void the_gate_moves_traffic_from_the_primary_to_the_candidate_and_nobody_notices() {
    long epoch = status().get("epoch").asLong();
    run("switch", "set", "shadow", "--automatic", "--reason", "the story begins");
    awaitStatus(
        it ->
            it.get("setting").get("mode").asText().equals("ramp")
                && it.get("setting").get("share").asInt() == 100);
    awaitResponses(100);
    run("switch", "set", "candidate-only", "--reason", "the story ends");
    awaitResponses(200);

    assertNobodyNoticed();
    assertThat(main.get("/api/v1/switch/mismatches").get("items"))
        .noneMatch(it -> it.get("epoch").asLong() > epoch);
    JsonNode changes = main.get("/api/v1/switch/changes").get("items");
    assertThat(changes.valueStream().map(it -> it.get("by").asText()).limit(3))
        .containsExactly(System.getProperty("user.name") + " (tests)", "the gate", "the gate");
    assertThat(changes.get(1).get("statistics").get("compared").asLong())
        .isGreaterThanOrEqualTo(60);
    assertThat(status().get("statistics").get("primary").get("requests").asLong()).isZero();
    System.out.printf(
        "%,d right responses and %,d orders in %d s%n",
        apps.responses(),
        orders.answered().size(),
        Duration.ofNanos(System.nanoTime() - begun).toSeconds());
  }

  @Test
  void when_the_reports_service_is_killed_the_primary_answers_and_the_gate_rolls_back()
      throws Exception {
    rampedUp();

    deployment.killReports();

    awaitStatus(it -> it.get("setting").get("mode").asText().equals("shadow"));
    awaitResponses(100);
    assertNobodyNoticed();
    deployment.startReports();
  }

  @Test
  void when_the_reports_database_is_gone_the_primary_answers_and_the_gate_rolls_back()
      throws Exception {
    rampedUp();

    deployment.reportsDatabase.kill();

    awaitStatus(it -> it.get("setting").get("mode").asText().equals("shadow"));
    awaitResponses(100);
    assertNobodyNoticed();
    deployment.reportsDatabase.start();
    deployment.reports().awaitReports("s-1");
  }

  @Test
  void when_the_consumer_is_gone_responses_are_stale_and_the_gate_rolls_back() throws Exception {
    rampedUp();

    deployment.killConsumer();

    awaitStatus(it -> it.get("setting").get("mode").asText().equals("shadow"));
    awaitResponses(100);
    assertNobodyNoticed();
    assertThat(
            main.get("/api/v1/switch/changes?limit=1").get("items").get(0).get("reason").asText())
        .contains("is stale");
    deployment.startConsumer();
    deployment.reports().awaitReports("s-1");
  }

  @Test
  void when_the_candidate_takes_two_seconds_the_primary_answers_in_time() {
    rampedUp();
    deployment
        .reportTables()
        .sql(
            "DO $$ BEGIN LOCK TABLE %s.days IN ACCESS EXCLUSIVE MODE; PERFORM pg_sleep(2); END $$"
                .formatted(liveGeneration()))
        .update();

    awaitStatus(it -> fallbacks(it) > 0 || it.get("setting").get("mode").asText().equals("shadow"));
    awaitResponses(100);
    assertNobodyNoticed();
  }

  @Test
  void when_the_log_is_gone_responses_are_stale_and_the_gate_rolls_back() throws Exception {
    rampedUp();

    deployment.killBroker();

    awaitStatus(it -> it.get("setting").get("mode").asText().equals("shadow"));
    awaitResponses(100);
    assertNobodyNoticed();
    deployment.startBroker();
    deployment.reports().awaitReports(WATCHED);
  }

  /** The comparison finds it for a merchant whom the primary still answers. */
  @Test
  void one_wrong_figure_rolls_back_before_any_app_gets_it() {
    run("switch", "set", "shadow");
    awaitStatus(it -> it.get("statistics").get("matches").asLong() > 100);
    run("switch", "set", "ramp", "--share", "50");
    var half = new Setting(Mode.RAMP, 50, Set.of(), Set.of(), false);
    String spared =
        MERCHANTS.stream()
            .filter(
                it -> !new SwitchState(0, half, Instant.EPOCH).usesCandidate(new MerchantId(it)))
            .findFirst()
            .orElseThrow();
    awaitStatus(it -> it.get("statistics").get("candidate").get("requests").asLong() > 100);

    falsify(spared, DAY);

    awaitStatus(it -> it.get("setting").get("mode").asText().equals("shadow"));
    awaitResponses(100);
    assertNobodyNoticed();
    assertThat(
            main.get("/api/v1/switch/changes?limit=1").get("items").get(0).get("reason").asText())
        .contains("value mismatches");
  }

  @Test
  void every_main_service_follows_and_one_that_dies_during_a_change_leaves_the_switch_consistent()
      throws Exception {
    MochaProcess other = deployment.anotherMain();
    Running otherMain = other.awaitReady();
    long right = grossSales(otherMain);
    falsify(WATCHED, LATER);
    run("switch", "set", "candidate-only");
    // Its first requests may exceed the timeout of the candidate, and there is no fallback.
    await()
        .atMost(SOON)
        .ignoreExceptionsMatching(it -> it.getCause() instanceof MochaClient.Failed)
        .until(() -> grossSales(otherMain) == 5);

    long requested = System.nanoTime();
    run("switch", "rollback");
    long rolledBack = System.nanoTime();
    await()
        .atMost(Duration.ofSeconds(5))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> grossSales(otherMain) == right);
    System.out.printf(
        "another main service followed within %d ms of a rollback that took %d ms%n",
        (System.nanoTime() - rolledBack) / 1_000_000, (rolledBack - requested) / 1_000_000);

    var changes = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> last =
          changes.submit(
              () -> {
                int share = 0;
                while (otherMain.run("switch", "set", "ramp", "--share", share + 1 + "") == 0) {
                  share++;
                }
                return share;
              });
      await().atMost(SOON).until(() -> status().get("setting").get("share").asInt() > 3);
      other.kill();

      JsonNode setting = status().get("setting");
      assertThat(setting.get("share").asInt()).isBetween(last.get(), last.get() + 1);
      assertThat(main.get("/api/v1/switch/changes?limit=1").get("items").get(0).get("to"))
          .isEqualTo(setting);
    } finally {
      changes.shutdown();
    }
    assertNobodyNoticed();
  }

  /** Longer ago than the switch accepts. */
  private static boolean isStale(Running reports) {
    Instant completeTo =
        Instant.parse(
            reports
                .get("/api/v1/merchants/s-1/reports/daily/2018-01-01")
                .get("completeTo")
                .asText());
    return completeTo.isBefore(Instant.now().minusSeconds(6));
  }

  /** For so long that responses of the candidate are stale, which is better than none. */
  @Test
  void while_the_database_of_the_switch_is_away_its_last_known_state_holds() throws Exception {
    rampedUp();
    run("switch", "set", "candidate");
    awaitResponses(50);

    deployment.ordersDatabase.kill();
    awaitResponses(50);
    await().atMost(SOON).until(() -> isStale(deployment.reports()));
    awaitResponses(300);
    deployment.ordersDatabase.start();

    awaitResponses(100);
    assertNobodyNoticed();
    awaitStatus(it -> true);
    // The state is the same, unless the gate has judged the stale responses by now.
    JsonNode last = main.get("/api/v1/switch/changes?limit=1").get("items").get(0);
    String kept = last.get("by").asText().equals("the gate") ? "from" : "to";
    assertThat(last.get(kept).get("mode").asText()).isEqualTo("candidate");
    deployment.reports().awaitReports("s-1");
  }
}
