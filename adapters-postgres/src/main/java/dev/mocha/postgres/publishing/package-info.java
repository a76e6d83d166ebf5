/** The outbox relay's tables, and the end of the event store. */
@NullMarked
package dev.mocha.postgres.publishing;

import org.jspecify.annotations.NullMarked;
