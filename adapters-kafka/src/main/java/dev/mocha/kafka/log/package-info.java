/** What all features share of the log: topics, the serialized form of events, watermarks. */
@NullMarked
package dev.mocha.kafka.log;

import org.jspecify.annotations.NullMarked;
