/**
 * The log consumer: it reads topics in batches and applies each with its offsets in a transaction.
 */
@NullMarked
package dev.mocha.kafka.streaming;

import org.jspecify.annotations.NullMarked;
