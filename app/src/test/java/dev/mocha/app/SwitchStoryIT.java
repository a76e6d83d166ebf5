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
 * The traffic of merchants' apps is moved between real processes while orders come, and whatever
 * breaks meanwhile, each app gets its answer, and the same one.
 */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("deployment")
@Tag("faults")
class SwitchStoryIT {

  private static final LocalDate DAY = LocalDate.of(2018, 7, 26);
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final List<String> MERCHANTS =
      List.of("s-1", "s-2", "s-3", "s-4", "s-5", "s-6", "s-7", "s-8", "s-9", "s-10");

  /** Who place orders, some 7 a second each; 8 come to 50 on a machine that does nothing else. */
  private static final int CLIENTS = Integer.getInteger("mocha.story.clients", 8);

  /** Whose later day nobody asks for but a test. */
  private static final String WATCHED = "s-1";

  private static final LocalDate LATER = DAY.plusDays(1);

  @TempDir private static Path data;

  private static SwitchedDeployment deployment;
  private static Running door;

  private final List<String> damaged = new ArrayList<>();
  private long begun;
  private LiveOrders orders;
  private AskingApps apps;

  @BeforeAll
  static void deploy() throws Exception {
    deployment = new SwitchedDeployment(data);
    door = deployment.main();
    LiveOrders.register(door, MERCHANTS);
    door.importLines(PastOrders.of(MERCHANTS, DAY, 300));
    door.importLines(PastOrders.of(List.of(WATCHED), LATER, 5));
    deployment.reports().awaitReports("s-1");
  }

  @AfterAll
  static void end() {
    deployment.close();
  }

  @BeforeEach
  void begin() {
    orders = new LiveOrders(MERCHANTS, 11_000, CLIENTS);
    orders.at(door);
    apps = new AskingApps(door, MERCHANTS, DAY);
    begun = System.nanoTime();
  }

  @AfterEach
  void home() {
    apps.close();
    orders.close();
    run("switch", "rollback");
    heal();
  }

  private static void run(String... command) {
    assertThat(door.run(command)).isZero();
  }

  private static JsonNode status() {
    return door.get("/api/v1/switch");
  }

  private static void awaitStatus(Predicate<JsonNode> wanted) {
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptions()
        .until(() -> wanted.test(status()));
  }

  private static long fellBack(JsonNode status) {
    return status.get("evidence").get("fellBack").asLong();
  }

  private void awaitAnswers(int more) {
    int wanted = apps.answered() + more;
    await().atMost(SOON).until(() -> apps.answered() >= wanted);
  }

  private static String liveGeneration() {
    return deployment
        .reportTables()
        .sql("SELECT generation FROM live_generations ORDER BY version DESC LIMIT 1")
        .query(String.class)
        .single();
  }

