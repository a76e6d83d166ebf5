package dev.mocha.benchmarks;

import dev.mocha.benchmarks.Benchmarks.Sizes;
import dev.mocha.benchmarks.Results.Result;

/** The speeds of all rounds, each after the speed of its peer or floor. */
final class Rounds {

  private final double[] peers;
  private final double[] speeds;
  private String usageOfLast = "";

  private Rounds(int count) {
    peers = new double[count];
    speeds = new double[count];
  }

  /** Works and returns its speed, in units a second. */
  interface Measurement {
    double perSecond() throws Exception;
  }

  static Rounds measure(
      RunningMocha mocha, Sizes sizes, Measurement peer, Measurement measured, Runnable afterwards)
      throws Exception {
    var rounds = new Rounds(sizes.rounds());
    for (int round = 0; round < sizes.rounds(); round++) {
      rounds.peers[round] = peer.perSecond();
      try (var usage = Usage.of(mocha)) {
        rounds.speeds[round] = measured.perSecond();
        rounds.usageOfLast = usage.describe(rounds.speeds[round]);
      }
      afterwards.run();
    }
    return rounds;
  }

  /** The median of the speeds and all of them, in words. */
  String speeds(String unit) {
    return Results.rounds(speeds, unit);
  }

  /**
   * The result with the medians' ratio.
   *
   * @param measured the speeds in words
   * @param peerUnit what the peers' speeds count
   */
  Result result(String id, String what, String target, String measured, String peerUnit) {
    return new Result(
        id,
        what,
        target,
        measured,
        Results.rounds(peers, peerUnit),
        Results.ratio(Results.median(speeds), Results.median(peers)),
        usageOfLast);
  }
}
