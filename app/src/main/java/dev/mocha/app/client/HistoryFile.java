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
 * Imports a file of order history into a running system, chunk by chunk. It sends a chunk again
 * after a failure, because a repeated import changes nothing.
 */
public final class HistoryFile {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CHUNK_LINES = 1_000;
  private static final int CHUNK_BYTES = 4_000_000;
  private static final int LINE_BYTES = 1_000_000;
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final int IN_FLIGHT = 2;
  private static final int ATTEMPTS = 4;

  private final MochaClient client;
  private final Path file;
  private final Path refusedFile;
  private final Consumer<Long> progress;
  private final Deque<Future<Imported>> inFlight = new ArrayDeque<>();
  private long imported;
  private long unchanged;
  private long events;
  private long refused;
  private @Nullable Writer refusedLines;

  /** The result of a file: numbers of lines, and of stored events. */
  public record Result(long imported, long unchanged, long events, long refused) {}

  private record Chunk(long firstLine, List<String> lines, long bytes) {

    boolean isBlank() {
      return lines.stream().allMatch(String::isBlank);
    }

    /** The next chunk waits for merchants, because its orders may need them. */
    boolean mayHoldMerchants() {
      return lines.stream().anyMatch(it -> it.contains("\"timeZone\""));
    }
  }

  private record Imported(Chunk chunk, JsonNode response) {}

  /**
   * @param progress receives the number of bytes of each finished chunk
   */
  public HistoryFile(MochaClient client, Path file, Consumer<Long> progress) {
    this.client = client;
    this.file = file;
    this.refusedFile = file.resolveSibling(file.getFileName() + ".rejected.ndjson");
    this.progress = progress;
  }

  /** Imports the file and writes refused lines to {@code FILE.rejected.ndjson}. */
  public Result send() throws IOException, InterruptedException {
    Files.deleteIfExists(refusedFile);
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1);
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      long line = 1;
      for (Chunk next = next(reader, line); !next.lines().isEmpty(); next = next(reader, line)) {
        Chunk chunk = next;
        line += chunk.lines().size();
        inFlight.add(executor.submit(() -> new Imported(chunk, deliver(chunk))));
        while (inFlight.size() >= (chunk.mayHoldMerchants() ? 1 : IN_FLIGHT)) {
          collect(inFlight.remove());
        }
      }
      while (!inFlight.isEmpty()) {
        collect(inFlight.remove());
      }
    } finally {
      if (refusedLines != null) {
        refusedLines.close();
      }
    }
    return new Result(imported, unchanged, events, refused);
  }

  /** Reads a byte as a character, so that only the lines that are not UTF-8 are refused. */
  private Chunk next(BufferedReader reader, long firstLine) throws IOException {
    var lines = new ArrayList<String>();
    long bytes = 0;
    while (lines.size() < CHUNK_LINES && bytes < CHUNK_BYTES) {
      String line = reader.readLine();
      if (line == null) {
        break;
      }
      bytes += line.length() + 1;
      lines.add(text(line, firstLine + lines.size()));
    }
    return new Chunk(firstLine, lines, bytes);
  }

  /** The line as text; empty when it is refused here. */
  private String text(String bytes, long number) throws IOException {
    byte[] raw = bytes.getBytes(StandardCharsets.ISO_8859_1);
    String line = new String(raw, StandardCharsets.UTF_8);
    if (raw.length > LINE_BYTES) {
      refuse(number, NullNode.instance, "is longer than 1 MB", line);
      return "";
    }
    if (!Arrays.equals(line.getBytes(StandardCharsets.UTF_8), raw)) {
      refuse(number, NullNode.instance, "is not UTF-8", line);
      return "";
    }
    return number == 1 && line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
  }

  private JsonNode deliver(Chunk chunk) throws IOException, InterruptedException {
    if (chunk.isBlank()) {
      return JSON.createObjectNode();
    }
    for (int attempt = 1; ; attempt++) {
      try {
        return client.importLines(String.join("\n", chunk.lines()));
      } catch (IOException failed) {
        boolean mayRetry = !(failed instanceof MochaClient.Failed failure) || failure.isTemporary();
        if (!mayRetry || attempt == ATTEMPTS) {
          throw failed;
        }
        TimeUnit.SECONDS.sleep(attempt);
      }
    }
  }

  private void collect(Future<Imported> future) throws IOException, InterruptedException {
    Imported it = result(future);
    JsonNode response = it.response();
    imported += response.path("imported").asLong();
    unchanged += response.path("unchanged").asLong();
    events += response.path("events").asLong();
    for (JsonNode line : response.path("refused")) {
      int index = line.path("line").asInt() - 1;
      refuse(
          it.chunk().firstLine() + index,
          line.path("field"),
          line.path("reason").asText(),
          it.chunk().lines().get(index));
    }
    progress.accept(it.chunk().bytes());
  }

  private static Imported result(Future<Imported> future) throws IOException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException(failed.getCause());
    }
  }

  private void refuse(long number, JsonNode field, String reason, String line) throws IOException {
    if (refusedLines == null) {
      refusedLines = Files.newBufferedWriter(refusedFile, StandardCharsets.UTF_8);
    }
    refused++;
    var record = JSON.createObjectNode().put("line", number);
    record.set("field", field);
    record.put("reason", reason).put("record", line);
    refusedLines.write(record + "\n");
  }
}
