/**
 * Scoring results, stored together with the processed mark of their inputs.
 *
 * <p>The work queue for scoring is in {@code behavior.queue}.
 */
@NullMarked
package io.zkpersona.storage.internal.scoring;

import org.jspecify.annotations.NullMarked;
