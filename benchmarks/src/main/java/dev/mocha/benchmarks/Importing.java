package dev.mocha.benchmarks;

import dev.mocha.app.client.HistoryFile;
import dev.mocha.benchmarks.Benchmarks.Sizes;
import dev.mocha.benchmarks.Results.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;

/** P10: history is imported as by {@code mocha import}, first alone, then with all roles on. */
final class Importing {

  private Importing() {}

  static Result run(RunningMocha mocha, Sizes sizes)
      throws IOException, InterruptedException, SQLException {
    measure(mocha, Math.min(sizes.orders(), 10_000));
    Floors.copy(mocha.database("orders"), sizes.orders());
    mocha.awaitReports();
    double[] floors = new double[sizes.rounds()];
    double[] speeds = new double[sizes.rounds()];
    String used = "";
    for (int round = 0; round < sizes.rounds(); round++) {
      floors[round] = Floors.copy(mocha.database("orders"), sizes.orders());
      try (var usage = Usage.of(mocha)) {
        speeds[round] = measure(mocha, sizes.orders());
        used = usage.describe(speeds[round]);
      }
      mocha.awaitReports();
    }
    mocha.holdConsumer();
    mocha.holdRelay();
    double alone = measure(mocha, sizes.orders());
    mocha.releaseRelay();
    mocha.releaseConsumer();
    mocha.awaitReports();
    return new Result(
        "P10",
        String.format(
            Locale.ROOT, "import of %,d orders a round, relay and consumer on", sizes.orders()),
        "6,000 orders/s",
        "%s; %s with relay and consumer held"
            .formatted(Results.rounds(speeds, "orders/s"), Results.number(alone)),
        Results.rounds(floors, "rows/s by binary COPY, no index"),
        Results.ratio(Results.median(speeds), Results.median(floors)),
        used);
  }

  private static double measure(RunningMocha mocha, int orders)
      throws IOException, InterruptedException {
    Path file = mocha.nextDay(orders);
    long begun = System.nanoTime();
    HistoryFile.Result result = mocha.send(file);
    return result.imported() / ((System.nanoTime() - begun) / 1e9);
  }
}
