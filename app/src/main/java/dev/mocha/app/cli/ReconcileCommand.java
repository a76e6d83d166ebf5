package dev.mocha.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mocha.app.client.MochaClient;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mocha reconcile}: holds the report tables against the operational tables. */
@Command(
    name = "reconcile",
    mixinStandardHelpOptions = true,
    description = {
      "Holds the report tables against the main service's tables, merchant by merchant and day by"
          + " day, and with --repair computes days anew that differ.",
      "Ctrl+C leaves it at work; mocha reconciliations shows and cancels it. Exit code 0 when"
          + " nothing differs any more, 3 when something does, 1 when it was cancelled."
    })
public final class ReconcileCommand implements Callable<Integer> {

  private static final int DIFFERS = 3;
  private static final long FIRST_LOOK_MILLIS = 300;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  @Option(names = "--from", required = true, paramLabel = "DATE", description = "The first day.")
  private String from;

  @Option(names = "--to", paramLabel = "DATE", description = "The last day; --from by default.")
  private @Nullable String to;

  @Option(
      names = "--merchants",
      split = ",",
      paramLabel = "ID",
      description = "Only these; all by default.")
  private @Nullable List<String> merchants;

  @Option(
      names = "--rate",
      paramLabel = "ORDERS",
      description = "The most orders a second; as configured by default.")
  private @Nullable Integer rate;

  @Option(names = "--repair", description = "Compute days anew that differ.")
  private boolean repair;

  @Option(names = "--off-peak", description = "Go on only in the hours that are configured for it.")
  private boolean offPeak;

  @Mixin private RequestedBy ordered;

  @Mixin private Server server;

  @Override
  public Integer call() throws Exception {
    MochaClient client = server.client();
    ObjectNode body =
        ordered
            .body()
            .put("from", from)
            .put("to", to == null ? from : to)
            .put("rate", rate)
            .put("repair", repair)
            .put("offPeak", offPeak);
    body.set("merchants", body.pojoNode(merchants));
    long id = client.post(ReconciliationsCommand.PATH, body).get("id").asLong();
    JsonNode now = ended(client, ReconciliationsCommand.PATH + "/" + id);
    ReconciliationsCommand.printDifferences(client, id);
    ReconciliationsCommand.print(now);
    JsonNode seen = now.get("seen");
    if (seen.get("days").asLong() == 0) {
      System.err.println("no day with orders was found: are days and merchants right?");
    }
    if (!now.get("state").asText().equals("done")) {
      return 1;
    }
    return seen.get("differing").asLong() > seen.get("healed").asLong() ? DIFFERS : 0;
  }

  private static JsonNode ended(MochaClient client, String path)
      throws IOException, InterruptedException {
    var terminal = new ProgressLine();
    long pause = FIRST_LOOK_MILLIS;
    JsonNode now = client.get(path);
    while (now.get("state").asText().equals("running")) {
      JsonNode seen = now.get("seen");
      terminal.show(
          "%,d merchants, %,d days, %,d orders; %,d differ"
              .formatted(
                  seen.get("merchants").asLong(),
                  seen.get("days").asLong(),
                  seen.get("orders").asLong(),
                  seen.get("differing").asLong()));
      Thread.sleep(pause);
      pause = Math.min(LONGEST_PAUSE_MILLIS, pause + pause / 10);
      now = client.get(path);
    }
    terminal.end();
    return now;
  }
}
