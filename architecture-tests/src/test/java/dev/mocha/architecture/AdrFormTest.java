package dev.mocha.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Shows that each check of {@link AdrTest} can fail, and says what is wrong. */
final class AdrFormTest {

  private static final String FILE = "0007-positions-and-rows-commit-together.md";
  private static final String SOUND =
      """
      # 0007. Positions and rows commit together
      2026-03-01 · Status: accepted · Touches: application, adapters-postgres
      ## Context
      The log delivers some records twice.
      ## Decision
      We keep the positions beside the rows.
      ## Consequences
      + Nothing is counted twice.
      - One more table.
      ! A store without transactions.
      ## Rejected
      Transactions of Kafka: they end at Kafka.
      ## Confirmation
      `CqrsRules.PROJECTIONS_ONLY_PROJECT`, `ConsumerIT.a_crash_repeats_nothing`, `RulesTest`, and
      the `positions` table of `PostgreSQL`.
      """;

  private static final Map<String, Set<String>> DECLARED =
      Map.of(
          "CqrsRules",
          Set.of("", "PROJECTIONS_ONLY_PROJECT"),
          "ConsumerIT",
          Set.of("", "a_crash_repeats_nothing"),
          "RulesTest",
          Set.of(""));

  @Test
  void a_sound_decision_has_no_faults() {
    assertThat(faults(FILE, SOUND)).isEmpty();
  }

  @Test
  void a_superseded_decision_names_another_that_exists() {
    assertThat(faults(FILE, SOUND.replace("accepted", "superseded by 0009"))).isEmpty();
    assertThat(faults(FILE, SOUND.replace("accepted", "superseded by 0042")))
        .containsExactly(FILE + ": it is superseded by 0042, which is no other ADR");
    assertThat(faults(FILE, SOUND.replace("accepted", "superseded by 0007")))
        .containsExactly(FILE + ": it is superseded by 0007, which is no other ADR");
  }

  @Test
  void the_file_is_named_by_number_and_claim() {
    assertThat(faults("0007-Positions.md", SOUND))
        .containsExactly(
            "0007-Positions.md: the file's name is not of the form NNNN-claim-in-kebab-case.md");
  }

  @Test
  void the_title_has_the_number_of_the_file() {
    assertThat(faults("0009-a-generation-is-a-schema.md", SOUND))
        .containsExactly(
            "0009-a-generation-is-a-schema.md: line 1 is not '# 0009. <a claim>' but"
                + " '# 0007. Positions and rows commit together'");
  }

  @Test
  void the_second_line_has_date_status_and_modules() {
    String form =
        ": line 2 is not '<date> · Status: accepted | superseded by NNNN · Touches: <modules>' but"
            + " '";

    assertThat(faults(FILE, SOUND.replace("accepted", "proposed")))
        .containsExactly(
            FILE
                + form
                + "2026-03-01 · Status: proposed · Touches: application, adapters-postgres'");
    assertThat(faults(FILE, SOUND.replace(" · Touches: application, adapters-postgres", "")))
        .containsExactly(FILE + form + "2026-03-01 · Status: accepted'");
    assertThat(faults(FILE, SOUND.replace("2026-03-01", "2026-02-30")))
        .containsExactly(FILE + ": '2026-02-30' is no date of the form 2026-01-31");
  }

  @Test
  void the_five_sections_come_in_order_and_none_is_empty() {
    assertThat(faults(FILE, SOUND.replace("## Rejected\n", "")))
        .containsExactly(
            FILE
                + ": its sections are [Context, Decision, Consequences, Confirmation],"
                + " not [Context, Decision, Consequences, Rejected, Confirmation]");
    assertThat(faults(FILE, SOUND.replace("We keep the positions beside the rows.\n", "")))
        .containsExactly(FILE + ": section 'Decision' is empty");
  }

  @Test
  void it_fits_on_a_screen() {
    assertThat(faults(FILE, SOUND.replace("records twice.", "records twice. " + "or ".repeat(293))))
        .isEmpty();
    assertThat(faults(FILE, SOUND.replace("records twice.", "records twice. " + "or ".repeat(294))))
        .containsExactly(FILE + ": it has 351 words, at most 350 are allowed");
  }

  @Test
  void what_confirms_it_exists() {
    assertThat(faults(FILE, SOUND.replace("`RulesTest`", "`LostTest`")))
        .containsExactly(FILE + ": Confirmation names `LostTest`, but no class is called LostTest");
    assertThat(faults(FILE, SOUND.replace("PROJECTIONS_ONLY_PROJECT", "NO_SUCH_RULE")))
        .containsExactly(
            FILE
                + ": Confirmation names `CqrsRules.NO_SUCH_RULE`, but CqrsRules has no"
                + " NO_SUCH_RULE");
    assertThat(faults(FILE, SOUND.replace("a_crash_repeats_nothing", "a_dream")))
        .containsExactly(
            FILE + ": Confirmation names `ConsumerIT.a_dream`, but ConsumerIT has no a_dream");
    assertThat(faults(FILE, SOUND.replace("CqrsRules.PROJ", "Lost.PROJ")))
        .containsExactly(
            FILE
                + ": Confirmation names `Lost.PROJECTIONS_ONLY_PROJECT`, but no class is called"
                + " Lost");
  }

  @Test
  void the_index_has_every_decision_with_its_title_and_no_other() {
    var adr = new Adr(FILE, SOUND);

    assertThat(
            new AdrIndex("| [0007](" + FILE + ") | Positions and rows commit together |\n")
                .faults(List.of(adr)))
        .isEmpty();
    assertThat(new AdrIndex("").faults(List.of(adr)))
        .containsExactly("README.md: no link to " + FILE);
    assertThat(new AdrIndex("- [0007](" + FILE + ") Rows commit\n").faults(List.of(adr)))
        .containsExactly(
            "README.md: the line that links to "
                + FILE
                + " lacks its title 'Positions and rows commit together'");
    assertThat(new AdrIndex("- [0042](0042-gone.md) Gone\n").faults(List.of()))
        .containsExactly("README.md: a link to 0042-gone.md, which does not exist");
  }

  private static List<String> faults(String file, String text) {
    return new Adr(file, text)
        .faults(
            Set.of("0007", "0009"),
            (type, member) -> DECLARED.getOrDefault(type, Set.of()).contains(member));
  }
}
