package dev.mocha.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Pages link only to files that exist, and the guide to the code names only classes that do. */
final class LinksTest {

  private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w*[a-z]\\w*)`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s:]+)(?:#[^)\\s]*)?\\)");

  @Test
  void every_link_of_a_page_leads_to_a_file() {
    assertThat(
            Project.texts().stream()
                .filter(it -> it.toString().endsWith(".md"))
                .flatMap(it -> broken(it, Project.read(Project.ROOT.resolve(it))).stream()))
        .isEmpty();
  }

  @Test
  void every_class_that_the_guide_to_the_code_names_exists() {
    assertThat(unknown(Project.read(Project.ROOT.resolve("docs/finding-your-way.md")))).isEmpty();
  }

  @Test
  void a_class_that_is_gone_is_found() {
    assertThat(unknown("`Order`, `LinksTest`, `Role.CONSUMER` and `LostClass`"))
        .containsExactly("LostClass");
  }

  @Test
  void a_link_that_leads_nowhere_is_found() {
    assertThat(
            broken(
                Path.of("docs/a.md"),
                "[a](adr/README.md) [b](../pom.xml#x) [c](https://x.example/y) [d](#e) [f](g.md)"))
        .containsExactly("docs/a.md: g.md");
  }

  private static List<String> unknown(String text) {
    return CLASS
        .matcher(text)
        .results()
        .map(it -> it.group(1))
        .filter(it -> Project.sources().stream().noneMatch(source -> source.endsWith(it + ".java")))
        .distinct()
        .toList();
  }

  private static List<String> broken(Path page, String text) {
    Path file = Project.ROOT.resolve(page);
    return LINK.matcher(text)
        .results()
        .map(it -> it.group(1))
        .filter(it -> !Files.exists(file.resolveSibling(it)))
        .map(it -> page + ": " + it)
        .toList();
  }
}
