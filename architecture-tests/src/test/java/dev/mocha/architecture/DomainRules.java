package dev.mocha.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.members;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Calendar;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** What makes the domain a pure decider. */
final class DomainRules {

  /** Time, ids and randomness come in; events come out. */
  static final Rule DOMAIN_ASKS_NOBODY =
      root ->
          noClasses()
              .that()
              .resideInAPackage(root.within("domain"))
              .should()
              .accessTargetWhere(asksForTimeChanceOrEnvironment())
              .because("ADR-0002 the same command at the same time is decided the same for ever");

  /** A new command or event does not compile until it is handled everywhere. */
  static final Rule COMMANDS_AND_EVENTS_ARE_SEALED =
      root ->
          classes()
              .that()
              .resideInAPackage(root.within("domain"))
              .and(commandOrEvent())
              .should(beSealedInterfaces())
              .because("ADR-0002 deciding is a switch that leaves none out");

  static final Rule COMMANDS_AND_EVENTS_ARE_RECORDS =
      root ->
          classes()
              .that()
              .resideInAPackage(root.within("domain"))
              .and()
              .areNotInterfaces()
              .and()
              .areAssignableTo(commandOrEvent())
              .should()
              .beRecords()
              .because("ADR-0002 a command and an event are what they say and nothing else");

  static final Rule MONEY_NEVER_FLOATS =
      root ->
          members()
              .that()
              .areDeclaredInClassesThat()
              .resideInAnyPackage(root.within("domain"), root.within("application"))
              .should(notBeFloating())
              .because("ADR-0011 money is a long in minor units");

  /**
   * Methods of the JDK that answer differently from call to call or from machine to machine. What
   * Error Prone refuses anyway, as {@code java.util.Date}, is left out.
   */
  private static final Map<Class<?>, Set<String>> ASKING =
      Map.of(
          System.class,
          Set.of("currentTimeMillis", "nanoTime", "getenv", "getProperty", "getProperties"),
          Boolean.class,
          Set.of("getBoolean"),
          Integer.class,
          Set.of("getInteger"),
          Long.class,
          Set.of("getLong"),
          Math.class,
          Set.of("random"),
          StrictMath.class,
          Set.of("random"),
          UUID.class,
          Set.of("randomUUID"),
          Locale.class,
          Set.of("getDefault"),
          TimeZone.class,
          Set.of("getDefault"),
          Calendar.class,
          Set.of("getInstance"));

  private DomainRules() {}

  private static DescribedPredicate<JavaClass> commandOrEvent() {
    return simpleNameEndingWith("Command")
        .or(simpleNameEndingWith("Event"))
        .as("are named Command or Event");
  }

  private static DescribedPredicate<JavaAccess<?>> asksForTimeChanceOrEnvironment() {
    return DescribedPredicate.describe(
        "asks for time, chance or environment", access -> isAsking(access));
  }

  private static boolean isAsking(JavaAccess<?> access) {
    JavaClass owner = access.getTargetOwner();
    String called = access.getTarget().getName();
    return ASKING.entrySet().stream()
            .anyMatch(it -> owner.isEquivalentTo(it.getKey()) && it.getValue().contains(called))
        || (resideInAPackage("java.time..").test(owner)
            && Set.of("now", "systemDefault").contains(called))
        || owner.isAssignableTo(Clock.class)
        || owner.isAssignableTo(InstantSource.class)
        || owner.isAssignableTo(RandomGenerator.class);
  }

  private static ArchCondition<JavaClass> beSealedInterfaces() {
    return new ArchCondition<>("be sealed interfaces") {
      @Override
      public void check(JavaClass it, ConditionEvents events) {
        events.add(
            new SimpleConditionEvent(
                it,
                it.isInterface() && it.reflect().isSealed(),
                "Class <" + it.getName() + "> is no sealed interface"));
      }
    };
  }

  private static ArchCondition<JavaMember> notBeFloating() {
    return new ArchCondition<>("not have floating-point types") {
      @Override
      public void check(JavaMember it, ConditionEvents events) {
        events.add(
            new SimpleConditionEvent(
                it,
                typesOf(it).noneMatch(DomainRules::isFloating),
                it.getDescription() + " has a floating-point type"));
      }
    };
  }

  private static Stream<JavaType> typesOf(JavaMember member) {
    return switch (member) {
      case JavaField field -> Stream.of(field.getType());
      case JavaCodeUnit codeUnit ->
          Stream.concat(Stream.of(codeUnit.getReturnType()), codeUnit.getParameterTypes().stream());
      default -> throw new IllegalArgumentException("neither field nor code: " + member);
    };
  }

  private static boolean isFloating(JavaType type) {
    return type.getAllInvolvedRawTypes().stream()
        .map(JavaClass::getBaseComponentType)
        .anyMatch(
            it ->
                Stream.of(double.class, float.class, Double.class, Float.class)
                    .anyMatch(it::isEquivalentTo));
  }
}
