package io.zkpersona.storage.internal.cache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A value that was read from the database.
 *
 * @param value the value; null if there is none, which is not cached
 * @param validFor how long the value holds, by the database's clock; null if until it is changed
 */
public record Loaded<T>(@Nullable T value, @Nullable Duration validFor) {}
