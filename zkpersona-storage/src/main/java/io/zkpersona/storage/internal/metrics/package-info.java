/**
 * Counts and times statements by operation, in bounded memory.
 *
 * <p>Exporting the numbers is left to the host.
 */
@NullMarked
package io.zkpersona.storage.internal.metrics;

import org.jspecify.annotations.NullMarked;
