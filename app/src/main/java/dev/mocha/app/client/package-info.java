/** The client that the commands use. */
@NullMarked
package dev.mocha.app.client;

import org.jspecify.annotations.NullMarked;
