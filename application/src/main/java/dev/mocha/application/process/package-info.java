/** What a process is: the roles it takes, and the order in which its parts start and stop. */
@NullMarked
package dev.mocha.application.process;

import org.jspecify.annotations.NullMarked;
