/** Generations of the report tables, and the tables that a rebuild fills. */
@NullMarked
package dev.mocha.postgres.rebuilding;

import org.jspecify.annotations.NullMarked;
