/**
 * Repository interfaces: one for each entity, plus queue, sign-in, access control and aggregates.
 *
 * <p>A null argument, unless the parameter is {@code @Nullable}, throws {@link
 * io.zkpersona.domain.error.ValidationException} before anything is sent. The exception names the
 * parameter, as in {@code id: null (expected: a value)}; for a null element of a collection it also
 * contains the index.
 */
@NullMarked
package io.zkpersona.storage.repository;

import org.jspecify.annotations.NullMarked;
