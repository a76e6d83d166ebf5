package dev.mocha.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mocha switch}: shows and moves the switch. */
@Command(
    name = "switch",
    description = {
      "Shows and moves the switch between the primary, the main service's own report, and the"
          + " candidate, the report from the report tables.",
      "Without a command: status."
    })
public final class SwitchCommand implements Callable<Integer> {

  private static final String PATH = "/api/v1/switch";
  private static final int MISMATCHES = 3;
  private static final String EXPECTED_EPOCH =
      "Fails when the switch is in another epoch than this one, which status shows.";

  @Mixin private Server server;

  @Spec private CommandSpec command;

  /** The kinds of mismatches. */
  private enum MismatchKind {
    value,
    missing,
    boundary,
    rounding,
    late
  }

  private enum Mode {
    primary,
    shadow,
    ramp,
    candidate,
    candidate_only;

    @Override
    public String toString() {
      return name().replace('_', '-');
    }
  }

  private static final class Modes extends OptionTypes.OneOf<Mode> {
    Modes() {
      super(List.of(Mode.values()));
    }
  }

  private static final class Share extends OptionTypes.Range {
    Share() {
      super(0, 100);
    }
  }

  private static final class NextShare extends OptionTypes.Range {
    NextShare() {
      super(1, 100);
    }
  }

