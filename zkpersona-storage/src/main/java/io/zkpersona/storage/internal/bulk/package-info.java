/**
 * Many rows: COPY, batches, chunks, upserts, what is absent, group commit.
 *
 * <p>What one subject loads in its own way, such as wallets, is in that subject's room.
 */
@NullMarked
package io.zkpersona.storage.internal.bulk;

import org.jspecify.annotations.NullMarked;
