/** Orders, merchants and the import of history over HTTP. */
@NullMarked
package dev.mocha.http.ordering;

import org.jspecify.annotations.NullMarked;
