/** Publishes the event store to the log, and lets other services append to the log. */
@NullMarked
package dev.mocha.application.publishing;

import org.jspecify.annotations.NullMarked;
