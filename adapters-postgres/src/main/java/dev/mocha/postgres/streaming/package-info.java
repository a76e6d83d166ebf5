/** Read positions, kept beside the rows of a generation. */
@NullMarked
package dev.mocha.postgres.streaming;

import org.jspecify.annotations.NullMarked;
