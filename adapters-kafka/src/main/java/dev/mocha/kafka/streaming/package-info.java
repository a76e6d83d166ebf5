/**
 * The log consumer: batches out of the topics, each applied in one transaction with its position.
 */
@NullMarked
package dev.mocha.kafka.streaming;

import org.jspecify.annotations.NullMarked;