  @Override
  public Integer call() throws Exception {
    status(server);
    return 0;
  }

  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description = "Shows the setting, the statistics of this epoch, and the verdict of the gate.")
  void status(@Mixin Server at) throws Exception {
    print(at.client().get(PATH));
  }

  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description = {
        "Sets which path answers merchants' apps.",
        "primary: the primary, without a comparison.",
        "shadow: the primary; the candidate is compared.",
        "ramp: the candidate for a share of the merchants, the primary when it fails.",
        "candidate: the candidate, the primary when it fails.",
        "candidate-only: the candidate, without a fallback."
      })
  void set(
      @Parameters(
              paramLabel = "MODE",
              converter = Modes.class,
              description = "One of ${COMPLETION-CANDIDATES}.")
          Mode mode,
      @Option(
              names = "--share",
              paramLabel = "PERCENT",
              converter = Share.class,
              description = "Percent of the merchants, 0 to 100, in the mode ramp.")
          @Nullable Integer share,
      @Option(
              names = "--always",
              paramLabel = "ID",
              split = ",",
              description =
                  "Merchants that the candidate always answers in the mode ramp; \"\" for none.")
          @Nullable List<String> always,
      @Option(
              names = "--never",
              paramLabel = "ID",
              split = ",",
              description =
                  "Merchants that the candidate never answers in the mode ramp; \"\" for none.")
          @Nullable List<String> never,
      @Option(
              names = "--automatic",
              negatable = true,
              description = "The gate advances the ramp; with --no-automatic it does not.")
          @Nullable Boolean automatic,
      @Option(names = "--expected-epoch", paramLabel = "EPOCH", description = EXPECTED_EPOCH)
          @Nullable Long expectedEpoch,
      @Mixin RequestedBy requestedBy,
      @Mixin Server at)
      throws Exception {
    if (share != null && mode != Mode.ramp) {
      throw new ParameterException(
          command.commandLine().getSubcommands().get("set"), "--share is for the mode ramp");
    }
    ObjectNode body =
        requestedBy
            .body()
            .put("mode", mode.toString())
            .put("share", share)
            .put("automatic", automatic)
            .put("expectedEpoch", expectedEpoch);
    body.set("always", body.pojoNode(ids(always)));
    body.set("never", body.pojoNode(ids(never)));
    print(at.client().post(PATH, body));
  }

  private static @Nullable List<String> ids(@Nullable List<String> given) {
    return given == null ? null : given.stream().filter(it -> !it.isBlank()).toList();
  }

  @Command(
      name = "ramp",
      mixinStandardHelpOptions = true,
      description = "Takes the next step of the ramp, whatever the gate decides.")
  void ramp(
      @Option(
              names = "--share",
              paramLabel = "PERCENT",
              converter = NextShare.class,
              description = "Percent of the merchants, 1 to 100, instead of the next step.")
          @Nullable Integer share,
      @Option(
              names = "--automatic",
              negatable = true,
              description = "The gate takes the further steps; with --no-automatic it does not.")
          @Nullable Boolean automatic,
      @Option(names = "--expected-epoch", paramLabel = "EPOCH", description = EXPECTED_EPOCH)
          @Nullable Long expectedEpoch,
      @Mixin RequestedBy requestedBy,
      @Mixin Server at)
      throws Exception {
    ObjectNode body =
        requestedBy
            .body()
            .put("share", share)
            .put("automatic", automatic)
            .put("expectedEpoch", expectedEpoch);
    print(at.client().post(PATH + "/ramp", body));
  }

  @Command(
      name = "rollback",
      mixinStandardHelpOptions = true,
      description = "Returns all merchants to the primary, at once and from any mode.")
  void rollback(@Mixin RequestedBy requestedBy, @Mixin Server at) throws Exception {
    print(at.client().post(PATH + "/rollback", requestedBy.body()));
  }

  @Command(
      name = "mismatches",
      mixinStandardHelpOptions = true,
      description = "Lists samples of mismatches, the latest first.")
  int mismatches(
      @Option(
              names = "--kind",
              paramLabel = "KIND",
              description = "Only of this kind: ${COMPLETION-CANDIDATES}.")
          @Nullable MismatchKind kind,
      @Mixin Server at)
      throws Exception {
    JsonNode mismatches =
        at.client().get(PATH + "/mismatches" + (kind == null ? "" : "?kind=" + kind)).get("items");
    for (JsonNode it : mismatches) {
      System.out.printf(
          "%s, %s%n",
          Fields.text("%s  %s of %s: %s", it, "at", "date", "merchantId", "kind"),
          Fields.count(it.get("differingFields").asLong(), "field", "fields"));
      for (JsonNode field : it.get("fields")) {
        System.out.printf(
            "    %s: primary %s, candidate %s%n",
            field.get("field").asText(),
            field.get("primary").asText("absent"),
            field.get("candidate").asText("absent"));
      }
    }
    if (mismatches.isEmpty()) {
      System.out.println("no mismatches");
      return 0;
    }
    return MISMATCHES;
  }

  @Command(
      name = "changes",
      mixinStandardHelpOptions = true,
      description = "Lists the changes of the switch, the latest first.")
  void changes(@Mixin Server at) throws Exception {
    JsonNode changes = at.client().get(PATH + "/changes").get("items");
    if (changes.isEmpty()) {
      System.out.println("no changes");
    }
    for (JsonNode it : changes) {
      System.out.printf(
          "%s  %s -> %s, by %s: %s%n",
          it.get("at").asText(),
          all(it.get("from")),
          all(it.get("to")),
          it.get("by").asText(),
          it.get("reason").asText());
    }
  }

  private static String words(JsonNode setting) {
    String mode = setting.get("mode").asText();
    return mode.equals("ramp") ? "ramp %d%%".formatted(setting.get("share").asInt()) : mode;
  }

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
    JsonNode statistics = it.get("statistics");
    System.out.printf(
        "%s since %s, epoch %d%s%n",
        words(it.get("setting")),
        it.get("since").asText(),
        it.get("epoch").asLong(),
        it.get("setting").get("automatic").asBoolean() ? ", automatic" : "");
    if (it.get("setting").get("mode").asText().equals("ramp")) {
      printIds("always", it.get("setting").get("always"));
      printIds("never", it.get("setting").get("never"));
    }
    System.out.printf(
        "  compared   %,d, matches %,d; the match rate is above %.3f%%%n",
        statistics.get("compared").asLong(),
        statistics.get("matches").asLong(),
        100 * statistics.get("matchRateLowerBound").asDouble());
    statistics
        .get("mismatches")
        .properties()
        .forEach(
            kind -> {
              if (kind.getValue().asLong() > 0) {
                System.out.printf("  %-10s %,d%n", kind.getKey(), kind.getValue().asLong());
              }
            });
    print("primary", statistics.get("primary"));
    print("candidate", statistics.get("candidate"));
    Fields.print(
        "  fallbacks  %,d; not compared: %,d shed, %,d unstable",
        statistics, "fallbacks", "shed", "unstable");
    Fields.print("  gate       %s", it.get("gate"), "verdict");
    it.get("gate").get("reasons").forEach(reason -> System.out.println("    " + reason.asText()));
  }

  private static void printIds(String what, JsonNode ids) {
    if (!ids.isEmpty()) {
      System.out.printf("  %-10s %s%n", what, ids(ids));
    }
  }

  private static void print(String name, JsonNode path) {
    System.out.printf("  %-10s ", name);
    Fields.print(
        "requests %,d, failures %,d, stale %,d; p50 %.1f ms, p95 %.1f ms, p99 %.1f ms",
        path, "requests", "failures", "stale", "p50Millis", "p95Millis", "p99Millis");
  }
}
