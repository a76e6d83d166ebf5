package dev.mocha.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mocha dead-letters}: what streams could not take. */
@Command(
    name = "dead-letters",
    mixinStandardHelpOptions = true,
    description = "Lists, shows, retries or discards the records that streams could not take.")
public final class DeadLettersCommand implements Runnable {

  private static final String PATH = "/api/v1/dead-letters";
  private static final int SOMETHING_FAILED = 3;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do: list, show, retry, discard");
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists them, oldest first.")
  int list(
      @Option(names = "--stream", paramLabel = "NAME", description = "Of this stream alone.")
          @Nullable String stream,
      @Mixin Server server)
      throws Exception {
    String filter = stream == null ? "" : "&stream=" + encoded(stream);
    String after = "0";
    long count = 0;
    System.out.printf(
        "%8s  %-14s %-26s %-24s %s%n", "id", "stream", "position", "sequence", "reason");
    while (!after.isEmpty()) {
      JsonNode page = server.client().get(PATH + "?after=" + after + filter);
      for (JsonNode it : page.get("items")) {
        count++;
        System.out.printf(
            "%8d  %-14s %-26s %-24s %s%n",
            it.get("id").asLong(),
            it.get("stream").asText(),
            "%s-%d@%d"
                .formatted(
                    it.get("topic").asText(),
                    it.get("partition").asInt(),
                    it.get("offset").asLong()),
            it.get("sequence").asText("-"),
            it.get("reason").asText());
      }
      after = page.get("next").isNull() ? "" : page.get("next").asText();
    }
    System.out.printf("%,d dead letters%n", count);
    return 0;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows one as JSON, with everything its record held.")
  int show(@Parameters(paramLabel = "ID", description = "Its id.") long id, @Mixin Server server)
      throws Exception {
    System.out.println(
        JSON.writerWithDefaultPrettyPrinter()
            .writeValueAsString(server.client().get(PATH + "/" + id)));
    return 0;
  }

  /** Which letters. */
  static final class Choice {
    @Parameters(paramLabel = "ID", arity = "0..1", description = "Its id.")
    private @Nullable Long id;

    @Option(names = "--stream", paramLabel = "NAME", description = "All of a stream.")
    private @Nullable String stream;

    @Option(names = "--all", description = "All of all streams.")
    private boolean all;
  }

  @Command(
      name = "retry",
      mixinStandardHelpOptions = true,
      description = {
        "Hands a letter, and what waits behind it, to its stream again.",
        "Exit code 0 when all were taken, 3 when one failed again, 1 when it could not run."
      })
  int retry(@ArgGroup(multiplicity = "1") Choice choice, @Mixin Reason reason, @Mixin Server server)
      throws Exception {
    String path =
        choice.id != null
            ? PATH + "/" + choice.id + "/retry"
            : PATH
                + "/retry"
                + (choice.all || choice.stream == null ? "" : "?stream=" + encoded(choice.stream));
    return settle(path, reason, server);
  }

  @Command(
      name = "discard",
      mixinStandardHelpOptions = true,
      description = {
        "Gives a letter up, and hands what waits behind it to its stream.",
        "Exit code 0 when all went well, 3 when a waiting one failed, 1 when it could not run."
      })
  int discard(
      @Parameters(paramLabel = "ID", description = "Its id.") long id,
      @Mixin Reason reason,
      @Mixin Server server)
      throws Exception {
    return settle(PATH + "/" + id + "/discard", reason, server);
  }

  private static int settle(String path, Reason reason, Server server) throws Exception {
    JsonNode settled = server.client().post(path, reason.body());
    boolean failed = false;
    for (JsonNode it : settled.get("outcomes")) {
      failed |= it.get("result").asText().equals("FAILED");
      System.out.printf(
          "%8d  %s-%d@%d  %s %s%n",
          it.get("id").asLong(),
          it.get("topic").asText(),
          it.get("partition").asInt(),
          it.get("offset").asLong(),
          it.get("result").asText(),
          it.get("detail").asText());
    }
    System.out.printf(
        "%,d dead letters dealt with%s%n",
        settled.get("outcomes").size(),
        settled.get("dryRun").asBoolean() ? "; a dry run: nothing is changed" : "");
    return failed ? SOMETHING_FAILED : 0;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Who orders it and why, for the audit. */
  static final class Reason {

    @Option(names = "--reason", required = true, description = "Why; kept in the audit.")
    private String reason;

    @Option(
        names = "--by",
        defaultValue = "${sys:user.name}",
        description = "Who; ${DEFAULT-VALUE} by default.")
    private String by;

    @Option(names = "--dry-run", description = "Try everything, keep nothing.")
    private boolean dryRun;

    ObjectNode body() {
      return JSON.createObjectNode().put("by", by).put("reason", reason).put("dryRun", dryRun);
    }
  }
}
