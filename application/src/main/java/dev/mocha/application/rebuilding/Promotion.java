package dev.mocha.application.rebuilding;

import static java.util.Comparator.comparing;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.rebuilding.Generation.State;
import dev.mocha.application.rebuilding.Generations.NotNow;
import dev.mocha.application.rebuilding.Verification.DayDifference;
import dev.mocha.application.rebuilding.Verification.Findings;
import java.util.Optional;
import java.util.stream.Collectors;

/** Lets a generation answer in place of another, once it is proven. */
public final class Promotion {

  private final Generations generations;
  private final Verification comparison;
  private final int version;

  /**
   * @param version of the projection in this process
   */
  public Promotion(Generations generations, Verification comparison, int version) {
    this.generations = generations;
    this.comparison = comparison;
    this.version = version;
  }

  /** The two are not the same. */
  public static final class Differs extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Findings findings;

    Differs(Findings findings) {
      super(
          "%d days differ: %s"
              .formatted(
                  findings.days(),
                  findings.listed().stream()
                      .limit(3)
                      .map(Differs::line)
                      .collect(Collectors.joining("; "))));
      this.findings = findings;
    }

    private static String line(DayDifference it) {
      return "%s %s (%s)".formatted(it.merchantId().value(), it.date(), it.what());
    }

    /** What differs. */
    public Findings findings() {
      return findings;
    }
  }

  /**
   * The generation that answers: of this version, or of the newest version before while this one
   * has none.
   */
  public Optional<Generation> inUse() {
    return generations.all().stream()
        .filter(it -> it.state() == State.LIVE && it.version() <= version)
        .max(comparing(Generation::version));
  }

  /**
   * Compares everything: the generation and the one in use, each day of both with its orders. What
   * is found is noted for the promotion.
   */
  public Findings prove(Generation generation) {
    Findings findings = comparison.within(generation).and(beside(generation));
    Optional<Generation> live = inUse().filter(it -> !it.name().equals(generation.name()));
    if (live.isPresent() && live.get().version() == generation.version()) {
      findings = findings.and(comparison.within(live.get()));
    }
    generations.proven(generation.name(), findings.days());
    return findings;
  }

  /**
   * The same for somebody who asks.
   *
   * @throws NotNow when the generation is not whole, or its rows are of another version
   */
  public Findings differences(Generation generation) {
    requireWhole(generation);
    return prove(generation);
  }

  private void requireWhole(Generation generation) {
    if (generation.version() != version) {
      throw new NotNow(
          "%s is of version %d, this application of version %d"
              .formatted(generation.name(), generation.version(), version));
    }
    switch (generation.state()) {
      case READY, LIVE, FORMER -> {}
      case BUILDING, CATCHING_UP, FAILED, CANCELLED, RETIRED ->
          throw new NotNow(
              "%s is not ready, it is %s".formatted(generation.name(), generation.state()));
    }
  }

  private Findings beside(Generation generation) {
    return inUse()
        .filter(it -> !it.name().equals(generation.name()))
        .map(it -> comparison.between(it, generation))
        .orElse(Findings.NONE);
  }

  private static String detail(Findings now, long proven) {
    String differs =
        now.days() > 0 ? String.valueOf(new Differs(now).getMessage()) : "nothing differs";
    return proven > 0
        ? "%s; %d days differed when it was compared last".formatted(differs, proven)
        : differs;
  }

  /**
   * Lets the generation answer.
   *
   * @param force whatever differs; the audit tells what did
   * @return what differs
   * @throws Differs when something does and it is not forced
   * @throws NotNow when it is not ready
   */
  public Findings promote(String name, boolean force, RequestedBy action) {
    Generation generation =
        generations.find(name).orElseThrow(() -> new NotNow("there is no generation " + name));
    requireWhole(generation);
    Findings now = beside(generation);
    long proven = generation.proof() == null ? 0 : generation.proof().days();
    if (!force && now.days() > 0) {
      throw new Differs(now);
    }
    if (!force && proven > 0) {
      throw new NotNow(
          "%d days differed when %s was compared last; ask for its differences again, or force it"
              .formatted(proven, name));
    }
    generations.promote(name, action, (force ? "forced; " : "") + detail(now, proven));
    return now;
  }
}
