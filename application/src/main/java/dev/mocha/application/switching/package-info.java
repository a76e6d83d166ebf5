/** Moves the reports of merchants from the old path to the new, compares them, and goes back. */
@NullMarked
package dev.mocha.application.switching;

import org.jspecify.annotations.NullMarked;
