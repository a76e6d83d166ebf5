package dev.mocha.app.benchmarking;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mocha.app.benchmarking.LoadGenerator.Outcome;
import dev.mocha.app.benchmarking.LoadGenerator.Request;
import dev.mocha.app.benchmarking.VariantResult.DatabaseLoad;
import dev.mocha.app.client.MochaClient;
import dev.mocha.application.comparing.FollowerComparison;
import dev.mocha.application.comparing.FollowerComparison.Result;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Measures a running system from outside: requests the same reports from the primary, from the
 * candidate and not at all, in turns.
 */
public final class PathBenchmark {

  /** The mode of the switch in which the primary answers. */
  private static final String PRIMARY_MODE = "primary";

  private static final int MAX_COMPARED = 50;
  private static final int MAX_CHECKS = 5;
  private static final int MAX_POLLS = 120;
  private static final Duration POLL_INTERVAL = Duration.ofMillis(250);
  private static final int SEQUENTIAL_ROUNDS = 2;
  static final List<Variant> PATHS = List.of(Variant.PRIMARY, Variant.CANDIDATE);

  private static final FollowerComparison<Read, JsonNode> COMPARISON =
      new FollowerComparison<>(
          (primary, candidate) -> isEqual(primary.report(), candidate),
          (primary, candidate) -> !completeTo(candidate).isBefore(primary.committedBefore()),
          (first, second) -> isEqual(first.report(), second.report()));

  private final Plan plan;
  private final Consumer<String> progress;
  private final MochaClient orders;
  private final MochaClient reports;
  private final PlacedOrders placed = new PlacedOrders();
  private final List<Day> shuffled;
  private final Map<Variant, AtomicInteger> next = new EnumMap<>(Variant.class);

  /**
   * What to measure.
   *
   * @param orders the address of the role {@code orders}, where the primary answers
   * @param reports the address of the role {@code reports}, where the candidate answers
   * @param token of an operator, with the role {@code service} where orders are placed
   * @param days whose reports are requested, the busiest first
   * @param rate reports a second
   * @param placing orders placed a second at the same time, 0 for none
   * @param connections the maximum number
   * @param duration of a round of one variant
   * @param rounds after the warm-up
   * @param settling between a round and the reading of the databases' counters
   */
  public record Plan(
      URI orders,
      URI reports,
      String token,
      List<Day> days,
      int rate,
      int placing,
      int connections,
      Duration duration,
      int rounds,
      Duration settling) {}

  /** A day whose report is requested. */
  public record Day(String merchantId, LocalDate date, long orderCount) {

    private String path(Variant variant) {
      return (variant == Variant.PRIMARY
              ? "/api/v1/merchants/%s/order-report?date=%s"
              : "/api/v1/merchants/%s/reports/daily/%s")
          .formatted(merchantId, date);
    }
  }

  /**
   * The result in short.
   *
   * @param differing days on which the two reports differed
   * @param failed requests
   */
  public record Summary(int differing, long failed) {}

  /**
   * An answer of the primary.
   *
   * @param committedBefore everything in it was committed before this moment
   */
  private record Read(JsonNode report, Instant committedBefore) {}

  /** Which report is requested. */
  enum Variant {
    NONE("no reports"),
    PRIMARY("primary"),
    CANDIDATE("candidate");

    final String label;

    Variant(String label) {
      this.label = label;
    }
  }

  /**
   * What was measured.
   *
   * @param compared days whose two reports were compared
   * @param differing those of them whose reports differed
   * @param databases their counters and sizes at the end, by their names
   */
  record Results(
      int compared,
      int differing,
      Map<Variant, VariantResult> byVariant,
      Map<String, JsonNode> databases) {

    static Results of(int compared, int differing) {
      var byVariant = new EnumMap<Variant, VariantResult>(Variant.class);
      for (Variant it : Variant.values()) {
        byVariant.put(it, new VariantResult());
      }
      return new Results(compared, differing, byVariant, new LinkedHashMap<>());
    }

    VariantResult of(Variant variant) {
      return requireNonNull(byVariant.get(variant));
    }
  }

  /**
   * @param progress receives a line for each step
   */
  public PathBenchmark(Plan plan, Consumer<String> progress) {
    this.plan = plan;
    this.progress = progress;
    this.orders = new MochaClient(plan.orders(), plan.token());
    this.reports = new MochaClient(plan.reports(), plan.token());
    this.shuffled = new ArrayList<>(plan.days());
    Collections.shuffle(shuffled, new Random(1));
  }

