package dev.mocha.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Option;

/** Who orders something and why, for the audit. */
final class RequestedBy {

  @Option(
      names = "--reason",
      defaultValue = "not given",
      description = "Why; kept in the audit. ${DEFAULT-VALUE} by default.")
  private String reason;

  @Option(
      names = "--by",
      defaultValue = "${sys:user.name}",
      description = "Who; ${DEFAULT-VALUE} by default.")
  private String by;

  ObjectNode body() {
    return new ObjectMapper().createObjectNode().put("by", by).put("reason", reason);
  }
}
