/**
 * Chooses the server of a read: watches the replicas and the primary's log, and lends connections
 * of replicas that fulfill the caller's consistency.
 *
 * <p>What a statement does on a connection is in {@code execution}; the pools are in {@code pool}.
 */
@NullMarked
package io.zkpersona.storage.internal.replica;

import org.jspecify.annotations.NullMarked;
