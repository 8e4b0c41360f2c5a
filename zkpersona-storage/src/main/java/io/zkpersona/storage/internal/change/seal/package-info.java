/**
 * Seals of changes: appending blocks to the log, verifying it, and proofs from it. The Merkle trees
 * are computed here once more, independently of the database's functions.
 *
 * <p>The values of proofs, which check themselves without a database, are in the domain.
 */
@NullMarked
package io.zkpersona.storage.internal.change.seal;

import org.jspecify.annotations.NullMarked;
