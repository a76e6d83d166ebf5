package dev.mocha.app.benchmarking;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mocha.app.benchmarking.LoadGenerator.Outcome;
import dev.mocha.app.benchmarking.LoadGenerator.Request;
import dev.mocha.app.client.MochaClient;
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
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;

/**
 * Asks a running system for the same reports by the old path and by the new one, and not at all, in
 * turns, and sees what that costs.
 */
public final class PathBenchmark {

  private static final int COMPARED = 50;
  private static final int LOOKS = 5;
  private static final int TRIES = 120;
  private static final Duration AGAIN = Duration.ofMillis(250);
  private static final int ROUNDS_BY_ONE = 2;

  private final Plan plan;
  private final Consumer<String> progress;
  private final MochaClient orders;
  private final MochaClient reports;
  private final PlacedOrders placed = new PlacedOrders();
  private final List<Asked> shuffled;
  private final Map<Reading, AtomicInteger> next = new EnumMap<>(Reading.class);

  /**
   * What is measured.
   *
   * @param orders the address of the role {@code orders}, behind whose door the old path answers
   * @param reports the address of the role {@code reports}
   * @param token of an operator, with the role {@code service} where orders are placed
   * @param asked the reports, the busiest day first
   * @param rate reports a second
   * @param placing orders a second meanwhile, 0 for none
   * @param connections at most
   * @param duration of one round of one path
   * @param rounds after the one that warms up
   * @param settling how long after a round the databases are asked what they did in it
   */
  public record Plan(
      URI orders,
      URI reports,
      String token,
      List<Asked> asked,
      int rate,
      int placing,
      int connections,
      Duration duration,
      int rounds,
      Duration settling) {}

  /**
   * A report that is asked for.
   *
   * @param orderCount of the day
   */
  public record Asked(String merchantId, LocalDate date, long orderCount) {

    String oldPath() {
      return "/api/v1/merchants/%s/order-report?date=%s".formatted(merchantId, date);
    }

    String newPath() {
      return "/api/v1/merchants/%s/reports/daily/%s".formatted(merchantId, date);
    }
  }

  /**
   * What is to be known of a page before it is read.
   *
   * @param differing days of which both paths said something else
   * @param failed requests without a good answer
   */
  public record Summary(int differing, long failed) {}

  /** How reports are read. */
  enum Reading {
    NONE,
    OLD,
    NEW
  }

  /** Days by the number of their orders. */
  enum DaySize {
    UP_TO_10(10),
    UP_TO_100(100),
    UP_TO_1000(1_000),
    MORE(Long.MAX_VALUE);

    private final long most;

    DaySize(long most) {
      this.most = most;
    }

    static DaySize of(Asked day) {
      return Stream.of(values())
          .filter(it -> day.orderCount() <= it.most)
          .findFirst()
          .orElseThrow();
    }
  }

  /**
   * What a database did in all rounds of a way to read.
   *
   * @param busy the time that statements took
   * @param buffers of 8 kB that statements looked at, in memory or read into it
   * @param elapsed the time of the rounds
   */
  record Effort(Duration busy, long buffers, Duration elapsed) {

    Effort plus(Effort other) {
      return new Effort(
          busy.plus(other.busy), buffers + other.buffers, elapsed.plus(other.elapsed));
    }
  }

  /**
   * What was measured. Latencies are in nanoseconds and count from the moment when a request was
   * due.
   *
   * @param differing days of which the paths said something else, of {@code compared}
   * @param views of first views at the rate
   * @param viewsBySize the same by the size of the day
   * @param failed requests of any kind
   * @param efforts of each database by its name
   * @param placing of orders placed meanwhile
   * @param busiest of first views of the busiest day, one after the other
   * @param complete of that day with all its pages, one after the other
   * @param perSecond first views a second by all connections, as fast as they come
   * @param databases as they were told last
   */
  record Measured(
      int compared,
      int differing,
      Map<Reading, Histogram> views,
      Map<Reading, Map<DaySize, Histogram>> viewsBySize,
      Map<Reading, Long> failed,
      Map<Reading, Map<String, Effort>> efforts,
      Map<Reading, Histogram> placing,
      Map<Reading, Histogram> busiest,
      Map<Reading, Histogram> complete,
      Map<Reading, Double> perSecond,
      Map<String, JsonNode> databases) {

    static Measured nothing(int compared, int differing) {
      var measured =
          new Measured(
              compared,
              differing,
              new EnumMap<>(Reading.class),
              new EnumMap<>(Reading.class),
              new EnumMap<>(Reading.class),
              new EnumMap<>(Reading.class),
              new EnumMap<>(Reading.class),
              new EnumMap<>(Reading.class),
              new EnumMap<>(Reading.class),
              new EnumMap<>(Reading.class),
              new LinkedHashMap<>());
      for (Reading it : Reading.values()) {
        measured.views.put(it, LoadGenerator.latencies());
        measured.placing.put(it, LoadGenerator.latencies());
        measured.busiest.put(it, LoadGenerator.latencies());
        measured.complete.put(it, LoadGenerator.latencies());
        measured.failed.put(it, 0L);
        measured.efforts.put(it, new LinkedHashMap<>());
        var bySize = new EnumMap<DaySize, Histogram>(DaySize.class);
        for (DaySize size : DaySize.values()) {
          bySize.put(size, new SynchronizedHistogram(LoadGenerator.latencies()));
        }
        measured.viewsBySize.put(it, bySize);
      }
      return measured;
    }

    private void count(Reading reading, Outcome outcome) {
      failed.merge(reading, outcome.failed(), Long::sum);
    }
  }

