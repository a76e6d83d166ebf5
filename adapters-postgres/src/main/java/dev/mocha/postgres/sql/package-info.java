/** SQL that every feature uses: rows, columns, upserts, COPY. It depends on no feature. */
@NullMarked
package dev.mocha.postgres.sql;

import org.jspecify.annotations.NullMarked;
