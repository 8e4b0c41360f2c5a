/**
 * Runs statements: sessions, transactions, deadlines, streams, COPY.
 *
 * <p>The statements are built in {@code query} and in the packages of the subjects.
 */
@NullMarked
package io.zkpersona.storage.internal.execution;

import org.jspecify.annotations.NullMarked;
