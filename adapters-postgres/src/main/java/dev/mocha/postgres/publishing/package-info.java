/** What the publisher asks of the event store. */
@NullMarked
package dev.mocha.postgres.publishing;

import org.jspecify.annotations.NullMarked;
