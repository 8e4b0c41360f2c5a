/**
 * Counts and times operations in bounded memory, tells the listeners, and logs slow calls.
 *
 * <p>Exporting the numbers is left to listeners and to the host.
 */
@NullMarked
package io.zkpersona.storage.internal.metrics;

import org.jspecify.annotations.NullMarked;
