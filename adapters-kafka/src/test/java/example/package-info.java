/** What the documentation shows of the log client. */
@NullMarked
package example;

import org.jspecify.annotations.NullMarked;
