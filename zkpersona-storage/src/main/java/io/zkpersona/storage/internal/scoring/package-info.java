/**
 * Scores of inputs, kept together with the mark on the input.
 *
 * <p>Handing inputs out for scoring is in {@code behavior.queue}.
 */
@NullMarked
package io.zkpersona.storage.internal.scoring;

import org.jspecify.annotations.NullMarked;
