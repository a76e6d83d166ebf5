/** What streams keep beside what they write: positions and dead letters. */
@NullMarked
package dev.mocha.postgres.streaming;

import org.jspecify.annotations.NullMarked;
