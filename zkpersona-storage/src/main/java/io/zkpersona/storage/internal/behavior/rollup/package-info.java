/**
 * Counts of inputs that are kept up while inputs are written.
 *
 * <p>Summaries that read them are in {@code behavior}.
 */
@NullMarked
package io.zkpersona.storage.internal.behavior.rollup;

import org.jspecify.annotations.NullMarked;
