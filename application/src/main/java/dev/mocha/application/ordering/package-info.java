/** The command side: the aggregates of orders and merchants, the use cases, and their ports. */
@NullMarked
package dev.mocha.application.ordering;

import org.jspecify.annotations.NullMarked;
