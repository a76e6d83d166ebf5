package dev.mocha.application.rebuilding;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.rebuilding.Generation.Phase;
import dev.mocha.application.rebuilding.Generation.Progress;
import dev.mocha.application.rebuilding.Generation.State;
import dev.mocha.application.rebuilding.Generation.Verified;
import dev.mocha.application.rebuilding.RebuildRequest.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Generations without tables: a test puts each into the state it needs. */
public final class GenerationsInMemory implements Generations {

  public static final Instant NOW = Instant.parse("2018-07-26T05:00:00Z");

  /** Requests what a test adds. */
  public static final RequestedBy OPS = new RequestedBy("ops", "because");

  private final Map<String, Row> rows = new TreeMap<>(Comparator.reverseOrder());
  private final List<String> done = new ArrayList<>();
  private final List<String> audit = new ArrayList<>();
  private final Instant now;
  private boolean busy;

  public GenerationsInMemory() {
    this(NOW);
  }

  /**
   * @param now the time of everything that happens
   */
  public GenerationsInMemory(Instant now) {
    this.now = now;
  }

  /** A generation that changes. */
  private final class Row {
    private final String name;
    private final int version;
    private final RebuildRequest request;
    private final RequestedBy requestedBy;
    private State state;
    private Progress progress;
    private @Nullable Instant readyAt;
    private @Nullable Instant promotedAt;
    private boolean hasUnusedTables;
    private @Nullable Verified verified;
    private @Nullable String failure;

    private Row(
        String name, int version, State state, RebuildRequest request, RequestedBy requestedBy) {
      this.name = name;
      this.version = version;
      this.state = state;
      this.request = request;
      this.requestedBy = requestedBy;
      this.progress =
          new Progress(state.isRebuilding() ? Phase.LOADING : Phase.DONE, 0, 0, 0, null);
      this.readyAt = state.isRebuilding() ? null : now;
      this.promotedAt = state == State.LIVE || state == State.PREVIOUS ? now : null;
    }

    private Generation toGeneration() {
      return new Generation(
          name,
          version,
          state,
          request,
          requestedBy,
          progress,
          now,
          readyAt,
          promotedAt,
          hasUnusedTables,
          verified,
          failure);
    }
  }

  /** Removes all generations, and forgets what was done. */
  public synchronized void clear() {
    rows.clear();
    done.clear();
    audit.clear();
    busy = false;
  }

  /** Adds the next generation, requested from the log. */
  public String add(int version, State state) {
    return add(version, state, new RebuildRequest(Source.LOG, false, false, 0));
  }

  public String add(int version, State state, RebuildRequest request) {
    return add(version, state, request, OPS);
  }

  private synchronized String add(
      int version, State state, RebuildRequest request, RequestedBy requestedBy) {
    String name = "report_g" + (rows.size() + 1);
    rows.put(name, new Row(name, version, state, request, requestedBy));
    return name;
  }

  /** Puts a generation into a state, without a failure. */
  public synchronized void become(String name, State state) {
    row(name).state = state;
    row(name).failure = null;
  }

  /** Another process works on a rebuild. */
  public void anotherProcessWorks() {
    busy = true;
  }

  /** What was done with generations, in order; of repeated progress in a phase the first. */
  public synchronized List<String> done() {
    return List.copyOf(done);
  }

  /** The audit: action, generation, by, reason. */
  public synchronized List<String> audit() {
    return List.copyOf(audit);
  }

  public synchronized State state(String name) {
    return row(name).state;
  }

  public synchronized @Nullable String failure(String name) {
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

  private void did(String name, String action, RequestedBy requestedBy, String detail) {
    did("%s %s by %s: %s".formatted(action, name, requestedBy.by(), detail));
    audit.add("%s %s by %s: %s".formatted(action, name, requestedBy.by(), requestedBy.reason()));
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
  public Optional<Generation> previous(int version) {
    return in(version, State.PREVIOUS);
  }

  private Optional<Generation> in(int version, State state) {
    return all().stream().filter(it -> it.version() == version && it.state() == state).findFirst();
  }

  @Override
  public synchronized Generation begin(
      int version, RebuildRequest request, RequestedBy requestedBy) {
    all().stream()
        .filter(it -> it.state().isRebuilding())
        .findFirst()
        .ifPresent(
            it -> {
              throw new Busy(it.name());
            });
    String name = add(version, State.BUILDING, request, requestedBy);
    did(name, "rebuild", requestedBy, "version " + version);
    return find(name).orElseThrow();
  }

  @Override
  public boolean runExclusively(Runnable work) {
    if (!busy) {
      work.run();
    }
    return !busy;
  }

  @Override
  public synchronized void recordProgress(String name, Progress progress) {
    if (!row(name).state.isRebuilding()) {
      throw new Cancelled(name);
    }
    row(name).progress = progress;
    did(name + " " + progress.phase());
  }

  @Override
  public synchronized void recordFailure(String name, @Nullable String reason) {
    row(name).failure = reason;
    if (reason != null) {
      did(name + " waits: " + reason);
    }
  }

  @Override
  public synchronized void startCatchingUp(String name) {
    row(name).state = State.CATCHING_UP;
    did(name + " filled");
  }

  @Override
  public synchronized void setReady(String name) {
    if (state(name) == State.CATCHING_UP) {
      become(name, State.READY);
      row(name).readyAt = now;
      did(name + " ready");
    }
  }

  @Override
  public synchronized void recordVerification(String name, long differingDays) {
    row(name).verified = new Verified(differingDays, now);
    did("%s verified, %d days differ".formatted(name, differingDays));
  }

  @Override
  public synchronized void fail(String name, String reason) {
    become(name, State.FAILED);
    row(name).hasUnusedTables = true;
    did(name + " failed: " + reason);
  }

  @Override
  public synchronized void promote(String name, RequestedBy requestedBy, String detail) {
    if (row(name).state != State.READY && row(name).state != State.PREVIOUS) {
      throw new Rejected("%s is not ready, it is %s".formatted(name, row(name).state));
    }
    makeLive(name);
    did(name, "promote", requestedBy, detail);
  }

  private void makeLive(String name) {
    live(row(name).version).ifPresent(it -> become(it.name(), State.PREVIOUS));
    become(name, State.LIVE);
    row(name).promotedAt = now;
  }

  @Override
  public synchronized String rollBack(int version, RequestedBy requestedBy) {
    String previous =
        previous(version).orElseThrow(() -> new Rejected("there is no previous generation")).name();
    makeLive(previous);
    did(previous, "rollback", requestedBy, "");
    return previous;
  }

  @Override
  public synchronized String cancel(@Nullable String name, RequestedBy requestedBy) {
    String running =
        all().stream()
            .filter(it -> it.state().isRebuilding())
            .map(Generation::name)
            .filter(it -> name == null || it.equals(name))
            .findFirst()
            .orElseThrow(() -> new Rejected("no such rebuild is running"));
    become(running, State.CANCELLED);
    row(running).hasUnusedTables = true;
    did(running, "cancel", requestedBy, "");
    return running;
  }

  @Override
  public synchronized void retire(
      String name, int version, boolean force, RequestedBy requestedBy) {
    if (row(name).state == State.LIVE && row(name).version == version) {
      throw new Rejected("%s cannot be retired, it is LIVE".formatted(name));
    }
    become(name, State.RETIRED);
    row(name).hasUnusedTables = true;
    did(name, "retire", requestedBy, "");
  }

  @Override
  public synchronized void recordAction(
      String name, String action, RequestedBy requestedBy, String detail) {
    did(name, action, requestedBy, detail);
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
