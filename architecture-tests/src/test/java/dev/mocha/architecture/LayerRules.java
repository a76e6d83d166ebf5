package dev.mocha.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.all;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.AbstractClassesTransformer;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

/** Which module may know which. */
final class LayerRules {

  /** Without it the rules about a package pass when the package is renamed. */
  static final Rule NAMED_PACKAGES_EXIST =
      root ->
          all(packagesNamedIn(root))
              .should(haveClasses())
              .because("ADR-0012 a boundary that is nowhere is kept by everybody");

  /** An allow-list: whatever is new is refused until somebody thinks about it. */
  static final Rule DOMAIN_KNOWS_ONLY_THE_JDK =
      root ->
          classes()
              .that()
              .resideInAPackage(root.within("domain"))
              .should()
              .onlyDependOnClassesThat()
              .resideInAnyPackage(root.within("domain"), "java..", "org.jspecify..")
              .because("ADR-0002 the domain is a pure decider");

  /** Axon's core is in, its extensions and its Spring side are out. */
  static final Rule APPLICATION_ADDS_ONLY_AXON_AND_SLF4J =
      root ->
          classes()
              .that()
              .resideInAPackage(root.within("application"))
              .should()
              .onlyDependOnClassesThat(
                  resideInAnyPackage(
                          root.within("domain"),
                          root.within("application"),
                          "java..",
                          "org.jspecify..",
                          "org.slf4j..",
                          "org.axonframework..")
                      .and(
                          not(
                              resideInAnyPackage(
                                  "org.axonframework.extensions..",
                                  "org.axonframework.spring..",
                                  "org.axonframework.springboot.."))))
              .because("ADR-0012 use cases outlive the servers and libraries at the edge");

  /** Whoever takes it into a service takes this and no more. */
  static final Rule LOG_CLIENT_STANDS_ALONE =
      root ->
          classes()
              .that()
              .resideInAPackage(root.within("logclient"))
              .should()
              .onlyDependOnClassesThat()
              .resideInAnyPackage(
                  root.within("logclient"),
                  "java..",
                  "org.jspecify..",
                  "org.slf4j..",
                  "org.apache.kafka..",
                  "io.cloudevents..",
                  "com.fasterxml.jackson..",
                  "com.networknt.schema..")
              .because("ADR-0020 any service can take the log client and nothing of Mocha");

  static final Rule ADAPTERS_DO_NOT_KNOW_EACH_OTHER =
      root ->
          slices()
              .matching(root.name() + ".(" + String.join("|", Root.ADAPTERS) + ")..")
              .should()
              .notDependOnEachOther()
              .because("ADR-0012 each adapter can be replaced alone");

  static final Rule NOBODY_KNOWS_APP =
      root ->
          noClasses()
              .that()
              .resideInAPackage(root.everything())
              .and()
              .resideOutsideOfPackage(root.within("app"))
              .should()
              .dependOnClassesThat()
              .resideInAPackage(root.within("app"))
              .because("ADR-0012 the composition root knows all, so none may know it");

  /**
   * A feature has one name in every module and is one slice through all of them. What features of a
   * module share is no feature.
   */
  static final Rule FEATURES_HAVE_NO_CYCLES =
      root ->
          slices()
              .matching(root.name() + ".*.(" + String.join("|", Root.FEATURES) + ")..")
              .should()
              .beFreeOfCycles()
              .because("ADR-0012 a feature can be read, and taken out, without those built on it");

  /** Each package is a slice of its own: root packages too, and packages of any depth. */
  static final Rule PACKAGES_HAVE_NO_CYCLES =
      root ->
          slices()
              .assignedFrom(packageByPackage())
              .should()
              .beFreeOfCycles()
              .because("ADR-0012 what features share knows no feature");

  private LayerRules() {}

  private static SliceAssignment packageByPackage() {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass it) {
        return SliceIdentifier.of(it.getPackageName());
      }

      @Override
      public String getDescription() {
        return "each package";
      }
    };
  }

  private record NamedPackage(String name, boolean hasClasses) {}

  private static AbstractClassesTransformer<NamedPackage> packagesNamedIn(Root root) {
    return new AbstractClassesTransformer<>("packages that rules name") {
      @Override
      public Iterable<NamedPackage> doTransform(JavaClasses classes) {
        return Root.PACKAGES.stream()
            .map(root::at)
            .map(it -> new NamedPackage(it, classes.containPackage(it)))
            .toList();
      }
    };
  }

  private static ArchCondition<NamedPackage> haveClasses() {
    return new ArchCondition<>("have classes") {
      @Override
      public void check(NamedPackage it, ConditionEvents events) {
        events.add(
            new SimpleConditionEvent(it, it.hasClasses(), "Package <" + it.name() + "> is empty"));
      }
    };
  }
}
