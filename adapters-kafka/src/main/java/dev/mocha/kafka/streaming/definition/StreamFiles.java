package dev.mocha.kafka.streaming.definition;

import dev.mocha.application.streaming.StreamDefinition.Problem;
import dev.mocha.application.streaming.StreamDefinitions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The definitions in the jar and those in a folder. A file in the folder replaces one in the jar
 * with the same name.
 */
public final class StreamFiles implements StreamDefinitions {

  private static final String SHIPPED = "classpath*:streams/*.yaml";
  private static final String EXTENSION = ".yaml";

  private final @Nullable Path folder;

  /**
   * @param folder null for none
   */
  public StreamFiles(@Nullable Path folder) {
    this.folder = folder;
  }

  @Override
  public List<Checked> all() {
    var files = new TreeMap<String, Checked>();
    try {
      for (Resource shipped : new PathMatchingResourcePatternResolver().getResources(SHIPPED)) {
        String name = String.valueOf(shipped.getFilename());
        files.put(
            name, new StreamFile(name).check(shipped.getContentAsString(StandardCharsets.UTF_8)));
      }
      files.putAll(inFolder());
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read the definitions of streams", failed);
    }
    return List.copyOf(files.values());
  }

  private Map<String, Checked> inFolder() throws IOException {
    var files = new TreeMap<String, Checked>();
    if (folder == null) {
      return files;
    }
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "mocha.streams.directory: there is no folder " + folder.toAbsolutePath());
    }
    try (Stream<Path> listed = Files.list(folder)) {
      for (Path file : listed.filter(it -> it.toString().endsWith(EXTENSION)).toList()) {
        files.put(file.getFileName().toString(), check(file));
      }
    }
    return files;
  }

  @Override
  public Checked check(Path file) {
    var stream = new StreamFile(file.getFileName().toString());
    try {
      return stream.check(Files.readString(file));
    } catch (CharacterCodingException broken) {
      return stream.invalid(List.of(new Problem("", "is not UTF-8")));
    } catch (NoSuchFileException missing) {
      return stream.invalid(List.of(new Problem("", "there is no such file")));
    } catch (IOException failed) {
      return stream.invalid(List.of(new Problem("", "cannot be read: " + failed.getMessage())));
    }
  }
}
