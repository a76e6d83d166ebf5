/** Rebuilds and generations over HTTP. */
@NullMarked
package dev.mocha.http.rebuilding;

import org.jspecify.annotations.NullMarked;
