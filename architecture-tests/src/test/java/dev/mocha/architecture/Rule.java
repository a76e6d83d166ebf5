package dev.mocha.architecture;

import com.tngtech.archunit.lang.ArchRule;

/** A rule that holds for Mocha and can be shown to fail for a sample. */
@FunctionalInterface
interface Rule {

  /** The rule about the packages below this root. */
  ArchRule in(Root root);
}
