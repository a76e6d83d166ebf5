/** Load and speed of the whole application, each beside a peer or floor of the same run. */
@NullMarked
package dev.mocha.benchmarks;

import org.jspecify.annotations.NullMarked;
