/**
 * Behavior inputs and sessions: tables, free-text sessions, on-chain inputs, summaries.
 *
 * <p>The work queue is in {@code queue}, kept counts in {@code rollup}, partitions in {@code
 * partition}.
 */
@NullMarked
package io.zkpersona.storage.internal.behavior;

import org.jspecify.annotations.NullMarked;
