/**
 * Exceptions: one unchecked hierarchy under {@link io.zkpersona.domain.error.ZkPersonaException},
 * each with an {@link io.zkpersona.domain.error.ErrorCode}. Messages never contain personal data,
 * SQL or driver text. New subtypes and codes may be added.
 */
@NullMarked
package io.zkpersona.domain.error;

import org.jspecify.annotations.NullMarked;
