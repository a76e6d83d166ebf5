/** Benchmarks of the whole application, each compared with a peer or a floor of the same run. */
@NullMarked
package dev.mocha.benchmarks;

import org.jspecify.annotations.NullMarked;
