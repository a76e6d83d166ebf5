package dev.mocha.benchmarks;

import dev.mocha.benchmarks.Benchmarks.Sizes;
import dev.mocha.benchmarks.Results.Result;
import java.io.IOException;
import java.util.Locale;

/** P8: a backlog of stored events is published to the log, with the consumer held. */
final class Publishing {

  private static final String FLOOR = "floor";

  private Publishing() {}

  static Result run(RunningMocha mocha, Sizes sizes) throws IOException, InterruptedException {
    Floors.createTopic(mocha.brokers(), FLOOR);
    mocha.holdConsumer();
    measure(mocha, Math.min(sizes.orders(), 10_000));
    Floors.producer(mocha.brokers(), FLOOR, 4 * sizes.orders());
    double[] floors = new double[sizes.rounds()];
    double[] speeds = new double[sizes.rounds()];
    String used = "";
    for (int round = 0; round < sizes.rounds(); round++) {
      mocha.holdRelay();
      mocha.send(mocha.nextDay(sizes.orders()));
      floors[round] = Floors.producer(mocha.brokers(), FLOOR, 4 * sizes.orders());
      try (var usage = Usage.of(mocha)) {
        speeds[round] = publish(mocha);
        used = usage.describe(speeds[round]);
      }
    }
    mocha.releaseConsumer();
    mocha.awaitReports();
    return new Result(
        "P8",
        String.format(
            Locale.ROOT, "publish a backlog of %,d orders' events, consumer held", sizes.orders()),
        "40,000 events/s",
        Results.rounds(speeds, "events/s"),
        Results.rounds(floors, "placed orders/s as records of a bare producer"),
        Results.ratio(Results.median(speeds), Results.median(floors)),
        used);
  }

  private static void measure(RunningMocha mocha, int orders)
      throws IOException, InterruptedException {
    mocha.holdRelay();
    mocha.send(mocha.nextDay(orders));
    publish(mocha);
  }

  private static double publish(RunningMocha mocha) {
    long before = mocha.published();
    long backlog = mocha.stored() - before;
    mocha.releaseRelay();
    return Progress.perSecond(mocha::published, before, backlog);
  }
}
