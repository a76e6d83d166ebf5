package dev.mocha.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Option;

/** Who asks for a change and why, for the audit. */
final class RequestedBy {

  @Option(
      names = "--reason",
      defaultValue = "not given",
      paramLabel = "TEXT",
      description = "The reason of the change, for the audit. Default: ${DEFAULT-VALUE}.")
  private String reason;

  @Option(
      names = "--by",
      defaultValue = "${sys:user.name}",
      paramLabel = "NAME",
      description = "Who asks for the change. Default: the system user, ${DEFAULT-VALUE}.")
  private String by;

  /** A body with both, to which further fields can be added. */
  ObjectNode body() {
    return new ObjectMapper().createObjectNode().put("by", by).put("reason", reason);
  }
}
