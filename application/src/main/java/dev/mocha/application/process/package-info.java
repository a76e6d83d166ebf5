/** What a process is: its roles, the order in which its parts start, and how their work pauses. */
@NullMarked
package dev.mocha.application.process;

import org.jspecify.annotations.NullMarked;
