package dev.mocha.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mocha.app.client.HistoryFile;
import dev.mocha.app.client.MochaClient;
import dev.mocha.app.demo.LiveTraffic;
import dev.mocha.app.demo.SimulatedDay;
import dev.mocha.app.wiring.MochaApplication;
import dev.mocha.app.wiring.MochaApplication.DemoAccount;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mocha demo}: all roles in one process, with a simulated day of orders. */
@Command(
    name = "demo",
    description = {
      "Runs all roles in one process on embedded servers, imports a simulated business day, prints"
          + " a report, and places live orders until Ctrl+C.",
      "",
      "The data stay in --data; the next start continues with them."
    })
public final class DemoCommand implements Callable<Integer> {

  private static final int MERCHANTS = 200;

  private static final List<DemoAccount> ACCOUNTS =
      List.of(
          new DemoAccount("Merchant " + busiest(0), "merchant", List.of(busiest(0))),
          new DemoAccount(
              "Owner of " + String.join(", ", busiest(1), busiest(2), busiest(3)),
              "merchant",
              List.of(busiest(1), busiest(2), busiest(3))),
          new DemoAccount("Operator, for every merchant", "operator", List.of()));

  private static String busiest(int number) {
    return SimulatedDay.merchantId(number);
  }

  private static final class Orders extends OptionTypes.Range {
    Orders() {
      super(1, 10_000_000);
    }
  }

  @Mixin private ServeCommand.Place place;

  @Option(
      names = "--orders",
      defaultValue = "20000",
      converter = Orders.class,
      paramLabel = "NUMBER",
      description = "The number of orders of the simulated day. Default: ${DEFAULT-VALUE}.")
  private int orders;

  @Option(
      names = "--seed",
      defaultValue = "2018",
      paramLabel = "NUMBER",
      description =
          "The seed of the simulated day; equal seeds give equal days. ${DEFAULT-VALUE} by"
              + " default.")
  private long seed;

  @Override
  public Integer call() throws Exception {
    var context = MochaApplication.start(place.demo(ACCOUNTS), System.err::println);
    String address = ServeCommand.address(context);
    URI url = URI.create(address);
    var client = new MochaClient(url, Server.own(place.data(), url));
    LocalDate yesterday = SimulatedDay.lastOver(Clock.systemUTC().instant());
    play(client, yesterday);
    String busiest = busiest(0);
    JsonNode report = caughtUp(client, busiest, yesterday);
    System.out.println();
    System.out.println(ReportTable.of(report));
    System.out.printf(
        """

        Mocha is ready at %1$s and places live orders. Try, in another terminal or a browser:

          ./mocha report %2$s %3$s --url %1$s --data %4$s
          TOKEN=$(./mocha token --merchant %2$s --data %4$s)
          curl -s -H "Authorization: Bearer $TOKEN" '%1$s/api/v1/merchants/%2$s/reports/daily/%3$s?orders=none'
          curl -s -H "Authorization: Bearer $TOKEN" '%1$s/api/v1/merchants/%2$s/order-report?date=%3$s&orders=none'   # the main service's own report
          %1$s/reports?date=%3$s   # the merchants' page; choose an account
          %1$s/docs   # every endpoint

        Press Ctrl+C to stop. The data stay in %4$s.
        """,
        address, busiest, yesterday, place.data());
    LiveTraffic.start(client, MERCHANTS, seed);
    return ServeCommand.KEEPS_RUNNING;
  }

  private void play(MochaClient client, LocalDate date) throws Exception {
    var day = new SimulatedDay(date, seed, MERCHANTS, orders);
    long begun = System.nanoTime();
    Path file = Files.createTempFile("mocha-demo", ".ndjson");
    try {
      try (var writer = new PrintWriter(Files.newBufferedWriter(file))) {
        day.merchants().forEach(writer::println);
        day.orders(writer::println);
      }
      HistoryFile.Result result = new HistoryFile(client, file, _ -> {}).send();
      if (result.refused() > 0) {
        throw new IllegalStateException(
            "%,d lines were refused, see %s.rejected.ndjson; does --data hold a demo with another --seed?"
                .formatted(result.refused(), file));
      }
      System.err.printf(
          "imported a day: %,d merchants, %,d orders, %,d events in %.1f s%n",
          MERCHANTS, orders, result.events(), (System.nanoTime() - begun) / 1e9);
    } finally {
      Files.delete(file);
    }
  }

  /** The report, once it is complete to the time of this call. */
  private static JsonNode caughtUp(MochaClient client, String merchant, LocalDate date)
      throws Exception {
    Instant now = Clock.systemUTC().instant();
    System.err.println("waiting for the report to be complete to " + now);
    while (true) {
      try {
        JsonNode report =
            client.get("/api/v1/merchants/%s/reports/daily/%s".formatted(merchant, date));
        if (!Instant.parse(report.path("completeTo").asText()).isBefore(now)) {
          return report;
        }
      } catch (MochaClient.Failed failed) {
        if (!failed.isNotFound()) {
          throw failed;
        }
        System.err.println("waiting for the merchant to reach the report tables");
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }
}
