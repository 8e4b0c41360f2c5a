/**
 * Opens, tests and lends connections.
 *
 * <p>Statements and transactions on them are in {@code execution} and {@code transaction}.
 */
@NullMarked
package io.zkpersona.storage.internal.pool;

import org.jspecify.annotations.NullMarked;
