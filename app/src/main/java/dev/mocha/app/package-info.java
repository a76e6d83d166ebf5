/** The executable: its main class is {@link dev.mocha.app.Mocha}. */
@NullMarked
package dev.mocha.app;

import org.jspecify.annotations.NullMarked;
