/** The log client: events in, CloudEvents on the topics, acknowledged. */
@NullMarked
package dev.mocha.kafka.publishing;

import org.jspecify.annotations.NullMarked;
