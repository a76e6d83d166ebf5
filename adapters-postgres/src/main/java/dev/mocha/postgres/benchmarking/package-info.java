/** Reads the counters of PostgreSQL. */
@NullMarked
package dev.mocha.postgres.benchmarking;

import org.jspecify.annotations.NullMarked;
