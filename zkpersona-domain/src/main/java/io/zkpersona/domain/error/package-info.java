/** Errors: one unchecked family, each with an {@link io.zkpersona.domain.error.ErrorCode}. */
package io.zkpersona.domain.error;
