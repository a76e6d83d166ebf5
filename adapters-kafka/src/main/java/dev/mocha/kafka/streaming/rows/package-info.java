/** Rows of a stream's table, out of the records of its topics. */
@NullMarked
package dev.mocha.kafka.streaming.rows;

import org.jspecify.annotations.NullMarked;
