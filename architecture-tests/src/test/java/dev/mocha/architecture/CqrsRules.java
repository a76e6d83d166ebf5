package dev.mocha.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.gateway.EventGateway;
import org.axonframework.modelling.command.AggregateLifecycle;

/** What keeps the two sides of the system apart. */
final class CqrsRules {

  private static final List<String> QUERY_SIDE =
      List.of("application.reporting", "http.reporting", "postgres.reporting");

  private static final List<String> COMMAND_SIDE =
      List.of("application.ordering", "http.ordering", "postgres.ordering");

  /** The primary report and all that moves its traffic: the main service's side. */
  private static final List<String> PRIMARY_REPORT =
      List.of("application.switching", "http.switching", "postgres.switching");

  static final Rule QUERIES_KNOW_NO_COMMANDS =
      root ->
          noClasses()
              .that()
              .resideInAnyPackage(root.within(QUERY_SIDE))
              .should()
              .dependOnClassesThat(
                  resideInAnyPackage(root.within(COMMAND_SIDE))
                      .or(commandsOf(root))
                      .as("are commands or take them"))
              .because("ADR-0003 the query side lives on the published log alone");

  static final Rule QUERIES_DO_NOT_USE_THE_PRIMARY_REPORT =
      root ->
          noClasses()
              .that()
              .resideInAnyPackage(root.within(QUERY_SIDE))
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(root.within(PRIMARY_REPORT))
              .because("ADR-0039 the primary report reads the main service's tables");

  static final Rule COMMANDS_KNOW_NO_PROJECTIONS =
      root ->
          noClasses()
              .that()
              .resideInAnyPackage(root.within(COMMAND_SIDE))
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(root.within(QUERY_SIDE))
              .because("ADR-0009 projections come and go while the command side runs on");

  /** A projection is fed the same events again after a failure, and all of them in a rebuild. */
  static final Rule PROJECTIONS_ONLY_PROJECT =
      root ->
          noClasses()
              .that(
                  resideInAPackage(root.within("application.reporting"))
                      .or(
                          resideInAPackage(root.within("application"))
                              .and(
                                  simpleNameEndingWith("Projector")
                                      .or(simpleNameEndingWith("Projection"))))
                      .as("project"))
              .should()
              .dependOnClassesThat(
                  assignableTo(CommandBus.class)
                      .or(assignableTo(CommandGateway.class))
                      .or(assignableTo(EventBus.class))
                      .or(assignableTo(EventGateway.class))
                      .or(assignableTo(AggregateLifecycle.class))
                      .or(publishedLogOf(root))
                      .as("send commands or publish events"))
              .because("ADR-0007 only what commits with the positions is undone with them");

  private CqrsRules() {}

  private static DescribedPredicate<JavaClass> commandsOf(Root root) {
    return assignableTo(
        resideInAPackage(root.within("domain")).and(simpleNameEndingWith("Command")));
  }

  /** With its nested types. */
  private static DescribedPredicate<JavaClass> publishedLogOf(Root root) {
    return nameStartingWith(root.at("application.publishing") + ".PublishedLog").forSubtype();
  }
}
