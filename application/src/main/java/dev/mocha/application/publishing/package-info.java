/** Every stored event goes to the published log, in order, before the reading position moves. */
@NullMarked
package dev.mocha.application.publishing;

import org.jspecify.annotations.NullMarked;
