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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mocha rebuild}: rebuilds a projection, or days of a merchant. */
@Command(
    name = "rebuild",
    description = {
      "Rebuilds a projection from all events into a new generation beside the live one, and shows"
          + " the progress. With --merchant, rebuilds days of one merchant in the live generation.",
      "Ctrl+C ends the display only; the rebuild continues (mocha generations cancel ends it)."
    })
public final class RebuildCommand implements Callable<Integer> {

  private static final int DIFFERS = 3;

  @Parameters(paramLabel = "PROJECTION", description = "daily-report")
  private String projection;

  @Option(
      names = "--from",
      defaultValue = "log",
      paramLabel = "SOURCE",
      converter = Sources.class,
      description =
          "Where to read the events: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Source from;

  @Option(names = "--promote", description = "Make it live once it is verified.")
  private boolean promote;

  @Option(
      names = "--force",
      description = "Rebuild even if disk space is low, and promote even if days differ.")
  private boolean force;

  @Option(
      names = "--rate",
      paramLabel = "ENTRIES",
      converter = Rate.class,
      description =
          "The most entries per second, 0 for no limit; mocha.rebuilding.rate by default.")
  private @Nullable Integer rate;

  @Option(
      names = "--merchant",
      paramLabel = "ID",
      description = "Rebuild only days of this merchant.")
  private @Nullable String merchant;

  @Option(names = "--date", paramLabel = "DATE", description = "The first day.")
  private @Nullable LocalDate date;

  @Option(names = "--to", paramLabel = "DATE", description = "The last day; --date by default.")
  private @Nullable LocalDate to;

  @Mixin private RequestedBy requestedBy;

  @Mixin private Server server;

  @Spec private CommandSpec command;

  /** Where a rebuild reads the events from. */
  private enum Source {
    log,
    event_store;

    @Override
    public String toString() {
      return name().replace('_', '-');
    }
  }

  private static final class Sources extends OptionTypes.OneOf<Source> {
    Sources() {
      super(List.of(Source.values()));
    }
  }

  private static final class Rate extends OptionTypes.Range {
    Rate() {
      super(0, 10_000_000);
    }
  }

  @Override
  public Integer call() throws Exception {
    requireDays();
    MochaClient client = server.client();
    String path = "/api/v1/projections/" + projection + "/rebuilds";
    ObjectNode body =
        requestedBy
            .body()
            .put("from", from.toString())
            .put("promote", promote)
            .put("force", force)
            .put("rate", rate)
            .put("merchantId", merchant)
            .put("date", text(date))
            .put("to", text(to));
    JsonNode begun = client.post(path, body);
    if (merchant != null) {
      GenerationsCommand.printDifferences(begun);
      System.out.println(
          Fields.count(
              begun.get("differingDays").asLong(),
              "day differed and is repaired",
              "days differed and are repaired"));
      return 0;
    }
    return follow(client, path + "/" + begun.get("id").asText());
  }

  /** Days need a merchant, and a merchant needs days. */
  private void requireDays() {
    if (merchant != null && date == null) {
      throw new ParameterException(command.commandLine(), "--merchant needs --date");
    }
    if (merchant == null && (date != null || to != null)) {
      throw new ParameterException(command.commandLine(), "--date and --to need --merchant");
    }
    if (date != null && to != null && to.isBefore(date)) {
      throw new ParameterException(command.commandLine(), "--to must not be before --date");
    }
  }

  private static @Nullable String text(@Nullable LocalDate date) {
    return date == null ? null : date.toString();
  }

  private int follow(MochaClient client, String path) throws IOException, InterruptedException {
    var terminal = new ProgressLine();
    JsonNode now = client.get(path);
    while (isRunning(now)) {
      terminal.show(line(now));
      Thread.sleep(500);
      now = client.get(path);
    }
    terminal.end();
    String id = now.get("id").asText();
    String state = now.get("state").asText();
    switch (state) {
      case "LIVE" -> System.out.printf("%s is live%n", id);
      case "READY", "PREVIOUS" -> System.out.printf("%s is ready%n", id);
      default -> {
        System.err.printf(
            "%s is %s: %s%n", id, GenerationsCommand.words(state), now.get("failure").asText(""));
        return 1;
      }
    }
    long differing = now.get("differingDays").asLong();
    System.out.printf(
        "%s%s%n",
        Fields.count(differing, "day differs", "days differ"),
        differing == 0 ? "" : "; mocha generations differences " + id + " lists them");
    if (promote && !state.equals("LIVE")) {
      System.err.printf("%s is not promoted%n", id);
      return DIFFERS;
    }
    return 0;
  }

  /** A requested promotion comes a moment after the generation is ready. */
  private boolean isRunning(JsonNode now) {
    return switch (now.get("state").asText()) {
      case "BUILDING", "CATCHING_UP" -> true;
      case "READY" ->
          promote
              && now.get("failure").isNull()
              && (force || now.get("differingDays").asLong() == 0);
      default -> false;
    };
  }

  private static String line(JsonNode now) {
    long total = now.get("total").asLong();
    long done = now.get("done").asLong();
    String phase = GenerationsCommand.words(now.get("phase").asText());
    var line = new StringBuilder(now.get("id").asText() + ": " + phase);
    if (total > 0) {
      line.append("  %3d %%  %,d of %,d".formatted(100 * done / total, done, total));
    }
    if (now.get("throughput").asLong() > 0) {
      line.append(Fields.text("  %,d/s", now, "throughput"));
    }
    if (now.hasNonNull("secondsLeft")) {
      line.append(Fields.text("  %,d s left", now, "secondsLeft"));
    }
    if (now.hasNonNull("failure")) {
      line.append("  waits: ").append(now.get("failure").asText());
    }
    return line.toString();
  }
}
