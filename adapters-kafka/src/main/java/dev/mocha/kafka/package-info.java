/**
 * The Kafka adapter. Other modules use it through {@link dev.mocha.kafka.KafkaAutoConfiguration}.
 */
@NullMarked
package dev.mocha.kafka;

import org.jspecify.annotations.NullMarked;
