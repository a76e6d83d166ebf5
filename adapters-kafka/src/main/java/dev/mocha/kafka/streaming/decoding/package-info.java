/** Records of the log, decoded: events for projections, rows for the tables of streams. */
@NullMarked
package dev.mocha.kafka.streaming.decoding;

import org.jspecify.annotations.NullMarked;
