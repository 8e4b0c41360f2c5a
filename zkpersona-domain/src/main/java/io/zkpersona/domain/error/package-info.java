/**
 * Errors: one unchecked family under {@link io.zkpersona.domain.error.ZkPersonaException}, each
 * with an {@link io.zkpersona.domain.error.ErrorCode}. Messages never hold personal data, SQL or
 * the text of a driver. New subtypes and new codes may be added.
 */
@NullMarked
package io.zkpersona.domain.error;

import org.jspecify.annotations.NullMarked;
