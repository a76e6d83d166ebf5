package dev.mocha.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mocha.app.client.MochaClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mocha report}: a report in the terminal or in a file. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Prints the report of a merchant for a business day.")
public final class ReportCommand implements Callable<Integer> {

  /** How a report is printed. */
  enum Format {
    table,
    json
  }

  @Parameters(index = "0", paramLabel = "MERCHANT", description = "The merchant's id.")
  private String merchant;

  @Parameters(index = "1", paramLabel = "DATE", description = "The business day, as 2018-07-26.")
  private String date;

  @Option(
      names = "--format",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default.")
  private Format format;

  @Option(names = "--output", description = "The file to write to; the terminal by default.")
  private @Nullable Path output;

  @Mixin private Server server;

  @Override
  public Integer call() throws Exception {
    JsonNode report = complete(server.client());
    String text =
        switch (format) {
          case table -> ReportTable.of(report);
          case json ->
              new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(report);
        };
    if (output == null) {
      System.out.println(text);
    } else {
      Files.writeString(output, text + "\n");
    }
    return 0;
  }

  /** The report with the orders of all its pages. */
  private JsonNode complete(MochaClient client) throws IOException, InterruptedException {
    String path = "/api/v1/merchants/%s/reports/daily/%s?limit=1000".formatted(merchant, date);
    JsonNode report = client.get(path);
    var orders = (ObjectNode) report.get("orders");
    while (orders.hasNonNull("next")) {
      JsonNode page = client.get(path + "&cursor=" + orders.get("next").asText()).get("orders");
      page.get("items").forEach(orders.withArray("items")::add);
      orders.set("next", page.get("next"));
    }
    return report;
  }
}
