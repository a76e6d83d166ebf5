/** A client of a running system. */
@NullMarked
package dev.mocha.app.client;

import org.jspecify.annotations.NullMarked;
