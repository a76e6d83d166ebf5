/** Orders and merchants as pure deciders: commands and the time come in, events come out. */
@NullMarked
package dev.mocha.domain.ordering;

import org.jspecify.annotations.NullMarked;
