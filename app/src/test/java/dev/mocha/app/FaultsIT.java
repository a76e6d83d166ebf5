package dev.mocha.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mocha.application.rebuilding.Generation.Phase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real processes, really killed, while orders stream in. Afterwards nothing is missing and nothing
 * is double, anywhere. {@code ./benchmarks/faults} runs it for longer. It waits most of the time,
 * so it runs beside the other tests.
 */
@ResourceLock("deployment")
@Tag("faults")
@Execution(ExecutionMode.CONCURRENT)
class FaultsIT {

  private static final int ROUNDS = Integer.getInteger("mocha.faults.rounds", 4);
  private static final boolean THOROUGH = ROUNDS > 4;
  private static final Duration OUTAGE =
      Duration.ofSeconds(Integer.getInteger("mocha.faults.outage", 5));
  private static final Duration RECOVERY = Duration.ofMinutes(2);
  private static final List<String> MERCHANTS = List.of("k-1", "k-2", "k-3", "k-4", "k-5", "k-6");

  @TempDir private static Path data;

  private static Deployment deployment;

  private enum Victim {
    MAIN_SERVICE,
    CONSUMER,
    POSTGRESQL,
    BROKER
  }

  @BeforeAll
  static void deploy() throws Exception {
    deployment = new Deployment(data);
    LiveOrders.register(deployment.main(), MERCHANTS);
  }

  @AfterAll
  static void end() {
    deployment.close();
  }

  @Test
  void whatever_is_killed_no_event_is_lost_and_none_is_applied_twice() throws Exception {
    var random = new Random(1);
    try (var live = new LiveOrders(MERCHANTS, 100)) {
      live.at(deployment.main());
      var victims = new ArrayList<Victim>();
      for (int round = 0; round < ROUNDS; round++) {
        if (victims.isEmpty()) {
          victims.addAll(List.of(Victim.values()));
          Collections.shuffle(victims, random);
        }
        letLive(random);
        killAndStartAgain(victims.removeLast(), live, random);
      }
      letLive(random);
      everythingAgrees(live);
    }
  }

  private static void killAndStartAgain(Victim victim, LiveOrders live, Random random)
      throws Exception {
    switch (victim) {
      case MAIN_SERVICE -> {
        deployment.killMain();
        live.at(null);
        deployment.startMain();
        live.at(deployment.main());
      }
      case CONSUMER -> {
        int number = random.nextInt(2);
        deployment.consumer(number).kill();
        deployment.startConsumer(number);
        deployment.awaitConsumers();
      }
      case POSTGRESQL -> {
        deployment.postgres.kill();
        deployment.postgres.start();
      }
      case BROKER -> {
        deployment.killBroker();
        deployment.startBroker();
      }
    }
  }

  @Test
  void consumers_join_and_leave_and_each_event_counts_once() throws Exception {
    var random = new Random(2);
    try (var live = new LiveOrders(MERCHANTS, 200)) {
      live.at(deployment.main());
      for (int round = 0; round < (THOROUGH ? ROUNDS : 2); round++) {
        int number = random.nextInt(2);
        MochaProcess leaving = deployment.consumer(number);
        leaving.awaitReady();
        letLive(random);
        if (round % 2 == 0) {
          leaving.stop();
        } else {
          leaving.kill();
        }
        deployment.startConsumer(number);
      }
      deployment.awaitConsumers();
      letLive(random);
      everythingAgrees(live);
    }
  }

  @Test
  void an_owner_that_was_stalled_overwrites_nothing_of_the_one_that_took_over() throws Exception {
    var random = new Random(3);
    try (var live = new LiveOrders(MERCHANTS, 300)) {
      live.at(deployment.main());
      for (int number = 0; number < Math.clamp(ROUNDS / 4, 1, 2); number++) {
        letLive(random);
        deployment.consumer(number).stall();
        deployment.main().awaitReports(MERCHANTS.getFirst());
        deployment.consumer(number).resume();
      }
      letLive(random);
      everythingAgrees(live);
    }
  }

