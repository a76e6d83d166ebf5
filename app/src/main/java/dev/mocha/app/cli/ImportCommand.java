package dev.mocha.app.cli;

import dev.mocha.app.client.HistoryFile;
import dev.mocha.app.client.MochaClient;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code mocha import}: imports order history into a running system. */
@Command(
    name = "import",
    description = {
      "Imports order history into a running system with the role orders.",
      "",
      "A file is NDJSON: one merchant or order a line (docs/adopting.md). Files are imported in the"
          + " given order; merchants precede their orders. Refused lines are written to"
          + " FILE.rejected.ndjson, each with its field and reason. A repeated import changes"
          + " nothing."
    })
public final class ImportCommand implements Callable<Integer> {

  private static final int LINES_REFUSED = 3;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "An NDJSON file in UTF-8.")
  private List<Path> files;

  @Mixin private Server server;

  @Override
  public Integer call() throws Exception {
    for (Path file : files) {
      if (Files.isDirectory(file)) {
        throw new FileSystemException(file.toString(), null, "is a folder; name a file");
      }
      if (!Files.exists(file)) {
        throw new NoSuchFileException(file.toString(), null, "no such file");
      }
    }
    var client = server.client();
    long refused = 0;
    for (Path file : files) {
      refused += send(client, file);
    }
    return refused == 0 ? 0 : LINES_REFUSED;
  }

  private static long send(MochaClient client, Path file) throws Exception {
    long begun = System.nanoTime();
    HistoryFile.Result result =
        ProgressLine.isTerminal()
            ? sendWithBar(client, file)
            : new HistoryFile(client, file, _ -> {}).send();
    double seconds = (System.nanoTime() - begun) / 1e9;
    long lines = result.imported() + result.unchanged() + result.refused();
    System.out.printf(
        "%s: %,d imported (%,d events), %,d unchanged, %,d refused in %.1f s: %s/s%n",
        file,
        result.imported(),
        result.events(),
        result.unchanged(),
        result.refused(),
        seconds,
        Fields.count(Math.round(lines / seconds), "line", "lines"));
    if (result.refused() > 0) {
      System.out.println("refused lines and their reasons: " + file + ".rejected.ndjson");
    }
    return result.refused();
  }

  private static HistoryFile.Result sendWithBar(MochaClient client, Path file) throws Exception {
    try (ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName(file.getFileName().toString())
            .setInitialMax(Files.size(file))
            .setUnit(" MB", 1_000_000)
            .setSpeedUnit(ChronoUnit.SECONDS)
            .showSpeed()
            .build()) {
      return new HistoryFile(client, file, bar::stepBy).send();
    }
  }
}
