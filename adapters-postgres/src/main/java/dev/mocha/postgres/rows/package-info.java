/** Columns that several features have in common: orders, merchants' terms, counts. */
@NullMarked
package dev.mocha.postgres.rows;

import org.jspecify.annotations.NullMarked;
