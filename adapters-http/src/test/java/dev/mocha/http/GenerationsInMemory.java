package dev.mocha.http;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.Generation;
import dev.mocha.application.rebuilding.Generation.Order;
import dev.mocha.application.rebuilding.Generation.Phase;
import dev.mocha.application.rebuilding.Generation.Progress;
import dev.mocha.application.rebuilding.Generation.Proof;
import dev.mocha.application.rebuilding.Generation.Source;
import dev.mocha.application.rebuilding.Generation.State;
import dev.mocha.application.rebuilding.GenerationContents;
import dev.mocha.application.rebuilding.Generations;
import dev.mocha.application.rebuilding.Verification;
import dev.mocha.application.reporting.ReportRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Generations that nobody fills: a test puts each into the state it wants. */
public final class GenerationsInMemory implements Generations, GenerationContents, Verification {

  /** The version of the code. */
  public static final int VERSION = 7;

  /** What every generation holds. */
  public static final Content CONTENT =
      new Content(123_456, "00000000000000ff", TestApplication.NOW.minusSeconds(1));

  /** The partition that every generation has read five records of. */
  public static final LogPartition PARTITION = new LogPartition("mocha.orders", 0);

  private final List<Generation> generations = new CopyOnWriteArrayList<>();
  private final List<String> audit = new ArrayList<>();
  private Findings differences = Findings.NONE;
  private OptionalLong free = OptionalLong.empty();

  /** There is none again, and nothing differs. */
  public void clear() {
    generations.clear();
    audit.clear();
    differences = Findings.NONE;
    free = OptionalLong.empty();
  }

  /** Adds the next one. */
  public Generation add(State state) {
    return add(
        state, VERSION, new Order(Source.LOG, false, false, 0), new RequestedBy("ops", "new"));
  }

  private Generation add(State state, int version, Order order, RequestedBy asked) {
    var added =
        new Generation(
            "report_g" + (generations.size() + 1),
            version,
            state,
            order,
            asked,
            new Progress(state.isInTheMaking() ? Phase.LOADING : Phase.DONE, 0, 0, 0, null),
            TestApplication.NOW,
            state.isInTheMaking() ? null : TestApplication.NOW,
            state == State.LIVE || state == State.FORMER ? TestApplication.NOW : null,
            false,
            null,
            null);
    generations.add(added);
    return added;
  }

  /** Any two generations differ by this. */
  public void differ(Findings by) {
    differences = by;
  }

  /** The database has so many bytes left. */
  public void free(long bytes) {
    free = OptionalLong.of(bytes);
  }

  /** What was done: action, generation, by, reason. */
  public List<String> audit() {
    return List.copyOf(audit);
  }

  /** Puts it into a state. */
  public void become(String name, State state) {
    replace(name, state, require(name).progress(), require(name).proof());
  }

  private void replace(String name, State state, Progress progress, @Nullable Proof proof) {
    generations.replaceAll(
        it ->
            it.name().equals(name)
                ? new Generation(
                    name,
                    it.version(),
                    state,
                    it.order(),
                    it.asked(),
                    progress,
                    it.createdAt(),
                    it.readyAt(),
                    it.promotedAt(),
                    false,
                    proof,
                    it.failure())
                : it);
  }

  private Generation require(String name) {
    return find(name).orElseThrow();
  }

  @Override
  public List<Generation> all() {
    return generations.stream().sorted(Comparator.comparing(Generation::name).reversed()).toList();
  }

  @Override
  public Optional<Generation> find(String name) {
    return generations.stream().filter(it -> it.name().equals(name)).findFirst();
  }

  @Override
  public Optional<Generation> live(int version) {
    return in(State.LIVE);
  }

  @Override
  public Optional<Generation> former(int version) {
    return in(State.FORMER);
  }

  private Optional<Generation> in(State state) {
    return generations.stream().filter(it -> it.state() == state).findFirst();
  }

  @Override
  public Generation begin(int version, Order order, RequestedBy action) {
    generations.stream()
        .filter(it -> it.state().isInTheMaking())
        .findFirst()
        .ifPresent(
            it -> {
              throw new Busy(it.name());
            });
    Generation begun = add(State.BUILDING, version, order, action);
    note(begun.name(), "rebuild", action, "");
    return begun;
  }

  @Override
  public void progress(String name, Progress progress) {
    replace(name, require(name).state(), progress, require(name).proof());
  }

  @Override
  public void proven(String name, long differingDays) {
    Generation it = require(name);
    replace(name, it.state(), it.progress(), new Proof(differingDays, TestApplication.NOW));
  }

  @Override
  public void promote(String name, RequestedBy action, String detail) {
    live(VERSION).ifPresent(it -> become(it.name(), State.FORMER));
    become(name, State.LIVE);
    note(name, "promote", action, detail);
  }

  @Override
  public String rollBack(int version, RequestedBy action) {
    String former = former(version).orElseThrow(() -> new NotNow("there is no former one")).name();
    live(version).ifPresent(it -> become(it.name(), State.FORMER));
    become(former, State.LIVE);
    note(former, "rollback", action, "");
    return former;
  }

  @Override
  public String cancel(@Nullable String asked, RequestedBy action) {
    String name =
        generations.stream()
            .filter(it -> it.state().isInTheMaking())
            .map(Generation::name)
            .filter(it -> asked == null || it.equals(asked))
            .findFirst()
            .orElseThrow(() -> new NotNow("no such rebuild is at work"));
    become(name, State.CANCELLED);
    note(name, "cancel", action, "");
    return name;
  }

  @Override
  public void retire(String name, int version, boolean force, RequestedBy action) {
    if (require(name).state() == State.LIVE) {
      throw new NotNow(name + " answers");
    }
    become(name, State.RETIRED);
    note(name, "retire", action, "");
  }

  @Override
  public void note(String name, String what, RequestedBy action, String detail) {
    audit.add("%s %s by %s: %s".formatted(what, name, action.by(), action.reason()));
  }

  @Override
  public ReportRows rows(String generation) {
    throw new UnsupportedOperationException("nobody fills them");
  }

  @Override
  public Map<LogPartition, Long> positions(String generation) {
    return Map.of(PARTITION, 5L);
  }

  @Override
  public Content content(String generation) {
    return CONTENT;
  }

  @Override
  public OptionalLong freeBytes() {
    return free;
  }

  @Override
  public Findings between(Generation one, Generation other) {
    return differences;
  }

  @Override
  public Findings within(Generation generation) {
    return Findings.NONE;
  }

  @Override
  public boolean exclusively(Runnable work) {
    throw new UnsupportedOperationException("nobody fills them");
  }

  @Override
  public void waits(String name, @Nullable String reason) {
    throw new UnsupportedOperationException("nobody fills them");
  }

  @Override
  public void filled(String name, Phase next) {
    throw new UnsupportedOperationException("nobody fills them");
  }

  @Override
  public void ready(String name) {
    throw new UnsupportedOperationException("nobody fills them");
  }

  @Override
  public void failed(String name, String reason) {
    throw new UnsupportedOperationException("nobody fills them");
  }

  @Override
  public void dropUnused() {
    throw new UnsupportedOperationException("nobody fills them");
  }
}
