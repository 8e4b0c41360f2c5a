/**
 * Counts of inputs, updated as inputs are written.
 *
 * <p>The summaries that read them are in {@code behavior}.
 */
@NullMarked
package io.zkpersona.storage.internal.behavior.rollup;

import org.jspecify.annotations.NullMarked;
