/** Asks PostgreSQL what it has done. */
@NullMarked
package dev.mocha.postgres.measuring;

import org.jspecify.annotations.NullMarked;
