package dev.mocha.benchmarks;

import dev.mocha.benchmarks.Benchmarks.Sizes;
import dev.mocha.benchmarks.Results.Result;
import java.io.IOException;
import java.util.Locale;

/** P8: a backlog of stored events is published to the log, with the consumer held. */
final class Publishing {

  private static final String FLOOR = "floor";

  private Publishing() {}

  static Result run(RunningMocha mocha, Sizes sizes) throws Exception {
    Floors.createTopic(mocha.brokers(), FLOOR);
    mocha.holdConsumer();
    growBacklog(mocha, Math.min(sizes.orders(), 10_000));
    publish(mocha);
    Floors.producer(mocha.brokers(), FLOOR, 4 * sizes.orders());
    Rounds rounds =
        Rounds.measure(
            mocha,
            sizes,
            () -> {
              growBacklog(mocha, sizes.orders());
              return Floors.producer(mocha.brokers(), FLOOR, 4 * sizes.orders());
            },
            () -> publish(mocha),
            () -> {});
    mocha.releaseConsumer();
    mocha.awaitReports();
    return rounds.result(
        "P8",
        String.format(
            Locale.ROOT, "publish a backlog of %,d orders' events, consumer held", sizes.orders()),
        "40,000 events/s",
        rounds.speeds("events/s"),
        "placed orders/s as records of a bare producer");
  }

  private static void growBacklog(RunningMocha mocha, int orders)
      throws IOException, InterruptedException {
    mocha.holdRelay();
    mocha.send(mocha.nextDay(orders));
  }

  private static double publish(RunningMocha mocha) {
    long before = mocha.published();
    long backlog = mocha.stored() - before;
    mocha.releaseRelay();
    return RunningMocha.perSecond(mocha::published, before, backlog);
  }
}
