package dev.mocha.architecture;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The project's folder and the texts in it. */
final class Project {

  /** The folder that holds all modules. */
  static final Path ROOT = root();

  private static final Set<String> SCRIPTS = Set.of("mocha", "benchmarks/run", "benchmarks/faults");
  private static final Pattern TEXT =
      Pattern.compile(".*\\.(java|md|sql|ya?ml|properties|html|js|css|json|puml)");
  private static final List<Path> TEXTS = found();

  private static final Map<String, String> MAIN_CLASSES =
      sources().stream()
          .filter(it -> it.toString().contains("/src/main/"))
          .collect(
              toMap(
                  it -> it.getFileName().toString().replace(".java", ""),
                  Project::read,
                  String::concat));

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
    return TEXTS.stream().filter(it -> it.toString().endsWith(".java")).map(ROOT::resolve).toList();
  }

  /** Every page, source, script and other text that people write, relative to the folder. */
  static List<Path> texts() {
    return TEXTS;
  }

  /** Whether a module has a class of this simple name outside its tests; nested as {@code A.B}. */
  static boolean declares(String name) {
    String[] names = name.split("\\.", -1);
    String source = MAIN_CLASSES.get(names[0]);
    return source != null
        && (names.length == 1
            || Pattern.compile("\\b(class|record|interface|enum) " + names[1] + "\\b")
                .matcher(source)
                .find());
  }

  /** The text of a file. */
  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static List<Path> found() {
    var texts = new ArrayList<Path>();
    try {
      Files.walkFileTree(
          ROOT,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes about) {
              String name = folder.getFileName().toString();
              return !folder.equals(ROOT) && (name.startsWith(".") || name.equals("target"))
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
              Path text = ROOT.relativize(file);
              if (SCRIPTS.contains(text.toString()) || TEXT.matcher(text.toString()).matches()) {
                texts.add(text);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return texts.stream().sorted().toList();
  }
}
