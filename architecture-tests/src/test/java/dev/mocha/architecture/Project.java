package dev.mocha.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The project's folder and the sources in it. */
final class Project {

  /** The folder that holds all modules. */
  static final Path ROOT = root();

  private Project() {}

  private static Path root() {
    Path folder = Path.of(System.getProperty("user.dir")).toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("architecture-tests"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("not run below the project's folder");
      }
    }
    return folder;
  }

  /** Every Java source of every module. */
  static List<Path> sources() {
    try (Stream<Path> modules = Files.list(ROOT)) {
      return modules.map(it -> it.resolve("src")).flatMap(Project::sourcesBelow).sorted().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Stream<Path> sourcesBelow(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(it -> it.toString().endsWith(".java")).toList().stream();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The text of a file. */
  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
