package dev.mocha.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mocha.app.client.MochaClient;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mocha report}: a report in the terminal or in a file. */
@Command(
    name = "report",
    description = {
      "Prints the report of a merchant for a business day, or writes it to a file.",
      "",
      "It calls a running system with the role reports."
    })
public final class ReportCommand implements Callable<Integer> {

  /** The form of a report. */
  enum Format {
    table,
    json,
    csv,
    xlsx,
    pdf
  }

  @Parameters(index = "0", paramLabel = "MERCHANT", description = "The merchant's id.")
  private String merchant;

  @Parameters(
      index = "1",
      paramLabel = "DATE",
      description = "The business day, such as 2018-07-26.")
  private LocalDate date;

  @Option(
      names = "--format",
      defaultValue = "table",
      paramLabel = "FORMAT",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Format format;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "The file to write. Required for xlsx and pdf. Default: standard output.")
  private @Nullable Path output;

  @Mixin private Server server;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws Exception {
    if (output != null && Files.isDirectory(output)) {
      throw new ParameterException(
          command.commandLine(), "--output %s is a folder; name a file".formatted(output));
    }
    switch (format) {
      case table -> write(ReportTable.of(complete(server.client())));
      case json -> write(complete(server.client()).toPrettyString());
      case csv -> download();
      case xlsx, pdf -> {
        if (output == null) {
          throw new ParameterException(
              command.commandLine(),
              "--format %s needs --output, such as --output %s-%s.%s"
                  .formatted(format, merchant, date, format));
        }
        download();
      }
    }
    return 0;
  }

  private void write(String text) throws IOException {
    if (output == null) {
      System.out.println(text);
    } else {
      Files.writeString(output, text + "\n");
    }
  }

  /** Downloads the server's file. A file named by --output appears when it is complete. */
  private void download() throws IOException, InterruptedException {
    String path =
        "/api/v1/merchants/%s/reports/daily/%s?format=%s".formatted(merchant, date, format);
    if (output == null) {
      server.client().download(path, System.out);
      System.out.flush();
      return;
    }
    Path target = output.toAbsolutePath();
    Path part = target.resolveSibling("." + target.getFileName() + ".part");
    try {
      try (OutputStream file = Files.newOutputStream(part)) {
        server.client().download(path, file);
      }
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** The report with the orders of all pages. */
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
