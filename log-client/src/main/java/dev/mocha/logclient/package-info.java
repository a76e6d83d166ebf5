/**
 * The log client: validates events of any service and sends them to Kafka as CloudEvents. It
 * depends on nothing of Mocha, Axon or Spring.
 */
@NullMarked
package dev.mocha.logclient;

import org.jspecify.annotations.NullMarked;
