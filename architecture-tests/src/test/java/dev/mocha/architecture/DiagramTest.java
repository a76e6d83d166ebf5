package dev.mocha.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.mocha.architecture.Diagram.Arrow;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class DiagramTest {

  private static final JavaClasses MOCHA = Root.MOCHA.classes();
  private static final Diagram OF_MOCHA =
      Diagram.read(Project.ROOT.resolve("docs/architecture.puml"));

  private static final Root UNDRAWN = new Root("samples.undrawn");
  private static final Diagram OF_UNDRAWN =
      Diagram.read(
          Project.ROOT.resolve(Path.of("architecture-tests/src/test/resources/undrawn.puml")));

  @Test
  void every_dependency_between_components_is_drawn() {
    OF_MOCHA.draws(Root.MOCHA).check(MOCHA);
  }

  @Test
  void every_package_is_drawn() {
    assertThat(OF_MOCHA.undrawnPackages(MOCHA)).isEmpty();
  }

  @Test
  void every_arrow_has_a_dependency() {
    assertThat(OF_MOCHA.idleArrows(MOCHA)).isEmpty();
  }

  @Test
  void a_dependency_that_is_not_drawn_is_found() {
    assertThat(
            OF_UNDRAWN.draws(UNDRAWN).evaluate(UNDRAWN.classes()).getFailureReport().getDetails())
        .extracting(Sample::shortened)
        .containsExactly("Method <Tables.publishTo(Log)> has parameter of type <Log>");
  }

  @Test
  void a_package_that_is_not_drawn_is_found() {
    assertThat(OF_UNDRAWN.undrawnPackages(UNDRAWN.classes()))
        .containsExactly("samples.undrawn.forgotten");
  }

  @Test
  void an_arrow_with_nothing_behind_it_is_found() {
    assertThat(OF_UNDRAWN.idleArrows(UNDRAWN.classes()))
        .containsExactly(new Arrow("kafka", "postgres"));
  }
}
