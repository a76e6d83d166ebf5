/** The command line. */
@NullMarked
package dev.mocha.app.cli;

import org.jspecify.annotations.NullMarked;
