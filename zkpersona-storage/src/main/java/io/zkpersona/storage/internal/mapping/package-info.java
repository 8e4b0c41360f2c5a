/**
 * Maps records to columns: which column keeps which component, how a value is read and bound.
 *
 * <p>The declarations themselves, {@code …Table}, are in the rooms of the subjects.
 */
@NullMarked
package io.zkpersona.storage.internal.mapping;

import org.jspecify.annotations.NullMarked;
