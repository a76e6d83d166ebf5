package dev.mocha.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;

/**
 * The package that holds a whole system: Mocha's, or a sample's that breaks one rule. Rules name
 * packages only through it, so that a name with nothing behind it is found: a rule about a package
 * that does not exist holds without a check.
 */
record Root(String name) {

  static final Root MOCHA = new Root("dev.mocha");

  /** The adapters. */
  static final List<String> ADAPTERS = List.of("kafka", "postgres", "http");

  /** The features: a package of each name in every module that takes part in it. */
  static final List<String> FEATURES =
      List.of(
          "ordering",
          "publishing",
          "streaming",
          "reporting",
          "rebuilding",
          "reconciling",
          "switching",
          "benchmarking");

  /** Every package that a rule may name. */
  static final List<String> PACKAGES =
      List.of(
          "domain",
          "application",
          "application.ordering",
          "application.publishing",
          "application.reporting",
          "application.switching",
          "logclient",
          "kafka",
          "postgres",
          "postgres.ordering",
          "postgres.reporting",
          "postgres.switching",
          "http",
          "http.ordering",
          "http.reporting",
          "http.switching",
          "app");

  /** The package of this name. */
  String at(String relative) {
    if (!PACKAGES.contains(relative)) {
      throw new IllegalArgumentException(relative + " is missing in Root.PACKAGES");
    }
    return name + "." + relative;
  }

  /** The packages of these names with all below them, as ArchUnit writes it. */
  String[] within(List<String> relative) {
    return relative.stream().map(this::within).toArray(String[]::new);
  }

  /** The package of this name with all below it, as ArchUnit writes it. */
  String within(String relative) {
    return at(relative) + "..";
  }

  /** All of it. */
  String everything() {
    return name + "..";
  }

  /** The compiled classes, without Mocha's tests. */
  JavaClasses classes() {
    var importer = new ClassFileImporter();
    return (equals(MOCHA)
            ? importer.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            : importer)
        .importPackages(name);
  }
}
