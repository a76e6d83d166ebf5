package dev.mocha.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mocha.app.client.MochaClient;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mocha reconcile}: begins a reconciliation run and waits for its end. */
@Command(
    name = "reconcile",
    description = {
      "Compares the report tables with the main service's tables, merchant by merchant and day by"
          + " day, and prints what differs. With --repair it rebuilds days that differ from the"
          + " log.",
      "The run continues in the server after Ctrl+C; mocha reconciliations shows and cancels it."
    })
public final class ReconcileCommand implements Callable<Integer> {

  static final int DIFFERS = 3;

  private static final long FIRST_PAUSE_MILLIS = 300;
  private static final long MAX_PAUSE_MILLIS = 5_000;

  @Option(names = "--from", required = true, paramLabel = "DATE", description = "The first day.")
  private LocalDate from;

  @Option(
      names = "--to",
      paramLabel = "DATE",
      description = "The last day. Default: the first day.")
  private @Nullable LocalDate to;

  @Option(
      names = "--merchants",
      split = ",",
      paramLabel = "ID",
      description = "The merchants. Default: all.")
  private @Nullable List<String> merchants;

  @Option(
      names = "--rate",
      paramLabel = "ORDERS",
      converter = Rate.class,
      description = "The maximum number of orders a second. Default: mocha.reconciling.rate.")
  private @Nullable Integer rate;

  @Option(names = "--repair", description = "Rebuild days that differ.")
  private boolean repair;

  @Option(names = "--off-peak", description = "Work in the configured off-peak hours only.")
  private boolean offPeak;

  @Mixin private RequestedBy requestedBy;

  @Mixin private Server server;

  @Spec private CommandSpec command;

  private static final class Rate extends OptionTypes.Range {
    Rate() {
      super(1, 1_000_000);
    }
  }

  @Override
  public Integer call() throws Exception {
    LocalDate last = to == null ? from : to;
    if (last.isBefore(from)) {
      throw new ParameterException(command.commandLine(), "--to must not be before --from");
    }
    MochaClient client = server.client();
    ObjectNode body =
        requestedBy
            .body()
            .put("from", from.toString())
            .put("to", last.toString())
            .put("rate", rate)
            .put("repair", repair)
            .put("offPeak", offPeak);
    body.set("merchants", body.pojoNode(merchants));
    long id = client.post(ReconciliationsCommand.PATH, body).get("id").asLong();
    JsonNode run = awaitEnd(client, ReconciliationsCommand.PATH + "/" + id);
    ReconciliationsCommand.printFindings(client, id);
    ReconciliationsCommand.print(run);
    JsonNode stats = run.get("stats");
    if (stats.get("days").asLong() == 0) {
      System.err.println("no day has orders: check --from, --to and --merchants");
    }
    if (!run.get("state").asText().equals("done")) {
      return 1;
    }
    return stats.get("differing").asLong() > stats.get("repaired").asLong() ? DIFFERS : 0;
  }

  private static JsonNode awaitEnd(MochaClient client, String path)
      throws IOException, InterruptedException {
    var terminal = new ProgressLine();
    long pause = FIRST_PAUSE_MILLIS;
    JsonNode run = client.get(path);
    while (run.get("state").asText().equals("running")) {
      terminal.show(ReconciliationsCommand.stats(run));
      Thread.sleep(pause);
      pause = Math.min(MAX_PAUSE_MILLIS, pause + pause / 10);
      run = client.get(path);
    }
    terminal.end();
    return run;
  }
}
