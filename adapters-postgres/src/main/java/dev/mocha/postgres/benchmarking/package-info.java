/** Asks PostgreSQL what it has done. */
@NullMarked
package dev.mocha.postgres.benchmarking;

import org.jspecify.annotations.NullMarked;