  /**
   * Measures and writes the page.
   *
   * @param command that the page shows
   * @throws IllegalStateException when the switch does not let the primary answer
   */
  public Summary writeTo(Path folder, String command)
      throws IOException, InterruptedException, ExecutionException {
    Instant begun = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Results results = run();
    new BenchmarkPage(plan, results, command, begun).write(folder);
    return new Summary(
        results.differing(),
        results.byVariant().values().stream().mapToLong(it -> it.failed).sum());
  }

  private Results run() throws IOException, InterruptedException, ExecutionException {
    JsonNode before = orders.get("/api/v1/switch");
    String mode = before.get("setting").get("mode").asText();
    if (!mode.equals(PRIMARY_MODE)) {
      throw new IllegalStateException(
          "the switch is in mode %s: set it to mode %s to measure the primary"
              .formatted(mode, PRIMARY_MODE));
    }
    int compared = 0;
    int differing = 0;
    for (Day it : plan.days().stream().limit(MAX_COMPARED).toList()) {
      Optional<Boolean> isMatch = compare(it);
      compared += isMatch.isPresent() ? 1 : 0;
      differing += isMatch.orElse(true) ? 0 : 1;
    }
    var results = Results.of(compared, differing);
    if (plan.placing() > 0) {
      placed.register(orders);
    }
    List<Variant> turns = List.of(Variant.values());
    measureAtRate(Results.of(0, 0), turns, "warm-up", plan.duration().dividedBy(2));
    for (int round = 1; round <= plan.rounds(); round++) {
      measureAtRate(results, turns, "round " + round, plan.duration());
      turns = turns.reversed();
    }
    measureSequentially(results);
    measureThroughput(results);
    if (orders.get("/api/v1/switch").get("epoch").asLong() != before.get("epoch").asLong()) {
      throw new IllegalStateException(
          "the switch was changed during the benchmark: the results are dropped");
    }
    return results;
  }

  /**
   * Whether both reports of a day are equal, apart from when they were read; empty where the day
   * changed during each check.
   */
  private Optional<Boolean> compare(Day day) throws IOException, InterruptedException {
    Read primary = readPrimary(day);
    int checks = 0;
    int polls = 0;
    while (checks < MAX_CHECKS) {
      JsonNode candidate = reports.get(day.path(Variant.CANDIDATE));
      Read second = readPrimary(day);
      Result<Read> result = COMPARISON.compare(primary, candidate, () -> second);
      switch (result.verdict()) {
        case EQUAL -> {
          return Optional.of(true);
        }
        case DIFFERENT -> {
          return Optional.of(false);
        }
        case CHANGED -> {
          checks++;
          polls = 0;
        }
        case BEHIND -> {
          if (++polls == MAX_POLLS) {
            throw new IllegalStateException(
                "the candidate is more than %s behind: the reports cannot be compared"
                    .formatted(POLL_INTERVAL.multipliedBy(MAX_POLLS)));
          }
          Thread.sleep(POLL_INTERVAL);
        }
      }
      primary = result.leader();
    }
    return Optional.empty();
  }

