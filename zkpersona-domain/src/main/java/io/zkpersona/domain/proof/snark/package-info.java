/**
 * The documents of Groth16, PLONK and FFLONK as written by snarkjs and compatible tools: read in
 * any notation, stored in canonical form. Includes converters for other encodings of proofs and
 * points. All types are immutable and thread-safe.
 */
@NullMarked
package io.zkpersona.domain.proof.snark;

import org.jspecify.annotations.NullMarked;
