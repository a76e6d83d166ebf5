/** Streams, over HTTP. */
@NullMarked
package dev.mocha.http.streaming;

import org.jspecify.annotations.NullMarked;