  /** The new path says something else of the day from now on. */
  private void damage(String merchant, LocalDate date) {
    damaged.add(merchant);
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

  private void heal() {
    for (String merchant : damaged) {
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

  /** All merchants are answered by the new path, and it does. */
  private void rampedUp() {
    run("switch", "set", "ramp", "--share", "100");
    awaitStatus(it -> it.get("evidence").get("young").get("asked").asLong() > 100);
  }

  private void assertNobodyNoticed() {
    assertThat(apps.failures()).isEmpty();
  }

  @Test
  void traffic_moves_by_the_gate_from_the_old_path_to_the_new_alone_and_nobody_notices() {
    long term = status().get("term").asLong();
    run("switch", "set", "shadow", "--automatic", "--reason", "the story begins");
    awaitStatus(
        it ->
            it.get("setting").get("mode").asText().equals("ramp")
                && it.get("setting").get("share").asInt() == 100);
    awaitAnswers(100);
    run("switch", "set", "new-only", "--reason", "the story ends");
    awaitAnswers(200);

    assertNobodyNoticed();
    assertThat(door.get("/api/v1/switch/mismatches").get("items"))
        .noneMatch(it -> it.get("term").asLong() > term);
    JsonNode changes = door.get("/api/v1/switch/changes").get("items");
    assertThat(changes.valueStream().map(it -> it.get("by").asText()).limit(3))
        .containsExactly(System.getProperty("user.name") + " (tests)", "the gate", "the gate");
    assertThat(changes.get(1).get("evidence").get("compared").asLong()).isGreaterThanOrEqualTo(60);
    assertThat(status().get("evidence").get("old").get("asked").asLong()).isZero();
    System.out.printf(
        "%,d right answers and %,d orders in %d s%n",
        apps.answered(),
        orders.answered().size(),
        Duration.ofNanos(System.nanoTime() - begun).toSeconds());
  }

  @Test
  void when_the_reports_service_is_killed_the_old_path_answers_and_the_ramp_goes_back()
      throws Exception {
    rampedUp();

    deployment.killReports();

    awaitStatus(it -> it.get("setting").get("mode").asText().equals("shadow"));
    awaitAnswers(100);
    assertNobodyNoticed();
    deployment.startReports();
  }

  @Test
  void when_the_reports_database_is_gone_the_old_path_answers_and_the_ramp_goes_back()
      throws Exception {
    rampedUp();

    deployment.reportsDatabase.kill();

    awaitStatus(it -> it.get("setting").get("mode").asText().equals("shadow"));
    awaitAnswers(100);
    assertNobodyNoticed();
    deployment.reportsDatabase.start();
    deployment.reports().awaitReports("s-1");
  }

  @Test
  void when_the_consumer_is_gone_answers_are_stale_and_the_ramp_goes_back() throws Exception {
    rampedUp();

    deployment.killConsumer();

    awaitStatus(it -> it.get("setting").get("mode").asText().equals("shadow"));
    awaitAnswers(100);
    assertNobodyNoticed();
    assertThat(
            door.get("/api/v1/switch/changes?limit=1").get("items").get(0).get("reason").asText())
        .contains("is stale");
    deployment.startConsumer();
    deployment.reports().awaitReports("s-1");
  }

  @Test
  void when_the_new_path_takes_two_seconds_the_old_one_answers_in_time() {
    rampedUp();
    deployment
        .reportTables()
        .sql(
            "DO $$ BEGIN LOCK TABLE %s.days IN ACCESS EXCLUSIVE MODE; PERFORM pg_sleep(2); END $$"
                .formatted(liveGeneration()))
        .update();

    awaitStatus(it -> fellBack(it) > 0 || it.get("setting").get("mode").asText().equals("shadow"));
    awaitAnswers(100);
    assertNobodyNoticed();
  }

  @Test
  void when_the_log_is_gone_answers_are_stale_and_the_ramp_goes_back() throws Exception {
    rampedUp();

    deployment.killBroker();

    awaitStatus(it -> it.get("setting").get("mode").asText().equals("shadow"));
    awaitAnswers(100);
    assertNobodyNoticed();
    deployment.startBroker();
    deployment.reports().awaitReports(WATCHED);
  }

  /** It is found in the shadow of a merchant whom the old path still answers. */
  @Test
  void one_wrong_figure_leads_back_before_anybody_has_seen_it() {
    run("switch", "set", "shadow");
    awaitStatus(it -> it.get("evidence").get("alike").asLong() > 100);
    run("switch", "set", "ramp", "--share", "50");
    var half = new Setting(Mode.RAMP, 50, Set.of(), Set.of(), false);
    String spared =
        MERCHANTS.stream()
            .filter(it -> !new SwitchState(0, half, Instant.EPOCH).isNew(new MerchantId(it)))
            .findFirst()
            .orElseThrow();
    awaitStatus(it -> it.get("evidence").get("young").get("asked").asLong() > 100);

    damage(spared, DAY);

    awaitStatus(it -> it.get("setting").get("mode").asText().equals("shadow"));
    awaitAnswers(100);
    assertNobodyNoticed();
    assertThat(
            door.get("/api/v1/switch/changes?limit=1").get("items").get(0).get("reason").asText())
        .contains("wrong");
  }

  @Test
  void every_main_service_follows_and_one_that_dies_amid_a_change_leaves_the_switch_whole()
      throws Exception {
    MochaProcess other = deployment.anotherMain();
    Running otherDoor = other.awaitReady();
    long right = grossSales(otherDoor);
    damage(WATCHED, LATER);
    run("switch", "set", "new-only");
    // Just started it may not answer in time at first, and alone the new path has no other.
    await()
        .atMost(SOON)
        .ignoreExceptionsMatching(it -> it.getCause() instanceof MochaClient.Failed)
        .until(() -> grossSales(otherDoor) == 5);

    long ordered = System.nanoTime();
    run("switch", "rollback");
    long told = System.nanoTime();
    await()
        .atMost(Duration.ofSeconds(5))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> grossSales(otherDoor) == right);
    System.out.printf(
        "another main service followed within %d ms of an order that took %d ms%n",
        (System.nanoTime() - told) / 1_000_000, (told - ordered) / 1_000_000);

    var changes = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> last =
          changes.submit(
              () -> {
                int share = 0;
                while (otherDoor.run("switch", "set", "ramp", "--share", share + 1 + "") == 0) {
                  share++;
                }
                return share;
              });
      await().atMost(SOON).until(() -> status().get("setting").get("share").asInt() > 3);
      other.kill();

      JsonNode setting = status().get("setting");
      assertThat(setting.get("share").asInt()).isBetween(last.get(), last.get() + 1);
      assertThat(door.get("/api/v1/switch/changes?limit=1").get("items").get(0).get("became"))
          .isEqualTo(setting);
    } finally {
      changes.shutdown();
    }
    assertNobodyNoticed();
  }

  /** Longer ago than the switch takes it. */
  private static boolean isStale(Running reports) {
    Instant completeTo =
        Instant.parse(
            reports
                .get("/api/v1/merchants/s-1/reports/daily/2018-01-01")
                .get("completeTo")
                .asText());
    return completeTo.isBefore(Instant.now().minusSeconds(6));
  }

  /** So long that new answers are stale, which then are better than none. */
  @Test
  void when_the_database_of_the_switch_is_away_its_last_state_holds() throws Exception {
    rampedUp();
    run("switch", "set", "new");
    awaitAnswers(50);

    deployment.ordersDatabase.kill();
    awaitAnswers(50);
    await().atMost(SOON).until(() -> isStale(deployment.reports()));
    awaitAnswers(300);
    deployment.ordersDatabase.start();

    awaitAnswers(100);
    assertNobodyNoticed();
    awaitStatus(it -> true);
    // The state is as it was, unless the gate has judged the stale answers by now.
    JsonNode last = door.get("/api/v1/switch/changes?limit=1").get("items").get(0);
    String kept = last.get("by").asText().equals("the gate") ? "was" : "became";
    assertThat(last.get(kept).get("mode").asText()).isEqualTo("new");
    deployment.reports().awaitReports("s-1");
  }
}
