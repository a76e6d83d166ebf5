/**
 * The log client for any service: events that keep their schema in, CloudEvents on Kafka out. Knows
 * nothing of Mocha, Axon or Spring.
 */
@NullMarked
package dev.mocha.logclient;

import org.jspecify.annotations.NullMarked;
