/**
 * Declared circuits: keys, statements, nullifiers and the binding of users.
 *
 * <p>Proofs of a circuit are in {@code proof}.
 */
@NullMarked
package io.zkpersona.domain.proof.circuit;

import org.jspecify.annotations.NullMarked;
