/**
 * The documents of Groth16, PLONK and FFLONK as snarkjs and its relatives write them: read in every
 * spelling, kept in one; and converters for other encodings of proofs and points. All types are
 * immutable and thread-safe.
 */
@NullMarked
package io.zkpersona.domain.proof.snark;

import org.jspecify.annotations.NullMarked;
