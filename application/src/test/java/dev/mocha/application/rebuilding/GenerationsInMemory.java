package dev.mocha.application.rebuilding;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.rebuilding.Generation.Order;
import dev.mocha.application.rebuilding.Generation.Phase;
import dev.mocha.application.rebuilding.Generation.Progress;
import dev.mocha.application.rebuilding.Generation.Proof;
import dev.mocha.application.rebuilding.Generation.Source;
import dev.mocha.application.rebuilding.Generation.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Generations of which everything that is done to them is noted. */
final class GenerationsInMemory implements Generations {

  static final Instant NOW = Instant.parse("2018-07-26T05:00:00Z");

  /** Who asks for what a test adds. */
  static final RequestedBy OPS = new RequestedBy("ops", "because");

  private final Map<String, Row> rows = new TreeMap<>(Comparator.reverseOrder());
  private final List<String> done = new ArrayList<>();
  private boolean anotherIsAtWork;

  /** A generation that changes. */
  private static final class Row {
    private final String name;
    private final int version;
    private final Order order;
    private State state;
    private Progress progress = new Progress(Phase.LOADING, 0, 0, 0, null);
    private @Nullable Instant promotedAt;
    private boolean hasUnusedTables;
    private @Nullable Proof proof;
    private @Nullable String failure;

    private Row(String name, int version, Order order, State state) {
      this.name = name;
      this.version = version;
      this.order = order;
      this.state = state;
    }

    private Generation toGeneration() {
      return new Generation(
          name,
          version,
          state,
          order,
          OPS,
          progress,
          NOW,
          null,
          promotedAt,
          hasUnusedTables,
          proof,
          failure);
    }
  }

  /** Adds the next one, ordered from the log. */
  synchronized String add(int version, State state) {
    return add(version, state, new Order(Source.LOG, false, false, 0));
  }

  /** Adds the next one. */
  synchronized String add(int version, State state, Order order) {
    String name = "report_g" + (rows.size() + 1);
    rows.put(name, new Row(name, version, order, state));
    return name;
  }

  /** Puts it into a state, and forgets whatever it waited for. */
  synchronized void become(String name, State state) {
    row(name).state = state;
    row(name).failure = null;
  }

  /** Another process is at work on a rebuild. */
  void anotherIsAtWork() {
    anotherIsAtWork = true;
  }

  /** What was done with them, in its order; progress by its phase, each phase once. */
  synchronized List<String> done() {
    return List.copyOf(done);
  }

  synchronized State state(String name) {
    return row(name).state;
  }

  synchronized @Nullable String failure(String name) {
    return row(name).failure;
  }

  private Row row(String name) {
    return Optional.ofNullable(rows.get(name)).orElseThrow();
  }

  private void did(String what) {
    if (done.isEmpty() || !done.getLast().equals(what)) {
      done.add(what);
    }
  }

  @Override
  public synchronized List<Generation> all() {
    return rows.values().stream().map(Row::toGeneration).toList();
  }

  @Override
  public synchronized Optional<Generation> find(String name) {
    return Optional.ofNullable(rows.get(name)).map(Row::toGeneration);
  }

  @Override
  public Optional<Generation> live(int version) {
    return in(version, State.LIVE);
  }

  @Override
  public Optional<Generation> former(int version) {
    return in(version, State.FORMER);
  }

  private Optional<Generation> in(int version, State state) {
    return all().stream().filter(it -> it.version() == version && it.state() == state).findFirst();
  }

  @Override
  public synchronized Generation begin(int version, Order order, RequestedBy action) {
    all().stream()
        .filter(it -> it.state().isInTheMaking())
        .findFirst()
        .ifPresent(
            it -> {
              throw new Busy(it.name());
            });
    String name = add(version, State.BUILDING, order);
    did("begin %s of version %d by %s: %s".formatted(name, version, action.by(), action.reason()));
    return find(name).orElseThrow();
  }

  @Override
  public boolean exclusively(Runnable work) {
    if (!anotherIsAtWork) {
      work.run();
    }
    return !anotherIsAtWork;
  }

  @Override
  public synchronized void progress(String name, Progress progress) {
    if (!row(name).state.isInTheMaking()) {
      throw new Cancelled(name);
    }
    row(name).progress = progress;
    did(name + " " + progress.phase());
  }

  @Override
  public synchronized void waits(String name, @Nullable String reason) {
    row(name).failure = reason;
    if (reason != null) {
      did(name + " waits: " + reason);
    }
  }

  @Override
  public synchronized void filled(String name, Phase next) {
    row(name).state = State.CATCHING_UP;
    did(name + " filled");
  }

  @Override
  public synchronized void ready(String name) {
    if (state(name) == State.CATCHING_UP) {
      become(name, State.READY);
      did(name + " ready");
    }
  }

  @Override
  public synchronized void proven(String name, long differingDays) {
    row(name).proof = new Proof(differingDays, NOW);
    did("%s proven, %d days differ".formatted(name, differingDays));
  }

  @Override
  public synchronized void failed(String name, String reason) {
    become(name, State.FAILED);
    row(name).hasUnusedTables = true;
    did(name + " failed: " + reason);
  }

  @Override
  public synchronized void promote(String name, RequestedBy action, String detail) {
    if (row(name).state != State.READY && row(name).state != State.FORMER) {
      throw new NotNow("%s is not ready, it is %s".formatted(name, row(name).state));
    }
    point(name);
    did("promote %s by %s: %s".formatted(name, action.by(), detail));
  }

  private void point(String name) {
    live(row(name).version).ifPresent(it -> become(it.name(), State.FORMER));
    become(name, State.LIVE);
    row(name).promotedAt = NOW;
  }

  @Override
  public synchronized String rollBack(int version, RequestedBy action) {
    String former = former(version).orElseThrow(() -> new NotNow("there is no former one")).name();
    point(former);
    return former;
  }

  @Override
  public synchronized String cancel(@Nullable String asked, RequestedBy action) {
    String name =
        all().stream()
            .filter(it -> it.state().isInTheMaking())
            .map(Generation::name)
            .findFirst()
            .orElseThrow(() -> new NotNow("no such rebuild is at work"));
    become(name, State.CANCELLED);
    row(name).hasUnusedTables = true;
    return name;
  }

  @Override
  public synchronized void retire(String name, int version, boolean force, RequestedBy action) {
    become(name, State.RETIRED);
    row(name).hasUnusedTables = true;
  }

  @Override
  public synchronized void note(String name, String what, RequestedBy action, String detail) {
    did("%s %s by %s: %s".formatted(what, name, action.by(), detail));
  }

  @Override
  public synchronized void dropUnused() {
    for (Row row : rows.values()) {
      if (row.hasUnusedTables) {
        row.hasUnusedTables = false;
        did(row.name + " dropped");
      }
    }
  }
}
