/**
 * What a stream out of the log needs: where it has read to, one transaction for that and what it
 * makes of the records, and a place for the records that it cannot take.
 */
@NullMarked
package dev.mocha.application.streaming;

import org.jspecify.annotations.NullMarked;
