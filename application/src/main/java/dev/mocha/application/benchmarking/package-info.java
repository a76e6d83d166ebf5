/** What the databases have done so far, to tell what each path to a report costs them. */
@NullMarked
package dev.mocha.application.benchmarking;

import org.jspecify.annotations.NullMarked;
