/** The usage of the databases over HTTP. */
@NullMarked
package dev.mocha.http.benchmarking;

import org.jspecify.annotations.NullMarked;
