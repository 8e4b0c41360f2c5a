package io.zkpersona.storage.listener;

import java.time.Duration;

/**
 * A migration that has run.
 *
 * @param version its version, for example {@code 0021}
 * @param duration its duration
 * @param applied whether it was applied; false if it failed and was rolled back. One that did not
 *     get a lock is rolled back and retried
 */
public record FinishedMigration(String version, Duration duration, boolean applied) {}
