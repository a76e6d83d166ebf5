package dev.mocha.architecture;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The decisions in {@code docs/adr}; what it would find is shown in {@link AdrFormTest}. */
final class AdrTest {

  private static final Path FOLDER = Project.ROOT.resolve("docs/adr");
  private static final Pattern CITED = Pattern.compile("ADR-(\\d{4})");

  private static final Map<String, String> SOURCES =
      Project.sources().stream()
          .collect(
              toMap(
                  it -> it.getFileName().toString().replace(".java", ""),
                  Project::read,
                  String::concat));

  @Test
  void every_decision_has_the_form_and_names_tests_and_rules_that_exist() throws Exception {
    List<Adr> adrs = adrs();
    Set<String> numbers = numbersOf(adrs);

    assertThat(adrs).isNotEmpty();
    assertThat(adrs).flatExtracting(it -> it.faults(numbers, AdrTest::declares)).isEmpty();
  }

  @Test
  void no_number_is_given_twice() throws Exception {
    assertThat(adrs()).extracting(Adr::number).doesNotHaveDuplicates();
  }

  @Test
  void the_index_lists_all_decisions_and_no_others() throws Exception {
    var index = new AdrIndex(Project.read(FOLDER.resolve("README.md")));

    assertThat(index.faults(adrs())).isEmpty();
  }

  @Test
  void every_decision_that_a_rule_cites_exists() throws Exception {
    Set<String> numbers = numbersOf(adrs());

    assertThat(NamedRule.all().flatMap(it -> citedBy(it).map(adr -> it + " cites ADR-" + adr)))
        .filteredOn(it -> !numbers.contains(it.substring(it.length() - 4)))
        .as("decisions that do not exist")
        .isEmpty();
  }

  private static Stream<String> citedBy(NamedRule named) {
    String description = named.rule().in(Root.MOCHA).getDescription();
    return CITED.matcher(description).results().map(it -> it.group(1));
  }

  private static boolean declares(String type, String member) {
    return SOURCES.containsKey(type)
        && Pattern.compile("\\b" + member + "\\b").matcher(SOURCES.get(type)).find();
  }

  private static Set<String> numbersOf(List<Adr> adrs) {
    return adrs.stream().map(Adr::number).collect(toSet());
  }

  private static List<Adr> adrs() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(it -> Adr.isNamed(it.getFileName().toString()))
          .sorted()
          .map(it -> new Adr(it.getFileName().toString(), Project.read(it)))
          .toList();
    }
  }
}
