/**
 * The documents of a proof and the check that they hold no witness.
 *
 * <p>The proof itself is in {@code proof}; converters between formats are in {@code snark}.
 */
@NullMarked
package io.zkpersona.domain.proof.document;

import org.jspecify.annotations.NullMarked;
