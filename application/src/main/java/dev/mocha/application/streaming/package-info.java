/**
 * Streams: they read topics of the log, write rows, and store offsets and dead letters in the same
 * transaction.
 */
@NullMarked
package dev.mocha.application.streaming;

import org.jspecify.annotations.NullMarked;
