package dev.mocha.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@code docs/glossary.md}, and that each of its checks can fail. */
final class GlossaryTest {

  private static final String SOUND =
      """
      # Glossary
      ## Publishing
      | term | meaning | class |
      |---|---|---|
      | offset | the place of a record | |
      | watermark | a record that says how far the log is complete | `Watermark` |
      ## Rebuilding
      | term | meaning | class |
      |---|---|---|
      | phase | what a rebuild does at the moment | `Generation.Phase` |
      """;

  @Test
  void every_entry_has_a_meaning_and_a_class_that_exists_and_groups_are_sorted() {
    var glossary = new Glossary(Project.read(Project.ROOT.resolve("docs/glossary.md")));

    assertThat(glossary.faults(Project::declares)).isEmpty();
  }

  @Test
  void a_sound_glossary_has_no_faults() {
    assertThat(faults(SOUND)).isEmpty();
  }

  @Test
  void a_class_that_is_gone_is_refused() {
    assertThat(faults(SOUND.replace("`Watermark`", "`Mark`")))
        .containsExactly("'watermark' names Mark, but no class is called that");
    assertThat(faults(SOUND.replace("`Watermark`", "Watermark")))
        .containsExactly("'watermark' names no class in backticks but 'Watermark'");
  }

  @Test
  void an_entry_without_meaning_is_refused() {
    assertThat(faults(SOUND.replace("the place of a record", "")))
        .containsExactly("'offset' has no meaning");
  }

  @Test
  void an_unsorted_group_is_refused() {
    assertThat(faults(SOUND.replace("| offset |", "| zone |")))
        .containsExactly("'watermark' comes after 'zone'; sort the group");
  }

  @Test
  void two_entries_of_one_term_are_refused() {
    assertThat(faults(SOUND.replace("| phase |", "| Offset |")))
        .containsExactly("'Offset' has two entries");
  }

  @Test
  void a_row_of_another_form_is_refused() {
    assertThat(faults(SOUND.replace("| the place of a record | |", "| the place of a record |")))
        .containsExactly("not a row of three cells: | offset | the place of a record |");
    assertThat(faults("# Glossary\n"))
        .containsExactly("there are no entries below '| term | meaning | class |'");
  }

  @Test
  void nested_classes_are_found_by_their_names() {
    assertThat(Project.declares("Generation.Phase")).isTrue();
    assertThat(Project.declares("Generation.Watermark")).isFalse();
    assertThat(Project.declares("Glossary")).as("a class of the tests").isFalse();
  }

  private static List<String> faults(String text) {
    return new Glossary(text).faults(Set.of("Watermark", "Generation.Phase")::contains);
  }
}
