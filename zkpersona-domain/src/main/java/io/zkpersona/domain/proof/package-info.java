/**
 * Zero-knowledge proofs, their verification and their errors. All types are immutable values.
 *
 * <p>Documents as provers write them are in {@code document}, declared circuits in {@code circuit}.
 */
@NullMarked
package io.zkpersona.domain.proof;

import org.jspecify.annotations.NullMarked;
