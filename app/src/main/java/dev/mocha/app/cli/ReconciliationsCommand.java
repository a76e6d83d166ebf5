package dev.mocha.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mocha.app.client.MochaClient;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code mocha reconciliations}: lists reconciliation runs, shows findings, cancels a run. */
@Command(
    name = "reconciliations",
    description =
        "Lists the reconciliation runs, the latest first. Subcommands show the findings of a run"
            + " and cancel a run.")
public final class ReconciliationsCommand implements Callable<Integer> {

  static final String PATH = "/api/v1/reconciliations";
  private static final int PAGE = 500;

  @Mixin private Server server;

  @Override
  public Integer call() throws Exception {
    JsonNode runs = server.client().get(PATH).get("items");
    if (runs.isEmpty()) {
      System.out.println("no reconciliations");
    }
    runs.forEach(ReconciliationsCommand::print);
    return 0;
  }

  @Command(
      name = "differences",
      mixinStandardHelpOptions = true,
      description = "Shows the findings of a run.")
  int differences(
      @Parameters(paramLabel = "ID", description = "The number of the run.") long id,
      @Mixin Server at)
      throws Exception {
    int found = printFindings(at.client(), id);
    System.out.printf("%,d found%n", found);
    return found == 0 ? 0 : ReconcileCommand.DIFFERS;
  }

  @Command(
      name = "cancel",
      mixinStandardHelpOptions = true,
      description = "Cancels a run after its current page.")
  void cancel(
      @Parameters(paramLabel = "ID", description = "The number of the run.") long id,
      @Mixin RequestedBy requestedBy,
      @Mixin Server at)
      throws Exception {
    print(at.client().post(PATH + "/" + id + "/cancel", requestedBy.body()));
  }

  static void print(JsonNode run) {
    String by =
        run.hasNonNull("cancelledBy")
            ? Fields.text(" by %s (%s)", run, "cancelledBy", "cancelledBecause")
            : "";
    System.out.printf(
        "%s%s: %s%n",
        Fields.text("reconciliation %d, %s to %s, is %s", run, "id", "from", "to", "state"),
        by,
        stats(run));
  }

  static String stats(JsonNode run) {
    JsonNode stats = run.get("stats");
    return "%s, %s, %s; %s"
        .formatted(
            Fields.count(stats.get("merchants").asLong(), "merchant", "merchants"),
            Fields.count(stats.get("days").asLong(), "day", "days"),
            Fields.count(stats.get("orders").asLong(), "order", "orders"),
            Fields.text(
                "%,d differed, %,d repaired, %,d unstable",
                stats, "differing", "repaired", "unstable"));
  }

  /** Prints the findings and returns how many there are. */
  static int printFindings(MochaClient client, long id) throws IOException, InterruptedException {
    int printed = 0;
    JsonNode page;
    do {
      page =
          client
              .get("%s/%d/differences?skip=%d&limit=%d".formatted(PATH, id, printed, PAGE))
              .get("items");
      page.forEach(ReconciliationsCommand::printFinding);
      printed += page.size();
    } while (page.size() == PAGE);
    return printed;
  }

  private static void printFinding(JsonNode finding) {
    System.out.printf(
        "%s %s: %s, %s%s%n",
        finding.get("merchantId").asText(),
        finding.get("date").asText("terms"),
        finding.get("outcome").asText(),
        Fields.count(finding.get("fieldCount").asLong(), "field", "fields"),
        finding.hasNonNull("remark") ? "; " + finding.get("remark").asText() : "");
    for (JsonNode field : finding.get("fields")) {
      Fields.print("    %-40s operational %s | report %s", field, "field", "operational", "report");
    }
  }
}
