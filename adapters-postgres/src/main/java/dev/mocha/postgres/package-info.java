/** The PostgreSQL adapter. Its one door is {@link dev.mocha.postgres.PostgresAutoConfiguration}. */
@NullMarked
package dev.mocha.postgres;

import org.jspecify.annotations.NullMarked;
