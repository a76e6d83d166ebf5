/** What the log consumer needs of a projection: where it has read to, and one transaction. */
@NullMarked
package dev.mocha.application.streaming;

import org.jspecify.annotations.NullMarked;
