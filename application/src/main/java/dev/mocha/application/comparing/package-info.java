/** Comparing two sides of the same data, for features that do so. */
@NullMarked
package dev.mocha.application.comparing;

import org.jspecify.annotations.NullMarked;
