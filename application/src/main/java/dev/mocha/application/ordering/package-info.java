/**
 * The command side: orders and merchants as Axon aggregates, the use cases on them, and their
 * ports.
 */
@NullMarked
package dev.mocha.application.ordering;

import org.jspecify.annotations.NullMarked;
