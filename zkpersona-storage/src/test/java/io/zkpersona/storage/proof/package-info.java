/**
 * Proofs: lifecycle, statements, nullifiers, circuits, real proofs of other projects, and attacks.
 */
package io.zkpersona.storage.proof;
