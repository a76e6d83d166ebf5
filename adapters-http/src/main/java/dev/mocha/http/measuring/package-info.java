/** Tells operators what the databases have done so far. */
@NullMarked
package dev.mocha.http.measuring;

import org.jspecify.annotations.NullMarked;
