/** The tables, offsets, counts and dead letters of streams. */
@NullMarked
package dev.mocha.postgres.streaming;

import org.jspecify.annotations.NullMarked;
