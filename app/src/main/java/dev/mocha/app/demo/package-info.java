/** A simulated business day. */
@NullMarked
package dev.mocha.app.demo;

import org.jspecify.annotations.NullMarked;