  /**
   * @param progress is told what is being done
   */
  public PathBenchmark(Plan plan, Consumer<String> progress) {
    this.plan = plan;
    this.progress = progress;
    this.orders = new MochaClient(plan.orders(), plan.token());
    this.reports = new MochaClient(plan.reports(), plan.token());
    this.shuffled = new ArrayList<>(plan.asked());
    Collections.shuffle(shuffled, new Random(1));
    for (Reading it : Reading.values()) {
      next.put(it, new AtomicInteger());
    }
  }

  /**
   * Measures, and writes what was measured.
   *
   * @param command by which this was asked for
   * @throws IllegalStateException when the switch is not in the mode primary
   */
  public Summary writeTo(Path folder, String command)
      throws IOException, InterruptedException, ExecutionException {
    Instant begun = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Measured measured = run();
    new BenchmarkPage(plan, measured, command, begun).write(folder);
    return new Summary(
        measured.differing(), measured.failed().values().stream().mapToLong(it -> it).sum());
  }

  private Measured run() throws IOException, InterruptedException, ExecutionException {
    JsonNode stood = orders.get("/api/v1/switch");
    String mode = stood.get("setting").get("mode").asText();
    if (!mode.equals("primary")) {
      throw new IllegalStateException(
          "the switch is in the mode %s: the old path can only be measured in the mode primary"
              .formatted(mode));
    }
    int compared = 0;
    int differing = 0;
    for (Asked it : plan.asked().stream().limit(COMPARED).toList()) {
      Optional<Boolean> alike = areAlike(it);
      compared += alike.isPresent() ? 1 : 0;
      differing += alike.orElse(true) ? 0 : 1;
    }
    var measured = Measured.nothing(compared, differing);
    if (plan.placing() > 0) {
      placed.register(orders);
    }
    List<Reading> turns = List.of(Reading.values());
    atRate(
        Measured.nothing(0, 0), turns, "warms up", plan.duration().dividedBy(2), plan.settling());
    for (int round = 1; round <= plan.rounds(); round++) {
      atRate(measured, turns, "round " + round, plan.duration(), plan.settling());
      turns = turns.reversed();
    }
    oneAfterTheOther(measured);
    asFastAsTheyCome(measured);
    if (orders.get("/api/v1/switch").get("epoch").asLong() != stood.get("epoch").asLong()) {
      throw new IllegalStateException("the switch was changed meanwhile: nothing is told of that");
    }
    return measured;
  }

  /**
   * Whether both paths say the same of a day, but for when they were read; empty for a day that
   * changed each time. The old path is asked before the new one, which must be complete to that,
   * and after.
   */
  private Optional<Boolean> areAlike(Asked day) throws IOException, InterruptedException {
    for (int look = 0; look < LOOKS; look++) {
      long begun = System.nanoTime();
      JsonNode before = orders.get(day.oldPath());
      Instant seenBy = completeTo(before).plusNanos(System.nanoTime() - begun);
      if (content(reports.get(day.newPath())).equals(content(before))) {
        return Optional.of(true);
      }
      JsonNode young = completeTo(seenBy, day);
      JsonNode after = orders.get(day.oldPath());
      if (content(young).equals(content(after))) {
        return Optional.of(true);
      }
      if (content(before).equals(content(after))) {
        return Optional.of(false);
      }
    }
    return Optional.empty();
  }

  private JsonNode completeTo(Instant moment, Asked day) throws IOException, InterruptedException {
    for (int tries = 0; tries < TRIES; tries++) {
      JsonNode young = reports.get(day.newPath());
      if (!completeTo(young).isBefore(moment)) {
        return young;
      }
      Thread.sleep(AGAIN);
    }
    throw new IllegalStateException(
        "the reports are complete to longer ago than %s: nothing can be compared"
            .formatted(AGAIN.multipliedBy(TRIES)));
  }

  private static JsonNode content(JsonNode report) {
    return ((ObjectNode) report.deepCopy()).remove(List.of("completeTo", "final"));
  }

  private static Instant completeTo(JsonNode report) {
    return Instant.parse(report.get("completeTo").asText());
  }

