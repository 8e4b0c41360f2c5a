/**
 * Zero-knowledge proofs: circuits, keys, candidates, statements, nullifiers, verdicts.
 *
 * <p>The domain checks the format of documents; nothing here verifies a proof.
 */
@NullMarked
package io.zkpersona.storage.internal.proof;

import org.jspecify.annotations.NullMarked;
