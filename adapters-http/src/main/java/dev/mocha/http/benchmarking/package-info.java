/** Tells operators what the databases have done so far. */
@NullMarked
package dev.mocha.http.benchmarking;

import org.jspecify.annotations.NullMarked;
