/**
 * The work queue: {@code FreeInputs} are found and claimed, {@code HeldClaims} end or extend the
 * claims of workers, {@code DeadLetters} have no attempts left. {@code ChannelSignals} wake waiting
 * workers.
 *
 * <p>Marking inputs as processed without a claim is in {@code behavior}.
 */
@NullMarked
package io.zkpersona.storage.internal.behavior.queue;

import org.jspecify.annotations.NullMarked;
