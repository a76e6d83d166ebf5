/** The failures that callers hear of, whichever feature they come from. */
@NullMarked
package dev.mocha.application.failures;

import org.jspecify.annotations.NullMarked;
