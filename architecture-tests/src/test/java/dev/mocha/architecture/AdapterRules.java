package dev.mocha.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;

/** How adapters meet the rest. */
final class AdapterRules {

  /** Public classes in an adapter's feature packages are public for its own door only. */
  static final Rule ADAPTERS_OPEN_ONE_DOOR =
      root ->
          CompositeArchRule.of(
                  Root.ADAPTERS.stream().map(adapter -> onlyTheDoorOf(adapter, root)).toList())
              .because("ADR-0012 each adapter opens one door");

  /** What features share has a package of its own, so that the door builds and nobody knows it. */
  static final Rule DOORS_STAND_ALONE =
      root ->
          classes()
              .that()
              .resideInAnyPackage(Root.ADAPTERS.stream().map(root::at).toArray(String[]::new))
              .and()
              .doNotHaveSimpleName("package-info")
              .should()
              .haveSimpleNameEndingWith("AutoConfiguration")
              .because("ADR-0012 the root package of an adapter holds its door and nothing else");

  static final Rule AXON_ANNOTATIONS_STAY_IN_APPLICATION =
      root ->
          noClasses()
              .that()
              .resideInAPackage(root.everything())
              .and()
              .resideOutsideOfPackage(root.within("application"))
              .should()
              .dependOnClassesThat(
                  resideInAPackage("org.axonframework..")
                      .and(DescribedPredicate.describe("are annotations", JavaClass::isAnnotation))
                      .as("are annotations of Axon"))
              .because("ADR-0002 Axon sees a shell in application, and only that is its to call");

  private AdapterRules() {}

  private static ArchRule onlyTheDoorOf(String adapter, Root root) {
    return noClasses()
        .that()
        .resideInAPackage(root.everything())
        .and()
        .resideOutsideOfPackage(root.within(adapter))
        .should()
        .dependOnClassesThat(
            resideInAPackage(root.within(adapter))
                .and(not(simpleNameEndingWith("AutoConfiguration")))
                .as("are behind the door of " + adapter));
  }
}
