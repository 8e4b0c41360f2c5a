package io.zkpersona.storage.repository.bulk;

import java.time.Duration;

/**
 * The progress of a bulk call.
 *
 * @param sentRows how many rows of the source have been handled, counted from its start, including
 *     skipped rows
 * @param committedRows how many of them are committed or were skipped: all of them in a call that
 *     commits in chunks, none yet in an atomic call
 * @param elapsed the time since the call started
 */
public record BulkProgress(long sentRows, long committedRows, Duration elapsed) {}
