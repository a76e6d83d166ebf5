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

/** {@code mocha dead-letters}: lists, shows, redelivers and discards dead letters. */
@Command(
    name = "dead-letters",
    description =
        "Lists, shows, retries or discards dead letters: records that a stream could not apply.")
public final class DeadLettersCommand implements Runnable {

  private static final String PATH = "/api/v1/dead-letters";
  private static final int ONE_FAILED = 3;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "give a command: list, show, retry or discard");
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists dead letters, oldest first.")
  void list(
      @Option(names = "--stream", paramLabel = "NAME", description = "Only of this stream.")
          @Nullable String stream,
      @Mixin Server server)
      throws Exception {
    String filter = stream == null ? "" : "&stream=" + encoded(stream);
    String after = "0";
    long count = 0;
    System.out.printf(
        "%8s  %-14s %-26s %-24s %s%n", "id", "stream", "offset", "sequence", "reason");
    while (!after.isEmpty()) {
      JsonNode page = server.client().get(PATH + "?after=" + after + filter);
      for (JsonNode it : page.get("items")) {
        count++;
        System.out.printf(
            "%8d  %-14s %-26s %-24s %s%n",
            it.get("id").asLong(),
            it.get("stream").asText(),
            Fields.text("%s-%d@%d", it, "topic", "partition", "offset"),
            it.get("sequence").asText("-"),
            it.get("reason").asText());
      }
      after = page.get("next").isNull() ? "" : page.get("next").asText();
    }
    System.out.println(Fields.count(count, "dead letter", "dead letters"));
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows a dead letter as JSON, with the key, value and headers of its record.")
  void show(@Parameters(paramLabel = "ID", description = "Its id.") long id, @Mixin Server server)
      throws Exception {
    System.out.println(server.client().get(PATH + "/" + id).toPrettyString());
  }

  /** The dead letters to retry. */
  static final class Choice {
    @Parameters(paramLabel = "ID", arity = "0..1", description = "Its id.")
    private @Nullable Long id;

    @Option(names = "--stream", paramLabel = "NAME", description = "All of this stream.")
    private @Nullable String stream;

    @Option(names = "--all", description = "All of every stream.")
    boolean all;
  }

  @Command(
      name = "retry",
      mixinStandardHelpOptions = true,
      description = "Redelivers a dead letter and the rest of its sequence.")
  int retry(
      @ArgGroup(multiplicity = "1") Choice choice,
      @Mixin RequestedBy requestedBy,
      @Mixin Server server)
      throws Exception {
    String one = choice.id == null ? "" : "/" + choice.id;
    String filter = choice.stream == null ? "" : "?stream=" + encoded(choice.stream);
    return post(PATH + one + "/retry" + filter, requestedBy, server);
  }

  @Command(
      name = "discard",
      mixinStandardHelpOptions = true,
      description = "Discards a dead letter and redelivers the rest of its sequence.")
  int discard(
      @Parameters(paramLabel = "ID", description = "Its id.") long id,
      @Mixin RequestedBy requestedBy,
      @Mixin Server server)
      throws Exception {
    return post(PATH + "/" + id + "/discard", requestedBy, server);
  }

  private static int post(String path, RequestedBy requestedBy, Server server) throws Exception {
    JsonNode answer = server.client().post(path, requestedBy.body());
    boolean failed = false;
    for (JsonNode it : answer.get("outcomes")) {
      failed |= it.get("result").asText().equals("FAILED");
      Fields.print(
          "%8d  %s-%d@%d  %s %s", it, "id", "topic", "partition", "offset", "result", "detail");
    }
    System.out.printf(
        "%s%s%n",
        Fields.count(answer.get("outcomes").size(), "outcome", "outcomes"),
        answer.get("dryRun").asBoolean() ? "; dry run: nothing is changed" : "");
    return failed ? ONE_FAILED : 0;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Who asks for it and why. */
  static final class RequestedBy {

    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why; kept in dead_letter_actions.")
    private String reason;

    @Option(
        names = "--by",
        defaultValue = "${sys:user.name}",
        paramLabel = "NAME",
        description = "Who; default: ${DEFAULT-VALUE}.")
    private String by;

    @Option(names = "--dry-run", description = "Try everything and change nothing.")
    private boolean dryRun;

    ObjectNode body() {
      return JSON.createObjectNode().put("by", by).put("reason", reason).put("dryRun", dryRun);
    }
  }
}
