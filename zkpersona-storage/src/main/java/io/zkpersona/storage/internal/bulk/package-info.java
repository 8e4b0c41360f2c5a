/**
 * Bulk writes: COPY, JDBC batches, chunks, upserts, inserts of absent rows, group commit.
 *
 * <p>Bulk loading that one subject does differently, such as wallets, is in that subject's package.
 */
@NullMarked
package io.zkpersona.storage.internal.bulk;

import org.jspecify.annotations.NullMarked;
