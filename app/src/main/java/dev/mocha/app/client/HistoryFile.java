package dev.mocha.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A file of history on its way into a running system, a piece at a time. A piece that got no answer
 * is sent again, for importing twice changes nothing.
 */
public final class HistoryFile {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PIECE_LINES = 1_000;
  private static final int PIECE_CHARS = 4_000_000;
  private static final int IN_FLIGHT = 2;
  private static final int ATTEMPTS = 4;

  private final MochaClient client;
  private final Path file;
  private final Consumer<Long> progress;
  private final Deque<Future<Answered>> inFlight = new ArrayDeque<>();
  private long imported;
  private long unchanged;
  private long events;
  private long refused;
  private @Nullable Writer rejected;

  /** What became of the file. */
  public record Result(long imported, long unchanged, long events, long refused) {}

  private record Piece(long firstLine, List<String> lines, long bytes) {}

  private record Answered(Piece piece, JsonNode outcome) {}

  /**
   * A file to import.
   *
   * @param progress is told how many bytes are done with each step
   */
  public HistoryFile(MochaClient client, Path file, Consumer<Long> progress) {
    this.client = client;
    this.file = file;
    this.progress = progress;
  }

  /** Imports it, and writes what is refused beside it, to {@code FILE.rejected.ndjson}. */
  public Result send() throws IOException, InterruptedException {
    Path rejectedFile = file.resolveSibling(file.getFileName() + ".rejected.ndjson");
    Files.deleteIfExists(rejectedFile);
    try (BufferedReader reader = Files.newBufferedReader(file);
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      long line = 1;
      for (Piece piece = next(reader, line); !piece.lines().isEmpty(); piece = next(reader, line)) {
        line += piece.lines().size();
        Piece sent = piece;
        inFlight.add(executor.submit(() -> new Answered(sent, deliver(sent))));
        if (inFlight.size() == IN_FLIGHT) {
          take(inFlight.remove(), rejectedFile);
        }
      }
      while (!inFlight.isEmpty()) {
        take(inFlight.remove(), rejectedFile);
      }
    } finally {
      if (rejected != null) {
        rejected.close();
      }
    }
    return new Result(imported, unchanged, events, refused);
  }

  private static Piece next(BufferedReader reader, long firstLine) throws IOException {
    var lines = new ArrayList<String>();
    long chars = 0;
    while (lines.size() < PIECE_LINES && chars < PIECE_CHARS) {
      String line = reader.readLine();
      if (line == null) {
        break;
      }
      lines.add(line);
      chars += line.length() + 1;
    }
    return new Piece(firstLine, lines, chars);
  }

  private JsonNode deliver(Piece piece) throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return client.importLines(String.join("\n", piece.lines()));
      } catch (MochaClient.Failed answered) {
        throw answered;
      } catch (IOException lost) {
        if (attempt == ATTEMPTS) {
          throw lost;
        }
      }
    }
  }

  private void take(Future<Answered> answer, Path rejectedFile)
      throws IOException, InterruptedException {
    Answered answered = result(answer);
    JsonNode outcome = answered.outcome();
    imported += outcome.path("imported").asLong();
    unchanged += outcome.path("unchanged").asLong();
    events += outcome.path("events").asLong();
    for (JsonNode line : outcome.path("refused")) {
      refused++;
      reject(answered.piece(), line, rejectedFile);
    }
    progress.accept(answered.piece().bytes());
  }

  private static Answered result(Future<Answered> answer) throws IOException, InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException(failed.getCause());
    }
  }

  private void reject(Piece piece, JsonNode line, Path rejectedFile) throws IOException {
    if (rejected == null) {
      rejected = Files.newBufferedWriter(rejectedFile, StandardCharsets.UTF_8);
    }
    int index = line.path("line").asInt() - 1;
    var record = JSON.createObjectNode();
    record.put("line", piece.firstLine() + index);
    record.set("field", line.path("field"));
    record.set("reason", line.path("reason"));
    record.put("record", piece.lines().get(index));
    rejected.write(record + "\n");
  }
}
