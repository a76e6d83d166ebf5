package dev.mocha.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mocha.app.client.HistoryFile;
import dev.mocha.app.client.MochaClient;
import dev.mocha.app.demo.SimulatedDay;
import dev.mocha.app.demo.Trickle;
import dev.mocha.app.wiring.MochaApplication;
import dev.mocha.app.wiring.MochaApplication.DemoAccount;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
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

/** {@code mocha demo}: everything in one process, with a day of orders to look at. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Runs everything in one process on embedded servers, plays a simulated business day through"
            + " it, prints a report, and goes on with a trickle of live orders.")
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

  @Mixin private ServeCommand.Place place;

  @Option(
      names = "--orders",
      defaultValue = "20000",
      description = "How many orders the day has, ${DEFAULT-VALUE} by default.")
  private int orders;

  @Option(
      names = "--seed",
      defaultValue = "2018",
      description = "The same seed gives the same day, ${DEFAULT-VALUE} by default.")
  private long seed;

  @Override
  public Integer call() throws Exception {
    var context = MochaApplication.start(place.demo(ACCOUNTS), System.err::println);
    String address = ServeCommand.address(context);
    URI url = URI.create(address);
    var client = new MochaClient(url, Server.own(place.data(), url));
    LocalDate yesterday = SimulatedDay.lastOver(Clock.systemUTC().instant());
    play(client, new SimulatedDay(yesterday, seed, MERCHANTS, orders));
    String busiest = busiest(0);
    JsonNode report = caughtUp(client, busiest, yesterday);
    System.out.println();
    System.out.println(ReportTable.of(report));
    System.out.printf(
        """

        Mocha is ready at %1$s, and orders keep trickling in. Try, in another terminal or a browser:

          ./mocha report %2$s %3$s --url %1$s --data %4$s
          TOKEN=$(./mocha token --merchant %2$s --data %4$s)
          curl -s -H "Authorization: Bearer $TOKEN" '%1$s/api/v1/merchants/%2$s/reports/daily/%3$s?orders=none'
          curl -s -H "Authorization: Bearer $TOKEN" '%1$s/api/v1/merchants/%2$s/order-report?date=%3$s&orders=none'   # the old path
          %1$s/reports?date=%3$s   # the merchants' page; choose an account and look
          %1$s/docs   # every endpoint

        Press Ctrl+C to stop; the data stay in the folder of --data.
        """,
        address, busiest, yesterday, place.data());
    Trickle.start(client, MERCHANTS, seed);
    return ServeCommand.GOES_ON;
  }

  private static void play(MochaClient client, SimulatedDay day) throws Exception {
    long begun = System.nanoTime();
    HistoryFile.Result merchants = send(client, "merchants", day, true);
    HistoryFile.Result orders = send(client, "orders", day, false);
    double seconds = (System.nanoTime() - begun) / 1e9;
    System.err.printf(
        "played a day: %,d merchants, %,d orders, %,d events in %.1f s%n",
        merchants.imported() + merchants.unchanged(),
        orders.imported() + orders.unchanged(),
        orders.events(),
        seconds);
  }

  private static HistoryFile.Result send(
      MochaClient client, String name, SimulatedDay day, boolean merchants) throws Exception {
    Path file = Files.createTempFile("mocha-" + name, ".ndjson");
    try {
      try (BufferedWriter writer = Files.newBufferedWriter(file)) {
        if (merchants) {
          for (String line : day.merchants()) {
            writer.write(line + "\n");
          }
        } else {
          day.orders(line -> write(writer, line));
        }
      }
      HistoryFile.Result result = new HistoryFile(client, file, _ -> {}).send();
      if (result.refused() > 0) {
        throw new IllegalStateException(
            "%,d %s were refused, see %s.rejected.ndjson; is --data of a demo with another --seed?"
                .formatted(result.refused(), name, file));
      }
      return result;
    } finally {
      Files.delete(file);
    }
  }

  private static void write(BufferedWriter writer, String line) {
    try {
      writer.write(line + "\n");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The report as soon as it holds everything stored until now. */
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
        System.err.println("the merchant has not arrived at the reports yet");
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }
}
