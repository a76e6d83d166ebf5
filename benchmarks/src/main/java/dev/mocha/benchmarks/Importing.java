package dev.mocha.benchmarks;

import dev.mocha.app.client.HistoryFile;
import dev.mocha.benchmarks.Benchmarks.Sizes;
import dev.mocha.benchmarks.Results.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** P10: history is imported as by {@code mocha import}, first alone, then with all roles on. */
final class Importing {

  private Importing() {}

  static Result run(RunningMocha mocha, Sizes sizes) throws Exception {
    measure(mocha, Math.min(sizes.orders(), 10_000));
    Floors.copy(mocha.database("orders"), sizes.orders());
    mocha.awaitReports();
    Rounds rounds =
        Rounds.measure(
            mocha,
            sizes,
            () -> Floors.copy(mocha.database("orders"), sizes.orders()),
            () -> measure(mocha, sizes.orders()),
            mocha::awaitReports);
    mocha.holdConsumer();
    mocha.holdRelay();
    double alone = measure(mocha, sizes.orders());
    mocha.releaseRelay();
    mocha.releaseConsumer();
    mocha.awaitReports();
    return rounds.result(
        "P10",
        String.format(
            Locale.ROOT, "import of %,d orders a round, relay and consumer on", sizes.orders()),
        "6,000 orders/s",
        "%s; %s with relay and consumer held"
            .formatted(rounds.speeds("orders/s"), Results.number(alone)),
        "rows/s by binary COPY, no index");
  }

  private static double measure(RunningMocha mocha, int orders)
      throws IOException, InterruptedException {
    Path file = mocha.nextDay(orders);
    long begun = System.nanoTime();
    HistoryFile.Result result = mocha.send(file);
    return result.imported() / ((System.nanoTime() - begun) / 1e9);
  }
}
