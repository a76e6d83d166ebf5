package dev.mocha.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Option;

/** The options that say who asks for a change and why. */
final class RequestedBy {

  @Option(
      names = "--reason",
      defaultValue = "not given",
      description = "Why; recorded with the change. Default: ${DEFAULT-VALUE}.")
  private String reason;

  @Option(
      names = "--by",
      defaultValue = "${sys:user.name}",
      description = "Who; recorded with the change. Default: ${DEFAULT-VALUE}.")
  private String by;

  /** A body with both, to which further fields can be added. */
  ObjectNode body() {
    return new ObjectMapper().createObjectNode().put("by", by).put("reason", reason);
  }
}
