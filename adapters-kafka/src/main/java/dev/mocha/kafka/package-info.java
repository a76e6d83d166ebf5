/** The Kafka adapter. Its one door is {@link dev.mocha.kafka.KafkaAutoConfiguration}. */
@NullMarked
package dev.mocha.kafka;

import org.jspecify.annotations.NullMarked;
