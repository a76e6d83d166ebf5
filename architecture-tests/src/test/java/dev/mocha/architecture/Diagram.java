package dev.mocha.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.Configuration.consideringOnlyDependenciesInDiagram;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.adhereToPlantUmlDiagram;
import static java.util.stream.Collectors.toMap;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A picture of components, each with the packages it stands for. ArchUnit refuses dependencies that
 * are not drawn; what it passes over, arrows and packages that are drawn or left out without
 * reason, is found here.
 */
record Diagram(Path file, Map<String, String> packages, List<Arrow> arrows) {

  private static final Pattern COMPONENT = Pattern.compile("\\[([^\\]]+)] *<<([^>]+)>>");
  private static final Pattern ARROW = Pattern.compile("\\[([^\\]]+)] *--> *\\[([^\\]]+)]");

  /** Says that a component knows another. */
  record Arrow(String from, String to) {}

  static Diagram read(Path file) {
    String text = Project.read(file);
    return new Diagram(
        file,
        COMPONENT.matcher(text).results().collect(toMap(it -> it.group(1), it -> it.group(2))),
        ARROW.matcher(text).results().map(it -> new Arrow(it.group(1), it.group(2))).toList());
  }

  /** Every dependency between components is drawn. */
  ArchRule draws(Root root) {
    return classes()
        .that()
        .resideInAPackage(root.everything())
        .should(adhereToPlantUmlDiagram(file, consideringOnlyDependenciesInDiagram()))
        .because("ADR-0012 a review reads pictures that cannot be out of date");
  }

  /** The packages that no component stands for. */
  List<String> undrawnPackages(JavaClasses classes) {
    return classes.stream()
        .filter(it -> packages.values().stream().noneMatch(drawn -> isIn(drawn, it)))
        .map(JavaClass::getPackageName)
        .distinct()
        .sorted()
        .toList();
  }

  /** The arrows without a dependency. */
  List<Arrow> idleArrows(JavaClasses classes) {
    return arrows.stream().filter(arrow -> !isUsed(arrow, classes)).toList();
  }

  private boolean isUsed(Arrow arrow, JavaClasses classes) {
    return classes.stream()
        .filter(it -> isIn(packageOf(arrow.from()), it))
        .flatMap(it -> it.getDirectDependenciesFromSelf().stream())
        .map(Dependency::getTargetClass)
        .anyMatch(it -> isIn(packageOf(arrow.to()), it));
  }

  private String packageOf(String component) {
    String drawn = packages.get(component);
    if (drawn == null) {
      throw new IllegalStateException("no component [" + component + "] in " + file);
    }
    return drawn;
  }

  private static boolean isIn(String drawn, JavaClass it) {
    return resideInAPackage(drawn).test(it);
  }
}
