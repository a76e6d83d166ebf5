package dev.mocha.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * No text of the project uses a word of {@code retired-words.txt}: docs, code, comments, messages,
 * SQL, tests. Migrations and their tests are left out, as they name what they rename, and so is the
 * history of changes.
 */
final class RetiredWordsTest {

  private static final String LIST = "architecture-tests/src/test/resources/retired-words.txt";

  private static final Path FOUND =
      Project.ROOT.resolve("architecture-tests/target/retired-words.txt");

  private static final RetiredWords WORDS =
      RetiredWords.parse(Project.read(Project.ROOT.resolve(LIST)));

  /** {@code target/retired-words.txt} has the whole list. */
  @Test
  void no_text_uses_a_retired_word() throws Exception {
    List<String> faults =
        Project.texts().stream()
            .filter(RetiredWordsTest::isChecked)
            .flatMap(it -> WORDS.faults(it, Project.read(Project.ROOT.resolve(it))).stream())
            .toList();
    Files.createDirectories(FOUND.getParent());
    Files.write(FOUND, faults);

    assertThat(faults).as(FOUND.toString()).isEmpty();
  }

  @Test
  void every_exception_names_something_that_exists() {
    assertThat(WORDS.words())
        .flatExtracting(RetiredWords.Word::allowed)
        .allSatisfy(it -> assertThat(Project.texts()).anyMatch(text -> text.startsWith(it)));
  }

  @Test
  void a_word_is_found_in_prose_and_in_every_form_of_an_identifier() {
    var words = RetiredWords.parse("# a comment\n\nputs? off ; back off\n");
    var file = Path.of("docs/a.md");

    assertThat(
            words.faults(file, "Fine.\nIt puts off\nvoid putOff()\nPUT_OFF\nput-off\nThePUTOff\n"))
        .containsExactly("docs/a.md:2: 'puts? off' in 5 lines, say: back off");
    assertThat(words.faults(file, "output office, inputs offered")).isEmpty();
  }

  @Test
  void a_word_stays_where_it_is_allowed() {
    var words =
        RetiredWords.parse("(?<!dead )letters? ; dead letter ; docs/fonts.md app/src/main\n");

    assertThat(words.faults(Path.of("docs/fonts.md"), "a letter")).isEmpty();
    assertThat(words.faults(Path.of("app/src/main/A.java"), "letters")).isEmpty();
    assertThat(words.faults(Path.of("app/src/test/A.java"), "List<DeadLetter> letters")).hasSize(1);
    assertThat(words.faults(Path.of("docs/a.md"), "a dead letter, dead_letters, DeadLetter"))
        .isEmpty();
  }

  private static boolean isChecked(Path file) {
    String path = file.toString();
    return !path.matches(".*/src/main/resources/db/\\w+/V\\d+__\\w+\\.sql")
        && !path.endsWith("MigrationTest.java")
        && !path.equals("CHANGELOG.md")
        && !path.equals(LIST)
        && !path.endsWith("RetiredWords.java")
        && !path.endsWith("RetiredWordsTest.java");
  }
}
