/** Orders and merchants as pure deciders, which map commands and the time to events. */
@NullMarked
package dev.mocha.domain.ordering;

import org.jspecify.annotations.NullMarked;
