package dev.mocha.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mocha switch}: which path answers merchants' apps. */
@Command(
    name = "switch",
    mixinStandardHelpOptions = true,
    description = "Shows and moves the switch between the old report and the new one.")
public final class SwitchCommand implements Callable<Integer> {

  private static final String PATH = "/api/v1/switch";
  private static final int DIFFERS = 3;
  private static final String TERM = "Only where it stands at this term, as status tells it.";

  @Mixin private Server server;

  @Override
  public Integer call() throws Exception {
    return status(server);
  }

  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description = "How the switch stands, and what was seen of both paths since.")
  int status(@Mixin Server at) throws Exception {
    print(at.client().get(PATH));
    return 0;
  }

  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description = "Sets which path answers: old, shadow, ramp, new or new-only.")
  int set(
      @Parameters(paramLabel = "MODE", description = "old, shadow, ramp, new or new-only.")
          String mode,
      @Option(names = "--share", description = "Percent of the merchants, in the mode ramp.")
          @Nullable Integer share,
      @Option(
              names = "--always",
              split = ",",
              description =
                  "Merchants that the new path answers in the mode ramp; \"\" for none any more.")
          @Nullable List<String> always,
      @Option(
              names = "--never",
              split = ",",
              description = "Merchants that it does not answer then.")
          @Nullable List<String> never,
      @Option(
              names = "--automatic",
              negatable = true,
              description = "The gate takes the steps by itself, or with --no-automatic does not.")
          @Nullable Boolean automatic,
      @Option(names = "--term", description = TERM) @Nullable Long term,
      @Mixin RequestedBy ordered,
      @Mixin Server at)
      throws Exception {
    ObjectNode body =
        ordered
            .body()
            .put("mode", mode)
            .put("share", share)
            .put("automatic", automatic)
            .put("term", term);
    body.set("always", body.pojoNode(ids(always)));
    body.set("never", body.pojoNode(ids(never)));
    print(at.client().post(PATH, body));
    return 0;
  }

  private static @Nullable List<String> ids(@Nullable List<String> given) {
    return given == null ? null : given.stream().filter(it -> !it.isBlank()).toList();
  }

  @Command(
      name = "ramp",
      mixinStandardHelpOptions = true,
      description = "Takes the next step of the ramp.")
  int ramp(
      @Option(names = "--share", description = "Percent of the merchants instead.")
          @Nullable Integer share,
      @Option(
              names = "--automatic",
              negatable = true,
              description =
                  "The gate takes the other steps by itself, or with --no-automatic does not.")
          @Nullable Boolean automatic,
      @Option(names = "--term", description = TERM) @Nullable Long term,
      @Mixin RequestedBy ordered,
      @Mixin Server at)
      throws Exception {
    ObjectNode body =
        ordered.body().put("share", share).put("automatic", automatic).put("term", term);
    print(at.client().post(PATH + "/ramp", body));
    return 0;
  }

  @Command(
      name = "rollback",
      mixinStandardHelpOptions = true,
      description = "Lets the old path answer everybody, at once.")
  int rollback(@Mixin RequestedBy ordered, @Mixin Server at) throws Exception {
    print(at.client().post(PATH + "/rollback", ordered.body()));
    return 0;
  }

  @Command(
      name = "mismatches",
      mixinStandardHelpOptions = true,
      description = {
        "Lists answers that differed, the latest first.",
        "Exit code 0 when there are none, 3 when there are."
      })
  int mismatches(
      @Option(names = "--kind", description = "late, boundary, rounding, missing or wrong.")
          @Nullable String kind,
      @Mixin Server at)
      throws Exception {
    JsonNode found =
        at.client().get(PATH + "/mismatches" + (kind == null ? "" : "?kind=" + kind)).get("items");
    for (JsonNode it : found) {
      System.out.printf(
          "%s  %s of %s: %s, %d fields%n",
          it.get("at").asText(),
          it.get("date").asText(),
          it.get("merchantId").asText(),
          it.get("kind").asText(),
          it.get("differing").asInt());
      for (JsonNode field : it.get("fields")) {
        System.out.printf(
            "    %s: old %s, new %s%n",
            field.get("path").asText(),
            field.get("old").asText("absent"),
            field.get("young").asText("absent"));
      }
    }
    if (found.isEmpty()) {
      System.out.println("no answers that differed");
      return 0;
    }
    return DIFFERS;
  }

  @Command(
      name = "changes",
      mixinStandardHelpOptions = true,
      description = "What was done with the switch, the latest first.")
  int changes(@Mixin Server at) throws Exception {
    JsonNode made = at.client().get(PATH + "/changes").get("items");
    if (made.isEmpty()) {
      System.out.println("no changes");
    }
    for (JsonNode it : made) {
      System.out.printf(
          "%s  %s -> %s, by %s: %s%n",
          it.get("at").asText(),
          all(it.get("was")),
          all(it.get("became")),
          it.get("by").asText(),
          it.get("reason").asText());
    }
    return 0;
  }

  private static String words(JsonNode setting) {
    String mode = setting.get("mode").asText();
    return mode.equals("ramp") ? "ramp %d%%".formatted(setting.get("share").asInt()) : mode;
  }

  /** With everything that a change may be about. */
  private static String all(JsonNode setting) {
    return words(setting)
        + (setting.get("automatic").asBoolean() ? " automatic" : "")
        + (setting.get("always").isEmpty() ? "" : " always " + ids(setting.get("always")))
        + (setting.get("never").isEmpty() ? "" : " never " + ids(setting.get("never")));
  }

  private static String ids(JsonNode merchants) {
    return merchants.valueStream().map(JsonNode::asText).collect(Collectors.joining(","));
  }

  private static void print(JsonNode it) {
    JsonNode evidence = it.get("evidence");
    System.out.printf(
        "%s since %s, term %d%s%n",
        words(it.get("setting")),
        it.get("since").asText(),
        it.get("term").asLong(),
        it.get("setting").get("automatic").asBoolean() ? ", automatic" : "");
    if (it.get("setting").get("mode").asText().equals("ramp")) {
      printIds("always new", it.get("setting").get("always"));
      printIds("never new", it.get("setting").get("never"));
    }
    System.out.printf(
        "  compared   %,d, alike %,d; the rate of matches is above %.3f%%%n",
        evidence.get("compared").asLong(),
        evidence.get("alike").asLong(),
        100 * evidence.get("matchRateAtLeast").asDouble());
    evidence
        .get("differing")
        .properties()
        .forEach(
            kind -> {
              if (kind.getValue().asLong() > 0) {
                System.out.printf("  %-10s %,d%n", kind.getKey(), kind.getValue().asLong());
              }
            });
    print("old", evidence.get("old"));
    print("new", evidence.get("young"));
    System.out.printf(
        "  fell back  %,d; not compared: %,d too many, %,d changing%n",
        evidence.get("fellBack").asLong(),
        evidence.get("shed").asLong(),
        evidence.get("moving").asLong());
    System.out.printf("  gate       %s%n", it.get("gate").get("verdict").asText());
    it.get("gate").get("reasons").forEach(reason -> System.out.println("    " + reason.asText()));
  }

  private static void printIds(String what, JsonNode ids) {
    if (!ids.isEmpty()) {
      System.out.printf("  %-10s %s%n", what, ids(ids));
    }
  }

  private static void print(String name, JsonNode path) {
    System.out.printf(
        "  %-10s asked %,d, failed %,d, stale %,d; p50 %.1f ms, p95 %.1f ms, p99 %.1f ms%n",
        name,
        path.get("asked").asLong(),
        path.get("failed").asLong(),
        path.get("stale").asLong(),
        path.get("p50Millis").asDouble(),
        path.get("p95Millis").asDouble(),
        path.get("p99Millis").asDouble());
  }
}
