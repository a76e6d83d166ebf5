/** The definitions of streams, out of their files. */
@NullMarked
package dev.mocha.kafka.streaming.definition;

import org.jspecify.annotations.NullMarked;
