/** The HTTP API for streams and dead letters. */
@NullMarked
package dev.mocha.http.streaming;

import org.jspecify.annotations.NullMarked;
