package dev.mocha.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
    JsonNode report =
        server.client().get("/api/v1/merchants/%s/reports/daily/%s".formatted(merchant, date));
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
}
