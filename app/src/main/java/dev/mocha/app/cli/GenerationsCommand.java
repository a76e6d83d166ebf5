package dev.mocha.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mocha generations}: the generations of projections. */
@Command(
    name = "generations",
    mixinStandardHelpOptions = true,
    description = "Lists the generations of projections; or compares, promotes, retires one.")
public final class GenerationsCommand implements Callable<Integer> {

  private static final String PATH = "/api/v1/projections";
  private static final int DIFFERS = 3;

  @Mixin private Server server;

  @Override
  public Integer call() throws Exception {
    for (JsonNode projection : server.client().get(PATH).get("items")) {
      System.out.printf(
          "%s, version %d, live %s%n",
          projection.get("name").asText(),
          projection.get("version").asInt(),
          projection.get("live").asText("-"));
      System.out.printf(
          "  %-11s %-11s %-7s %-11s %9s %8s %8s  %-16s  %s%n",
          "generation",
          "state",
          "version",
          "from",
          "size",
          "lag",
          "differ",
          "checksum",
          "complete to");
      projection.get("generations").forEach(GenerationsCommand::print);
    }
    return 0;
  }

  private static void print(JsonNode it) {
    System.out.printf(
        "  %-11s %-11s %-7d %-11s %9s %8s %8s  %-16s  %s%n",
        it.get("id").asText(),
        it.get("state").asText(),
        it.get("version").asInt(),
        it.get("source").asText(),
        it.hasNonNull("bytes") ? "%,d MB".formatted(it.get("bytes").asLong() >> 20) : "-",
        it.hasNonNull("lag") ? "%,d".formatted(it.get("lag").asLong()) : "-",
        it.get("differingDays").asText("-"),
        it.get("checksum").asText("-"),
        it.get("completeTo").asText("-"));
    if (it.hasNonNull("failure")) {
      System.out.printf("  %-11s %s%n", "", it.get("failure").asText());
    }
  }

  @Command(
      name = "differences",
      mixinStandardHelpOptions = true,
      description = {
        "Compares a generation with its own rows and with the live one, and lists what differs.",
        "Exit code 0 when nothing does, 3 when something does."
      })
  int differences(
      @Parameters(paramLabel = "GENERATION", description = "Its name.") String generation,
      @Mixin Server at)
      throws Exception {
    JsonNode found =
        at.client().get(PATH + "/daily-report/rebuilds/" + generation + "/differences");
    Differences.print(found);
    System.out.printf("%,d days differ%n", found.get("days").asLong());
    return found.get("days").asLong() == 0 ? 0 : DIFFERS;
  }

  @Command(
      name = "promote",
      mixinStandardHelpOptions = true,
      description = {
        "Lets a generation answer; where none is named the newest that is ready,",
        "if it is newer than the live one."
      })
  int promote(
      @Parameters(paramLabel = "GENERATION", arity = "0..1", description = "Its name.")
          @Nullable String generation,
      @Option(names = "--force", description = "Whatever differs.") boolean force,
      @Mixin RequestedBy ordered,
      @Mixin Server at)
      throws Exception {
    return order("promote", ordered.body().put("generation", generation).put("force", force), at);
  }

  @Command(
      name = "cancel",
      mixinStandardHelpOptions = true,
      description = "Ends the rebuild that is at work.")
  int cancel(@Mixin RequestedBy ordered, @Mixin Server at) throws Exception {
    return order("cancel", ordered.body(), at);
  }

  @Command(
      name = "retire",
      mixinStandardHelpOptions = true,
      description = "Gives a generation up; the former one where none is named.")
  int retire(
      @Parameters(paramLabel = "GENERATION", arity = "0..1", description = "Its name.")
          @Nullable String generation,
      @Option(names = "--force", description = "Though another version answers from it.")
          boolean force,
      @Mixin RequestedBy ordered,
      @Mixin Server at)
      throws Exception {
    return order("retire", ordered.body().put("generation", generation).put("force", force), at);
  }

  private static int order(String what, ObjectNode body, Server at) throws Exception {
    JsonNode now = at.client().post(PATH + "/daily-report/" + what, body);
    System.out.printf("%s is %s%n", now.get("id").asText(), now.get("state").asText());
    return 0;
  }
}
