/** What every feature writes SQL with: rows, columns, arrays, COPY. It knows no feature. */
@NullMarked
package dev.mocha.postgres.sql;

import org.jspecify.annotations.NullMarked;
