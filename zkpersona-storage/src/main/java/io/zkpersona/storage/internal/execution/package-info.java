/**
 * Runs statements: sessions, transactions, deadlines, streams, COPY, signals of work.
 *
 * <p>What they say is built in {@code query} and in the rooms of the subjects.
 */
@NullMarked
package io.zkpersona.storage.internal.execution;

import org.jspecify.annotations.NullMarked;
