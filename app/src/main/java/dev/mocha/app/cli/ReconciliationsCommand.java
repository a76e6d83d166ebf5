package dev.mocha.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mocha.app.client.MochaClient;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code mocha reconciliations}: those that {@code mocha reconcile} or the night has begun. */
@Command(
    name = "reconciliations",
    mixinStandardHelpOptions = true,
    description =
        "Lists reconciliations, the latest first; or tells what one found, or cancels it.")
public final class ReconciliationsCommand implements Callable<Integer> {

  static final String PATH = "/api/v1/reconciliations";
  private static final int LISTED = 500;
  private static final int DIFFERS = 3;

  @Mixin private Server server;

  @Override
  public Integer call() throws Exception {
    JsonNode begun = server.client().get(PATH).get("items");
    if (begun.isEmpty()) {
      System.out.println("no reconciliations");
    }
    begun.forEach(ReconciliationsCommand::print);
    return 0;
  }

  @Command(
      name = "differences",
      mixinStandardHelpOptions = true,
      description = {
        "What a reconciliation has found. Exit code 0 when it is nothing, 3 when it is something."
      })
  int differences(
      @Parameters(paramLabel = "ID", description = "Its number.") long id, @Mixin Server at)
      throws Exception {
    int found = printDifferences(at.client(), id);
    System.out.printf("%,d found%n", found);
    return found == 0 ? 0 : DIFFERS;
  }

  @Command(
      name = "cancel",
      mixinStandardHelpOptions = true,
      description = "Ends a reconciliation after its present step.")
  int cancel(
      @Parameters(paramLabel = "ID", description = "Its number.") long id,
      @Mixin RequestedBy ordered,
      @Mixin Server at)
      throws Exception {
    print(at.client().post(PATH + "/" + id + "/cancel", ordered.body()));
    return 0;
  }

  static void print(JsonNode it) {
    JsonNode seen = it.get("seen");
    System.out.printf(
        "reconciliation %d, %s to %s, is %s%s: %,d merchants, %,d days, %,d orders; %,d differed,"
            + " %,d healed, %,d kept changing%n",
        it.get("id").asLong(),
        it.get("from").asText(),
        it.get("to").asText(),
        it.get("state").asText(),
        it.hasNonNull("cancelledBy")
            ? " by %s (%s)"
                .formatted(it.get("cancelledBy").asText(), it.get("cancelledBecause").asText())
            : "",
        seen.get("merchants").asLong(),
        seen.get("days").asLong(),
        seen.get("orders").asLong(),
        seen.get("differing").asLong(),
        seen.get("healed").asLong(),
        seen.get("moving").asLong());
  }

  /** Prints what was found and tells how many days and terms that were. */
  static int printDifferences(MochaClient client, long id)
      throws IOException, InterruptedException {
    int printed = 0;
    JsonNode found;
    do {
      found =
          client
              .get("%s/%d/differences?skip=%d&limit=%d".formatted(PATH, id, printed, LISTED))
              .get("items");
      found.forEach(ReconciliationsCommand::printDifference);
      printed += found.size();
    } while (found.size() == LISTED);
    return printed;
  }

  private static void printDifference(JsonNode finding) {
    System.out.printf(
        "%s %s: %s, %d fields%s%n",
        finding.get("merchantId").asText(),
        finding.get("date").asText("terms"),
        finding.get("outcome").asText(),
        finding.get("differing").asInt(),
        finding.hasNonNull("remark") ? "; " + finding.get("remark").asText() : "");
    for (JsonNode field : finding.get("fields")) {
      System.out.printf(
          "    %-40s main service %s | report %s%n",
          field.get("field").asText(), field.get("left").asText(), field.get("right").asText());
    }
  }
}
