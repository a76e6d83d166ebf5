/** The columns that tables of several features have alike: orders, merchants' terms, counts. */
@NullMarked
package dev.mocha.postgres.rows;

import org.jspecify.annotations.NullMarked;
