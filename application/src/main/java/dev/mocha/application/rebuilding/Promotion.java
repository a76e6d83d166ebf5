package dev.mocha.application.rebuilding;

import static java.util.Comparator.comparing;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.rebuilding.Generation.State;
import dev.mocha.application.rebuilding.Generations.Rejected;
import dev.mocha.application.rebuilding.Verification.DayDifference;
import dev.mocha.application.rebuilding.Verification.DayDifferences;
import java.util.Optional;
import java.util.stream.Collectors;

/** Verifies generations, and promotes those that are verified. */
public final class Promotion {

  private final Generations generations;
  private final Verification verification;
  private final int version;

  /**
   * @param version of the projection in this process
   */
  public Promotion(Generations generations, Verification verification, int version) {
    this.generations = generations;
    this.verification = verification;
    this.version = version;
  }

  /** The generation differs from the reference. */
  public static final class Differs extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient DayDifferences differences;

    Differs(DayDifferences differences) {
      super(message(differences));
      this.differences = differences;
    }

    private static String message(DayDifferences differences) {
      return "%d days differ: %s"
          .formatted(
              differences.total(),
              differences.first().stream()
                  .limit(3)
                  .map(Differs::line)
                  .collect(Collectors.joining("; ")));
    }

    private static String line(DayDifference it) {
      return "%s %s (%s)".formatted(it.merchantId().value(), it.date(), it.comparison());
    }

    public DayDifferences differences() {
      return differences;
    }
  }

  /**
   * The generation with which others are compared: the live one of this version, or of the newest
   * earlier version that has one.
   */
  public Optional<Generation> reference() {
    return generations.all().stream()
        .filter(it -> it.state() == State.LIVE && it.version() <= version)
        .max(comparing(Generation::version));
  }

  /**
   * Compares a generation with its own orders and with the reference, and the reference with its
   * own orders. Stores the result for {@link #promote}.
   */
  public DayDifferences verify(Generation generation) {
    DayDifferences differences =
        verification.within(generation).and(betweenReferenceAnd(generation));
    Optional<Generation> live = reference().filter(it -> !it.name().equals(generation.name()));
    if (live.isPresent() && live.get().version() == generation.version()) {
      differences = differences.and(verification.within(live.get()));
    }
    generations.recordVerification(generation.name(), differences.total());
    return differences;
  }

  private DayDifferences betweenReferenceAnd(Generation generation) {
    return reference()
        .filter(it -> !it.name().equals(generation.name()))
        .map(it -> verification.between(it, generation))
        .orElse(DayDifferences.NONE);
  }

  /**
   * Requires that a generation is complete.
   *
   * @throws Rejected when it is not, or another version fills it
   */
  static void requireComplete(Generation generation, int version) {
    if (generation.version() != version) {
      throw new Rejected(
          "%s is of version %d, this application of version %d"
              .formatted(generation.name(), generation.version(), version));
    }
    switch (generation.state()) {
      case READY, LIVE, PREVIOUS -> {}
      case BUILDING, CATCHING_UP, FAILED, CANCELLED, RETIRED ->
          throw new Rejected(
              "%s is not ready, it is %s".formatted(generation.name(), generation.state()));
    }
  }

  static String daysDiffered(long days) {
    return days == 1 ? "1 day differed" : days + " days differed";
  }

  /**
   * Makes a generation live.
   *
   * @param force even if days differ; the audit says which
   * @throws Differs when days differ and the promotion is not forced
   * @throws Rejected when the generation is not ready
   */
  public void promote(String name, boolean force, RequestedBy requestedBy) {
    Generation generation =
        generations.find(name).orElseThrow(() -> new Rejected("there is no generation " + name));
    requireComplete(generation, version);
    DayDifferences now = betweenReferenceAnd(generation);
    long before = generation.verified() == null ? 0 : generation.verified().differingDays();
    if (!force && now.total() > 0) {
      throw new Differs(now);
    }
    if (!force && before > 0) {
      throw new Rejected(
          "%s at the last verification of %s; verify it again (mocha generations differences %s), or force the promotion"
              .formatted(daysDiffered(before), name, name));
    }
    String detail = now.total() > 0 ? Differs.message(now) : "no day differs";
    generations.promote(
        name,
        requestedBy,
        (force ? "forced; " : "")
            + detail
            + (before > 0 ? "; %s at the last verification".formatted(daysDiffered(before)) : ""));
  }
}
