/** Orders, merchants and the import of order history over HTTP. */
@NullMarked
package dev.mocha.http.ordering;

import org.jspecify.annotations.NullMarked;
