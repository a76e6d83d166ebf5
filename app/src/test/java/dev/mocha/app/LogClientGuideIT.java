package dev.mocha.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The commands of the guide to the log client, run as they are written. */
@ExtendWith(InProcess.class)
class LogClientGuideIT {

  private static final Path GUIDE = Path.of("../docs/log-client.md");

  /** A command, and the answer where the guide shows one. */
  private static final Pattern COMMAND =
      Pattern.compile("```sh\n(curl .*?)```\n(?:\n```json\n(.*?)```\n)?", Pattern.DOTALL);

  @Test
  void every_command_answers_as_the_guide_says(Running mocha) throws Exception {
    List<MatchResult> commands = COMMAND.matcher(Files.readString(GUIDE)).results().toList();
    assertThat(commands).hasSize(5);

    var answers = new ArrayList<JsonNode>();
    for (MatchResult command : commands) {
      JsonNode answer = Running.parse(run(command.group(1), mocha));
      if (command.group(2) != null) {
        assertThat(anywhere(answer)).isEqualTo(anywhere(Running.parse(command.group(2))));
      }
      answers.add(answer);
    }

    assertThat(answers.get(3).get("items").findValuesAsText("type"))
        .hasSize(11)
        .contains("order-placed", "merchant-changed");
    assertThat(answers.get(4).get("$id").asText()).isEqualTo("urn:mocha:schema:order-ready:1");
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(
                        mocha
                            .client()
                            .get("/api/v1/merchants/m-guide/reports/daily/2018-07-26")
                            .at("/orders/items/0")
                            .get("acceptedAt")
                            .asText())
                    .isEqualTo("2018-07-26T05:13:00Z"));
  }

  private static String run(String command, Running mocha)
      throws IOException, InterruptedException {
    String here = command.replace("http://127.0.0.1:8080", mocha.address().toString());
    var builder = new ProcessBuilder("sh", "-c", here).redirectErrorStream(true);
    builder.environment().put("TOKEN", TestIssuer.token());
    Process process = builder.start();
    String answer = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(answer).isZero();
    return answer;
  }

  /** An answer, wherever on the log the events stand. */
  private static JsonNode anywhere(JsonNode answer) {
    for (JsonNode place : answer.findParents("offset")) {
      ((ObjectNode) place).put("partition", 0).put("offset", 0);
    }
    return answer;
  }
}