  private void atRate(
      Measured measured, List<Reading> turns, String round, Duration duration, Duration settling)
      throws IOException, InterruptedException, ExecutionException {
    for (Reading reading : turns) {
      progress.accept("%s: %s".formatted(round, words(reading)));
      long begun = System.nanoTime();
      Map<String, JsonNode> before = databases();
      var placing = new FutureTask<>(() -> place(duration));
      Thread.ofPlatform().name("placing").start(placing);
      if (reading != Reading.NONE) {
        Outcome read = load(reading).open(plan.rate(), duration, view(reading, measured));
        measured.count(reading, read);
        requireNonNull(measured.views.get(reading)).add(read.latencies());
      }
      Outcome placedMeanwhile = placing.get();
      measured.count(reading, placedMeanwhile);
      requireNonNull(measured.placing.get(reading)).add(placedMeanwhile.latencies());
      Thread.sleep(settling);
      measured.databases.putAll(databases());
      var elapsed = Duration.ofNanos(System.nanoTime() - begun);
      before.forEach(
          (name, then) ->
              requireNonNull(measured.efforts.get(reading))
                  .merge(
                      name,
                      effort(then, requireNonNull(measured.databases.get(name)), elapsed),
                      Effort::plus));
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

  /** Each path goes through the same days in the same order, from one round to the next. */
  private Request view(Reading reading, Measured measured) {
    Map<DaySize, Histogram> bySize = requireNonNull(measured.viewsBySize.get(reading));
    AtomicInteger number = requireNonNull(next.get(reading));
    return (connection, due) -> {
      Asked day = shuffled.get(Math.floorMod(number.getAndIncrement(), shuffled.size()));
      int status = connection.get(path(reading, day));
      if (status < 300) {
        requireNonNull(bySize.get(DaySize.of(day)))
            .recordValue(Math.min(LoadGenerator.LONGEST, System.nanoTime() - due));
      }
      return status;
    };
  }

  private static String path(Reading reading, Asked day) {
    return reading == Reading.OLD ? day.oldPath() : day.newPath();
  }

  private LoadGenerator load(Reading reading) {
    return load(reading, plan.connections());
  }

  private LoadGenerator load(Reading reading, int connections) {
    return new LoadGenerator(
        reading == Reading.OLD ? plan.orders() : plan.reports(), plan.token(), connections);
  }

  private void oneAfterTheOther(Measured measured) throws IOException, InterruptedException {
    Asked busiest = plan.asked().getFirst();
    Duration part = plan.duration().dividedBy(ROUNDS_BY_ONE);
    for (int round = 0; round < ROUNDS_BY_ONE; round++) {
      for (Reading reading : List.of(Reading.OLD, Reading.NEW)) {
        progress.accept("one after the other: " + words(reading));
        String first = path(reading, busiest);
        Outcome views = load(reading, 1).closed(part, (connection, _) -> connection.get(first));
        requireNonNull(measured.busiest.get(reading)).add(views.latencies());
        measured.count(reading, views);
        List<String> pages = pages(reading, busiest);
        Outcome days = load(reading, 1).closed(part, (connection, _) -> all(connection, pages));
        requireNonNull(measured.complete.get(reading)).add(days.latencies());
        measured.count(reading, days);
      }
    }
  }

  private static int all(HttpConnection connection, List<String> pages) throws IOException {
    int worst = 0;
    for (String page : pages) {
      worst = Math.max(worst, connection.get(page, "Accept-Encoding: gzip\r\n"));
    }
    return worst;
  }

  /** The addresses of all pages of a day, of 1,000 orders each. */
  private List<String> pages(Reading reading, Asked day) throws IOException, InterruptedException {
    MochaClient client = reading == Reading.OLD ? orders : reports;
    String first = path(reading, day) + (reading == Reading.OLD ? "&" : "?") + "limit=1000";
    var pages = new ArrayList<>(List.of(first));
    JsonNode next = client.get(first).get("orders").get("next");
    while (!next.isNull()) {
      pages.add(first + "&cursor=" + next.asText());
      next = client.get(pages.getLast()).get("orders").get("next");
    }
    return pages;
  }

  private void asFastAsTheyCome(Measured measured) {
    for (Reading reading : List.of(Reading.OLD, Reading.NEW)) {
      progress.accept("as fast as they come: " + words(reading));
      Request view = view(reading, Measured.nothing(0, 0));
      Outcome outcome = load(reading).closed(plan.duration(), view);
      measured.perSecond.put(reading, outcome.perSecond());
      measured.count(reading, outcome);
    }
  }

  static String words(Reading reading) {
    return switch (reading) {
      case NONE -> "no reports";
      case OLD -> "old path";
      case NEW -> "new path";
    };
  }

  /** Of both addresses, which may be one process. */
  private Map<String, JsonNode> databases() throws IOException, InterruptedException {
    var databases = new LinkedHashMap<String, JsonNode>();
    for (MochaClient client : List.of(orders, reports)) {
      for (JsonNode it : client.get("/api/v1/databases").get("items")) {
        databases.put(it.get("name").asText(), it);
      }
    }
    return databases;
  }

  private static Effort effort(JsonNode before, JsonNode after, Duration elapsed) {
    return new Effort(
        Duration.ofMillis(since(before, after, "busyMillis")),
        since(before, after, "buffersHit") + since(before, after, "buffersRead"),
        elapsed);
  }

  private static long since(JsonNode before, JsonNode after, String field) {
    return after.get(field).asLong() - before.get(field).asLong();
  }
}
