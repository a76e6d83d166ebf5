package dev.mocha.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mocha rollback}: makes the previous generation live again. */
@Command(
    name = "rollback",
    description =
        "Makes the previous generation of a projection live again, at once: it is kept up to date.")
public final class RollbackCommand implements Callable<Integer> {

  @Parameters(paramLabel = "PROJECTION", description = "daily-report")
  private String projection;

  @Option(names = "--force", description = "Roll back even if it is behind.")
  private boolean force;

  @Mixin private RequestedBy requestedBy;

  @Mixin private Server server;

  @Override
  public Integer call() throws Exception {
    JsonNode now =
        server
            .client()
            .post(
                "/api/v1/projections/" + projection + "/rollback",
                requestedBy.body().put("force", force));
    Fields.print("%s is live", now, "id");
    return 0;
  }
}
