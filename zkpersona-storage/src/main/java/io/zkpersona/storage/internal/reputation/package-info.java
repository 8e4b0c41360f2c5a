/**
 * Reputation records in chains, summaries, leaderboards and standings.
 *
 * <p>The scores that they come from are in {@code scoring}.
 */
@NullMarked
package io.zkpersona.storage.internal.reputation;

import org.jspecify.annotations.NullMarked;
