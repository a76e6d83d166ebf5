/** The usage of the databases, from which a benchmark computes what a report costs. */
@NullMarked
package dev.mocha.application.benchmarking;

import org.jspecify.annotations.NullMarked;
