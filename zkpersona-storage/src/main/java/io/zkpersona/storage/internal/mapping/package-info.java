/**
 * Maps records to columns: the column of each component, and how values are read and bound.
 *
 * <p>The table declarations, {@code …Table}, are in the packages of the subjects.
 */
@NullMarked
package io.zkpersona.storage.internal.mapping;

import org.jspecify.annotations.NullMarked;
