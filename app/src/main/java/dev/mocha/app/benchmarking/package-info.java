/** Measures the primary and the candidate report of a running system from outside. */
@NullMarked
package dev.mocha.app.benchmarking;

import org.jspecify.annotations.NullMarked;
