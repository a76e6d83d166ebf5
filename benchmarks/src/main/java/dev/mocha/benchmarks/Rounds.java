package dev.mocha.benchmarks;

import dev.mocha.benchmarks.Benchmarks.Sizes;
import dev.mocha.benchmarks.Results.Result;

/**
 * The speeds of all rounds, each after the speed of its peer or floor.
 *
 * @param usage of the last round
 */
record Rounds(double[] peers, double[] speeds, String usage) {

  /** Works and returns its speed, in units a second. */
  interface Measurement {
    double perSecond() throws Exception;
  }

  static Rounds measure(
      RunningMocha mocha, Sizes sizes, Measurement peer, Measurement measured, Runnable afterwards)
      throws Exception {
    double[] peers = new double[sizes.rounds()];
    double[] speeds = new double[sizes.rounds()];
    String used = "";
    for (int round = 0; round < sizes.rounds(); round++) {
      peers[round] = peer.perSecond();
      try (var usage = Usage.of(mocha)) {
        speeds[round] = measured.perSecond();
        used = usage.describe(speeds[round]);
      }
      afterwards.run();
    }
    return new Rounds(peers, speeds, used);
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
        usage);
  }
}
