/**
 * Chains of reputation records, summaries, leaderboards and standings.
 *
 * <p>The scores behind them are in {@code scoring}.
 */
@NullMarked
package io.zkpersona.storage.internal.reputation;

import org.jspecify.annotations.NullMarked;
