/** As it should be. */
@NullMarked
package samples.nulls.marked;

import org.jspecify.annotations.NullMarked;
