/**
 * The feed of changes: {@code Subscriptions} and their leases, {@code Batches} of events and what
 * became of them, {@code DeadChanges}, and {@code Runner}, which delivers with threads.
 *
 * <p>Which changes are in a window, and which events wait, is decided by functions of the database.
 */
@NullMarked
package io.zkpersona.storage.internal.change.feed;

import org.jspecify.annotations.NullMarked;
