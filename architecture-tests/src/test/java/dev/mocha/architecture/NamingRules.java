package dev.mocha.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.all;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.lang.AbstractClassesTransformer;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** What names say, and what packages promise. */
final class NamingRules {

  /** As words of a name: a Utility or a Mapping is no Util and no Mapper. */
  private static final Pattern EMPTY_WORDS =
      Pattern.compile("(Impl|Utils?|Helper|Manager|Dto|DTO|Mapper)(?![a-z])|(Service|Port)$");

  static final Rule NAMES_SAY_SOMETHING =
      root ->
          classes()
              .that()
              .resideInAPackage(root.everything())
              .should(haveNamesThatSaySomething())
              .because("ADR-0012 a feature is found by its name in every module");

  static final Rule PACKAGES_ARE_NULL_MARKED =
      root ->
          all(packagesOf(root))
              .should(beNullMarked())
              .because("ADR-0017 the compiler checks null everywhere or nowhere for certain");

  private NamingRules() {}

  private static ArchCondition<JavaClass> haveNamesThatSaySomething() {
    return new ArchCondition<>("have names that say something") {
      @Override
      public void check(JavaClass it, ConditionEvents events) {
        events.add(
            new SimpleConditionEvent(
                it,
                !EMPTY_WORDS.matcher(it.getSimpleName()).find(),
                "Class <" + it.getName() + "> has a name of words that say nothing"));
      }
    };
  }

  private static AbstractClassesTransformer<JavaPackage> packagesOf(Root root) {
    return new AbstractClassesTransformer<>("packages") {
      @Override
      public Iterable<JavaPackage> doTransform(JavaClasses classes) {
        JavaPackage top = classes.getPackage(root.name());
        return Stream.concat(Stream.of(top), top.getSubpackagesInTree().stream())
            .filter(it -> !it.getClasses().isEmpty())
            .toList();
      }
    };
  }

  private static ArchCondition<JavaPackage> beNullMarked() {
    return new ArchCondition<>("be null-marked") {
      @Override
      public void check(JavaPackage it, ConditionEvents events) {
        events.add(
            new SimpleConditionEvent(
                it,
                it.isAnnotatedWith(NullMarked.class),
                "Package <" + it.getName() + "> is not @NullMarked"));
      }
    };
  }
}
