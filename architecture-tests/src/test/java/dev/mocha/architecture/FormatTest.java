package dev.mocha.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/**
 * With {@code -Dformat.apply=true}, which Surefire hands on from Maven, the sources are brought
 * into their form instead.
 */
final class FormatTest {

  private static final boolean APPLY = Boolean.getBoolean("format.apply");

  @Test
  void every_source_is_formatted_as_google_java_format_would() throws Exception {
    var unformatted = new ArrayList<Path>();
    for (Path source : Project.sources()) {
      String text = Project.read(source);
      String formatted = formatted(source, text);
      if (formatted.equals(text)) {
        continue;
      }
      if (APPLY) {
        Files.writeString(source, formatted);
      } else {
        unformatted.add(Project.ROOT.relativize(source));
      }
    }

    assertThat(unformatted)
        .as(
            "Not in the form of google-java-format. To apply it: mvn test -pl architecture-tests"
                + " -am -Dtest=FormatTest -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dformat.apply=true")
        .isEmpty();
  }

  @Test
  void every_module_is_checked() {
    assertThat(Project.sources())
        .extracting(it -> Project.ROOT.relativize(it).getName(0).toString())
        .contains(
            "domain",
            "application",
            "adapters-kafka",
            "adapters-postgres",
            "adapters-http",
            "app",
            "architecture-tests");
  }

  @Test
  void layout_order_of_imports_unused_imports_and_long_strings_are_its_matter() {
    String text =
        """
        import java.util.Set;
        import java.util.List;
        import java.util.Map;
        class A { List<String> a( Set<String> b ) { return List.of("%s" + b); } }
        """
            .formatted("word ".repeat(20).strip());

    assertThat(formatted(Path.of("A.java"), text))
        .isEqualTo(
            """
            import java.util.List;
            import java.util.Set;

            class A {
              List<String> a(Set<String> b) {
                return List.of(
                    "word word word word word word word word word word word word word word word word word word"
                        + " word word"
                        + b);
              }
            }
            """);
  }

  private static String formatted(Path source, String text) {
    try {
      return new Formatter().formatSourceAndFixImports(text);
    } catch (FormatterException unreadable) {
      throw new IllegalStateException(source + ": " + unreadable.getMessage(), unreadable);
    }
  }
}
