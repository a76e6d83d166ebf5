package dev.mocha.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mocha rollback}: lets the generation answer again that did before. */
@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    description = "Lets the generation of a projection answer again that did before.")
public final class RollbackCommand implements Callable<Integer> {

  @Parameters(paramLabel = "PROJECTION", description = "daily-report")
  private String projection;

  @Option(names = "--force", description = "Even when it is not up to date.")
  private boolean force;

  @Mixin private RequestedBy ordered;

  @Mixin private Server server;

  @Override
  public Integer call() throws Exception {
    JsonNode now =
        server
            .client()
            .post(
                "/api/v1/projections/" + projection + "/rollback",
                ordered.body().put("force", force));
    System.out.printf("%s answers%n", now.get("id").asText());
    return 0;
  }
}
