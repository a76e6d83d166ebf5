package dev.mocha.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A file of history on its way into a running system, a piece at a time. A piece that got no answer
 * is sent again, for importing twice changes nothing.
 */
public final class HistoryFile {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PIECE_LINES = 1_000;
  private static final int PIECE_BYTES = 4_000_000;
  private static final int LINE_BYTES = 1_000_000;
  private static final String BYTE_ORDER_MARK = "\uFEFF";
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

  private record Piece(long firstLine, List<String> lines, long bytes) {

    /** The orders that follow may be of these merchants, and wait for them. */
    boolean mayHoldMerchants() {
      return lines.stream().anyMatch(it -> it.contains("\"timeZone\""));
    }
  }

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
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1);
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      long line = 1;
      while (true) {
        Piece piece = next(reader, line, rejectedFile);
        if (piece.lines().isEmpty()) {
          break;
        }
        line += piece.lines().size();
        inFlight.add(executor.submit(() -> new Answered(piece, deliver(piece))));
        while (inFlight.size() >= (piece.mayHoldMerchants() ? 1 : IN_FLIGHT)) {
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

  /**
   * Reads bytes, one a character, so that a line that is no text is refused and the others are not.
   */
  private Piece next(BufferedReader reader, long firstLine, Path rejectedFile) throws IOException {
    var lines = new ArrayList<String>();
    long bytes = 0;
    while (lines.size() < PIECE_LINES && bytes < PIECE_BYTES) {
      String line = reader.readLine();
      if (line == null) {
        break;
      }
      bytes += line.length() + 1;
      lines.add(text(line, firstLine + lines.size(), rejectedFile));
    }
    return new Piece(firstLine, lines, bytes);
  }

  /** The line as text; an empty one where it is refused here. */
  private String text(String bytes, long number, Path rejectedFile) throws IOException {
    byte[] raw = bytes.getBytes(StandardCharsets.ISO_8859_1);
    String line = new String(raw, StandardCharsets.UTF_8);
    if (raw.length > LINE_BYTES) {
      reject(number, NullNode.instance, "is longer than 1 MB", line, rejectedFile);
      return "";
    }
    if (!Arrays.equals(line.getBytes(StandardCharsets.UTF_8), raw)) {
      reject(number, NullNode.instance, "is not UTF-8", line, rejectedFile);
      return "";
    }
    return number == 1 && line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
  }

  private JsonNode deliver(Piece piece) throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return client.importLines(String.join("\n", piece.lines()));
      } catch (IOException failed) {
        boolean mayPass = !(failed instanceof MochaClient.Failed answer) || answer.isTemporary();
        if (!mayPass || attempt == ATTEMPTS) {
          throw failed;
        }
        TimeUnit.SECONDS.sleep(attempt);
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
      int index = line.path("line").asInt() - 1;
      reject(
          answered.piece().firstLine() + index,
          line.path("field"),
          line.path("reason").asText(),
          answered.piece().lines().get(index),
          rejectedFile);
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

  private void reject(long number, JsonNode field, String reason, String line, Path rejectedFile)
      throws IOException {
    if (rejected == null) {
      rejected = Files.newBufferedWriter(rejectedFile, StandardCharsets.UTF_8);
    }
    refused++;
    var record = JSON.createObjectNode();
    record.put("line", number);
    record.set("field", field);
    record.put("reason", reason);
    record.put("record", line);
    rejected.write(record + "\n");
  }
}
