/**
 * Zero-knowledge proofs: circuits, keys, candidates, statements, nullifiers, verdicts.
 *
 * <p>The form of documents is checked in the domain; nothing is verified here.
 */
@NullMarked
package io.zkpersona.storage.internal.proof;

import org.jspecify.annotations.NullMarked;
