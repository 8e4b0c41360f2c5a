/**
 * Inputs and sessions: their tables, sessions in free text, chains, summaries.
 *
 * <p>Handing inputs to workers is in {@code queue}, kept counts in {@code rollup}, partitions in
 * {@code partition}.
 */
@NullMarked
package io.zkpersona.storage.internal.behavior;

import org.jspecify.annotations.NullMarked;
