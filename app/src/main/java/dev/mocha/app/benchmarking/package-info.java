/** Measures a running system from outside: what the old report costs, and what the new one. */
@NullMarked
package dev.mocha.app.benchmarking;

import org.jspecify.annotations.NullMarked;
