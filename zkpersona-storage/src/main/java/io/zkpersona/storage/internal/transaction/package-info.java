/**
 * Opens transactions and savepoints, and tracks the threads on which one is open.
 *
 * <p>Running statements inside them is in {@code execution}.
 */
@NullMarked
package io.zkpersona.storage.internal.transaction;

import org.jspecify.annotations.NullMarked;