  @Test
  void what_comes_again_or_late_or_elsewhere_changes_no_report() throws Exception {
    var random = new Random(4);
    PublishedRecords log = deployment.log();
    try (var live = new LiveOrders(MERCHANTS, 400)) {
      live.at(deployment.main());
      letLive(random);
      log.sendAgain(log.events());
      letLive(random);
      everythingAgrees(live);

      List<JsonNode> before = reports();
      List<ConsumerRecord<byte[], byte[]>> again = log.events();
      log.sendAgain(again);
      Collections.shuffle(again, random);
      log.scatter(again, random);
      everythingAgrees(live);
      assertThat(reports()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @MethodSource
  void a_rebuild_resumes_whatever_is_killed_and_ends_with_the_same(String source) throws Exception {
    var random = new Random(7);
    try (var live = new LiveOrders(MERCHANTS, 700 + source.length())) {
      live.at(deployment.main());
      letLive(random);
      var rebuild = RebuildFaults.begin(deployment, source);
      rebuild.awaitProgress();
      deployment.killConsumers();
      deployment.startConsumers();
      rebuild.awaitProgress();
      deployment.postgres.kill();
      deployment.postgres.start();
      if (THOROUGH) {
        killAlsoLater(rebuild);
      }
      rebuild.awaitLive();
      everythingAgrees(live);
      rebuild.equalsThePrevious();
      rebuild.retirePrevious();
    }
  }

  private static void killAlsoLater(RebuildFaults rebuild) throws Exception {
    rebuild.awaitProgress();
    deployment.killBroker();
    deployment.startBroker();
    for (Phase phase : List.of(Phase.INDEXING, Phase.CATCHING_UP, Phase.VERIFYING)) {
      rebuild.awaitPhase(phase);
      deployment.killConsumers();
      deployment.startConsumers();
    }
  }

  static List<String> a_rebuild_resumes_whatever_is_killed_and_ends_with_the_same() {
    return THOROUGH ? List.of("log", "event-store") : List.of("log");
  }

  @Test
  void while_the_broker_is_away_reports_are_answered_and_consumers_say_that_they_wait()
      throws Exception {
    var random = new Random(5);
    try (var live = new LiveOrders(MERCHANTS, 500)) {
      live.at(deployment.main());
      letLive(random);
      deployment.killBroker();
      throughTheOutage(() -> reports().size() == MERCHANTS.size());
      awaitConsumers(it -> !it.isReady());
      deployment.startBroker();
      awaitConsumers(Running::isReady);
      everythingAgrees(live);
    }
  }

  @Test
  void while_the_database_is_away_consumers_wait_and_park_nothing() throws Exception {
    var random = new Random(6);
    try (var live = new LiveOrders(MERCHANTS, 600)) {
      live.at(deployment.main());
      letLive(random);
      deployment.postgres.kill();
      awaitConsumers(it -> !it.isReady());
      throughTheOutage(() -> !deployment.consumer(0).awaitReady().isReady());
      deployment.postgres.start();
      awaitConsumers(Running::isReady);
      everythingAgrees(live);
    }
  }

  /** The kill comes at a moment that no test can wait for. */
  private static void letLive(Random random) {
    LockSupport.parkNanos(500_000_000L + random.nextLong(2_000_000_000L));
  }

  private static void throughTheOutage(Callable<Boolean> holds) {
    await().during(OUTAGE).atMost(OUTAGE.plus(RECOVERY)).until(holds);
  }

  private static void awaitConsumers(Predicate<Running> are) {
    for (int number = 0; number < 2; number++) {
      Running consumer = deployment.consumer(number).awaitReady();
      await().atMost(RECOVERY).until(() -> are.test(consumer));
    }
  }

  private static List<JsonNode> reports() {
    LocalDate today = ZonedDateTime.now(ZoneId.of("Asia/Jakarta")).minusHours(4).toLocalDate();
    return MERCHANTS.stream().map(it -> deployment.main().candidateReport(it, today)).toList();
  }

  private static void everythingAgrees(LiveOrders live) {
    live.end();
    deployment.main().awaitReports(MERCHANTS.getFirst());
    deployment.reconciliation().requireAgreement(deployment.main(), live.answered());
  }
}
