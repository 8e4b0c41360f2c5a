package io.zkpersona.storage.repository;

import java.time.Duration;

/**
 * How far a bulk call has come.
 *
 * @param sentRows how many rows of the source, from its start and with those that were skipped, are
 *     dealt with
 * @param committedRows how many of them are committed (or were skipped): in chunks all of them, in
 *     an atomic call none yet
 * @param elapsed the time since the call began
 */
public record BulkProgress(long sentRows, long committedRows, Duration elapsed) {}
