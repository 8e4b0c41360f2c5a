/**
 * Meters and observations of a manager. Listeners report what it does; a binder reports its state.
 *
 * <p>Names and tags are fixed and of low cardinality; there are never values of rows in them.
 */
@NullMarked
package io.zkpersona.micrometer;

import org.jspecify.annotations.NullMarked;
