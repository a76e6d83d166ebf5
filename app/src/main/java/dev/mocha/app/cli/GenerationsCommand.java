package dev.mocha.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mocha generations}: lists and changes the generations of projections. */
@Command(
    name = "generations",
    description = "Lists the generations of projections. Subcommands change one.")
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
      System.out.println(
          "  generation  state       version from             size      lag   differ  checksum     "
              + "     complete to");
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
        it.hasNonNull("lag") ? Fields.text("%,d", it, "lag") : "-",
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
      description =
          "Verifies a generation: compares it with its own orders and with the live generation, and"
              + " lists the differences. Reads every row.")
  int differences(
      @Parameters(paramLabel = "GENERATION", description = "Name of the generation.")
          String generation,
      @Mixin Server at)
      throws Exception {
    JsonNode found =
        at.client().get(PATH + "/daily-report/rebuilds/" + generation + "/differences");
    printDifferences(found);
    long differing = found.get("differingDays").asLong();
    System.out.println(Fields.count(differing, "day differs", "days differ"));
    return differing == 0 ? 0 : DIFFERS;
  }

  @Command(
      name = "promote",
      mixinStandardHelpOptions = true,
      description =
          "Makes a generation live: the named one, or the newest that is ready and newer than the"
              + " live one.")
  void promote(
      @Parameters(
              paramLabel = "GENERATION",
              arity = "0..1",
              description = "Name of the generation.")
          @Nullable String generation,
      @Option(names = "--force", description = "Promote it even if days differ.") boolean force,
      @Mixin RequestedBy requestedBy,
      @Mixin Server at)
      throws Exception {
    change("promote", requestedBy.body().put("generation", generation).put("force", force), at);
  }

  @Command(
      name = "cancel",
      mixinStandardHelpOptions = true,
      description = "Cancels the running rebuild, and drops its tables.")
  void cancel(@Mixin RequestedBy requestedBy, @Mixin Server at) throws Exception {
    change("cancel", requestedBy.body(), at);
  }

  @Command(
      name = "retire",
      mixinStandardHelpOptions = true,
      description =
          "Retires a generation, and drops its tables: the named one, or the previous one.")
  void retire(
      @Parameters(
              paramLabel = "GENERATION",
              arity = "0..1",
              description = "Name of the generation.")
          @Nullable String generation,
      @Option(
              names = "--force",
              description = "Retire it even if it is the live generation of another version.")
          boolean force,
      @Mixin RequestedBy requestedBy,
      @Mixin Server at)
      throws Exception {
    change("retire", requestedBy.body().put("generation", generation).put("force", force), at);
  }

  private static void change(String action, ObjectNode body, Server at) throws Exception {
    JsonNode now = at.client().post(PATH + "/daily-report/" + action, body);
    System.out.printf("%s is %s%n", now.get("id").asText(), words(now.get("state").asText()));
  }

  /** A state as words: {@code catching up}. */
  static String words(String state) {
    return state.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Prints days that differ, each with its fields. */
  static void printDifferences(JsonNode differences) {
    long unlisted = differences.get("differingDays").asLong() - differences.get("items").size();
    for (JsonNode day : differences.get("items")) {
      Fields.print("%s %s  (%s)", day, "merchantId", "date", "comparison");
      for (JsonNode field : day.get("fields")) {
        Fields.print("    %-40s %s | %s", field, "field", "left", "right");
      }
      if (day.get("moreFields").asInt() > 0) {
        System.out.printf(
            "    and %s more%n", Fields.count(day.get("moreFields").asLong(), "field", "fields"));
      }
    }
    if (unlisted > 0) {
      System.out.printf("and %s more%n", Fields.count(unlisted, "day", "days"));
    }
  }
}
