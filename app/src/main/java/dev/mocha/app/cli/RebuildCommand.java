package dev.mocha.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mocha.app.client.MochaClient;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mocha rebuild}: builds a projection anew from all events. */
@Command(
    name = "rebuild",
    mixinStandardHelpOptions = true,
    description = {
      "Builds the next generation of a projection beside the live one, with its progress, or with"
          + " --merchant computes days of one merchant anew in the live one.",
      "Ctrl+C leaves the rebuild at work. Exit code 0 when the generation is ready (and promoted,"
          + " if asked), 3 when days differ and it is not promoted, 1 when it could not be built."
    })
public final class RebuildCommand implements Callable<Integer> {

  private static final int DIFFERS = 3;

  @Parameters(paramLabel = "PROJECTION", description = "daily-report")
  private String projection;

  @Option(
      names = "--from",
      defaultValue = "log",
      description = "log or event-store; ${DEFAULT-VALUE} by default.")
  private String from;

  @Option(names = "--promote", description = "Let it answer as soon as it is proven.")
  private boolean promote;

  @Option(names = "--force", description = "Whatever differs, and however little disk there is.")
  private boolean force;

  @Option(
      names = "--rate",
      paramLabel = "EVENTS",
      description = "The most events a second, 0 for no limit; as configured by default.")
  private @Nullable Integer rate;

  @Option(names = "--merchant", paramLabel = "ID", description = "Only days of this merchant.")
  private @Nullable String merchant;

  @Option(names = "--date", paramLabel = "DATE", description = "The first of these days.")
  private @Nullable String date;

  @Option(names = "--to", paramLabel = "DATE", description = "The last of them; --date by default.")
  private @Nullable String to;

  @Mixin private RequestedBy ordered;

  @Mixin private Server server;

  @Override
  public Integer call() throws Exception {
    MochaClient client = server.client();
    String path = "/api/v1/projections/" + projection + "/rebuilds";
    ObjectNode body =
        ordered
            .body()
            .put("from", from)
            .put("promote", promote)
            .put("force", force)
            .put("rate", rate)
            .put("merchantId", merchant)
            .put("date", date)
            .put("to", to);
    JsonNode begun = client.post(path, body);
    if (merchant != null) {
      Differences.print(begun);
      System.out.printf("%,d differed and are right now%n", begun.get("days").asLong());
      return 0;
    }
    return follow(client, path + "/" + begun.get("id").asText());
  }

  private int follow(MochaClient client, String path) throws IOException, InterruptedException {
    var terminal = new ProgressLine();
    JsonNode now = client.get(path);
    while (isAtWork(now)) {
      terminal.show(line(now));
      Thread.sleep(500);
      now = client.get(path);
    }
    terminal.end();
    String id = now.get("id").asText();
    String state = now.get("state").asText();
    switch (state) {
      case "LIVE" -> System.out.printf("%s is ready and answers%n", id);
      case "READY", "FORMER" -> System.out.printf("%s is ready%n", id);
      default -> {
        System.err.printf("%s is %s: %s%n", id, state, now.get("failure").asText(""));
        return 1;
      }
    }
    long differing = now.get("differingDays").asLong();
    System.out.printf(
        "%,d days differ%s%n",
        differing, differing == 0 ? "" : "; mocha generations differences " + id + " lists them");
    if (promote && !state.equals("LIVE")) {
      System.err.printf("%s is not promoted%n", id);
      return DIFFERS;
    }
    return 0;
  }

  /** A promotion that was asked for comes a moment after the generation is ready. */
  private boolean isAtWork(JsonNode now) {
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
    String phase = now.get("phase").asText().toLowerCase(Locale.ROOT).replace('_', ' ');
    var line = new StringBuilder(now.get("id").asText()).append(": ").append(phase);
    if (total > 0) {
      line.append("  %3d %%  %,d of %,d".formatted(100 * done / total, done, total));
    }
    if (now.get("rate").asLong() > 0) {
      line.append("  %,d/s".formatted(now.get("rate").asLong()));
    }
    if (now.hasNonNull("secondsLeft")) {
      line.append("  %,d s left".formatted(now.get("secondsLeft").asLong()));
    }
    if (now.hasNonNull("failure")) {
      line.append("  waits: ").append(now.get("failure").asText());
    }
    return line.toString();
  }
}
