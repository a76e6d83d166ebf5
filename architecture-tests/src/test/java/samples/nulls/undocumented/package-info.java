/** Documented, and not marked. */
package samples.nulls.undocumented;
