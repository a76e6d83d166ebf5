/** Appends the event store's and other services' events to the log as CloudEvents. */
@NullMarked
package dev.mocha.kafka.publishing;

import org.jspecify.annotations.NullMarked;