  private Read readPrimary(Day day) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    JsonNode report = orders.get(day.path(Variant.PRIMARY));
    return new Read(report, completeTo(report).plusNanos(System.nanoTime() - begun));
  }

  private static boolean isEqual(JsonNode left, JsonNode right) {
    return content(left).equals(content(right));
  }

  private static JsonNode content(JsonNode report) {
    return ((ObjectNode) report.deepCopy()).remove(List.of("completeTo", "final"));
  }

  private static Instant completeTo(JsonNode report) {
    return Instant.parse(report.get("completeTo").asText());
  }

  private void measureAtRate(Results results, List<Variant> turns, String round, Duration duration)
      throws IOException, InterruptedException, ExecutionException {
    for (Variant variant : turns) {
      progress.accept("%s: %s".formatted(round, variant.label));
      VariantResult result = results.of(variant);
      long begun = System.nanoTime();
      Map<String, JsonNode> before = databases();
      var placing = new FutureTask<>(() -> place(duration));
      Thread.ofPlatform().name("placing").start(placing);
      if (variant != Variant.NONE) {
        result.add(
            result.views,
            load(variant, plan.connections()).open(plan.rate(), duration, view(variant, result)));
      }
      result.add(result.placing, placing.get());
      Thread.sleep(plan.settling());
      Map<String, JsonNode> after = databases();
      results.databases().putAll(after);
      var elapsed = Duration.ofNanos(System.nanoTime() - begun);
      after.forEach(
          (name, it) ->
              result.databases.merge(
                  name,
                  databaseLoad(requireNonNull(before.get(name)), it, elapsed),
                  DatabaseLoad::plus));
    }
  }

  private Outcome place(Duration duration) throws InterruptedException {
    if (plan.placing() == 0) {
      Thread.sleep(duration);
      return new Outcome(duration.toSeconds(), 0, LoadGenerator.latencies());
    }
    return new LoadGenerator(plan.orders(), plan.token(), plan.connections())
        .open(plan.placing(), duration, placed.request());
  }

  /** Every variant requests the same days in the same order, continued from round to round. */
  private Request view(Variant variant, VariantResult result) {
    AtomicInteger number = next.computeIfAbsent(variant, _ -> new AtomicInteger());
    return (connection, due) -> {
      Day day = shuffled.get(Math.floorMod(number.getAndIncrement(), shuffled.size()));
      int status = connection.get(day.path(variant));
      if (status < 300) {
        result.addView(day, System.nanoTime() - due);
      }
      return status;
    };
  }

  private LoadGenerator load(Variant variant, int connections) {
    return new LoadGenerator(
        variant == Variant.PRIMARY ? plan.orders() : plan.reports(), plan.token(), connections);
  }

  /** The busiest day over one connection: its first page, then all its pages. */
  private void measureSequentially(Results results) throws IOException, InterruptedException {
    Day busiest = plan.days().getFirst();
    Duration part = plan.duration().dividedBy(SEQUENTIAL_ROUNDS);
    for (int round = 0; round < SEQUENTIAL_ROUNDS; round++) {
      for (Variant variant : PATHS) {
        progress.accept("one after the other: " + variant.label);
        VariantResult result = results.of(variant);
        String first = busiest.path(variant);
        List<String> pages = pages(variant, busiest);
        LoadGenerator load = load(variant, 1);
        result.add(result.busiest, load.closed(part, (it, _) -> it.get(first)));
        result.add(result.complete, load.closed(part, (it, _) -> getAll(it, pages)));
      }
    }
  }

  private static int getAll(HttpConnection connection, List<String> pages) throws IOException {
    int worst = 0;
    for (String page : pages) {
      worst = Math.max(worst, connection.get(page, "Accept-Encoding: gzip\r\n"));
    }
    return worst;
  }

  /** The addresses of all pages of a day, of 1,000 orders each. */
  private List<String> pages(Variant variant, Day day) throws IOException, InterruptedException {
    MochaClient client = variant == Variant.PRIMARY ? orders : reports;
    String first = day.path(variant) + (variant == Variant.PRIMARY ? "&" : "?") + "limit=1000";
    return client.pages(first);
  }

  private void measureThroughput(Results results) {
    for (Variant variant : PATHS) {
      progress.accept("without pauses: " + variant.label);
      VariantResult result = results.of(variant);
      Outcome outcome =
          load(variant, plan.connections())
              .closed(plan.duration(), view(variant, new VariantResult()));
      result.viewsPerSecond = outcome.perSecond();
      result.failed += outcome.failed();
    }
  }

  /** The databases of both addresses, which may be one process. */
  private Map<String, JsonNode> databases() throws IOException, InterruptedException {
    var databases = new LinkedHashMap<String, JsonNode>();
    for (MochaClient client : List.of(orders, reports)) {
      for (JsonNode it : client.get("/api/v1/databases").get("items")) {
        databases.put(it.get("name").asText(), it);
      }
    }
    return databases;
  }

  private static DatabaseLoad databaseLoad(JsonNode before, JsonNode after, Duration elapsed) {
    return new DatabaseLoad(
        Duration.ofMillis(increase(before, after, "busyMillis")),
        increase(before, after, "buffersHit") + increase(before, after, "buffersRead"),
        elapsed);
  }

  private static long increase(JsonNode before, JsonNode after, String field) {
    return after.get(field).asLong() - before.get(field).asLong();
  }
}
