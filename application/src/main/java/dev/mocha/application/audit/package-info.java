/** What every change records about itself. */
@NullMarked
package dev.mocha.application.audit;

import org.jspecify.annotations.NullMarked;
