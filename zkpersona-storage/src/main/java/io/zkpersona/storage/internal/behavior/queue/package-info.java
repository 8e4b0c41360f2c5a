/**
 * The work queue: {@code ClaimStatements} take claims, {@code WorkQueueStatements} extend leases
 * and end claims and dead letters.
 *
 * <p>Marking inputs as processed without a claim is in {@code behavior}.
 */
@NullMarked
package io.zkpersona.storage.internal.behavior.queue;

import org.jspecify.annotations.NullMarked;
